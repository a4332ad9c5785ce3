import { operation } from 'rehost/contract'
import { z } from 'zod'
import { readRates } from '../../../lib/rates'

const Currency = z.string().regex(/^[A-Z]{3}$/)
const Failure = z.object({ message: z.string() })
const convert = {
  summary: 'Convert an amount',
  query: z.object({ from: Currency, to: Currency, amount: z.coerce.number().positive() }),
  responses: { 200: z.object({ amount: z.number(), rate: z.number() }), 404: Failure, 502: Failure },
}

export const GET = operation(convert, async (request: Request) => {
  const { from, to, amount } = Object.fromEntries(new URL(request.url).searchParams)
  try {
    const { rates } = await readRates(String(from))
    const rate = rates[String(to)]
    if (rate === undefined) return Response.json({ message: `No rate for ${to}.` }, { status: 404 })
    return Response.json({ amount: Math.round(Number(amount) * rate * 100) / 100, rate })
  } catch (error) {
    console.error(error)
    return Response.json({ message: 'The rates cannot be had just now.' }, { status: 502 })
  }
})
