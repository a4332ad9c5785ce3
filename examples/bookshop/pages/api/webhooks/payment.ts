import { buffer } from 'node:stream/consumers'
import type { Contract, ContractRequest, ContractResponse } from 'rehost/contract'
import { z } from 'zod'
import { isSigned } from '@/lib/auth'
import { settleOrder } from '@/lib/orders'
import { Failure, PaymentEvent } from '@/lib/schemas'

// The signature covers the bytes as they were sent, so nobody may parse them before.
export const config = { api: { bodyParser: false } }

export const openapi = {
  POST: {
    summary: 'Take news of a payment',
    headers: z.object({ 'x-shop-signature': z.string().length(64).describe('HMAC-SHA256 of the body, in hex.') }),
    body: PaymentEvent,
    responses: {
      204: { description: 'The order was settled.' },
      400: { description: 'The body is no payment event.', schema: Failure },
      401: { description: 'The signature is not ours.', schema: Failure },
      404: { description: 'There is no such order.', schema: Failure },
    },
  },
} satisfies Contract

export default async function payment(req: ContractRequest<typeof openapi>, res: ContractResponse<typeof openapi>) {
  const bytes = await buffer(req as unknown as AsyncIterable<Uint8Array>)
  if (!isSigned(bytes, String(req.headers['x-shop-signature']))) {
    return res.status(401).json({ message: 'The signature is not ours.' })
  }
  const event = PaymentEvent.safeParse(parse(bytes))
  if (!event.success) return res.status(400).json({ message: 'The body is no payment event.' })
  const settled = await settleOrder(event.data.orderId, event.data.result === 'succeeded')
  return settled ? res.status(204).end() : res.status(404).json({ message: 'There is no such order.' })
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    return undefined
  }
}
