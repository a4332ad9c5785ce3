import { createHmac, timingSafeEqual } from 'node:crypto'

const TOLERANCE_S = 300
// In a database when there is more than one process: deliveries are repeated until they are acknowledged.
const done = new Set<string>()

/** Checks `t=<seconds>,v1=<hex>`, the form that Stripe and others use: HMAC-SHA256 of `<seconds>.<body>`. */
function isSigned(body: string, header: string | null): boolean {
  const { t = '', v1 = '' } = Object.fromEntries((header ?? '').split(',').map((part) => part.split('=')))
  if (Math.abs(Date.now() / 1000 - Number(t)) > TOLERANCE_S) return false
  const expected = createHmac('sha256', process.env['WEBHOOK_SECRET'] ?? '')
    .update(`${t}.${body}`)
    .digest()
  const given = Buffer.from(v1, 'hex')
  return given.length === expected.length && timingSafeEqual(given, expected)
}

export async function POST(request: Request) {
  // The signature covers the bytes as they were sent: read the text first, parse it afterwards.
  const body = await request.text()
  if (!isSigned(body, request.headers.get('x-signature'))) {
    return Response.json({ message: 'The signature is not yours.' }, { status: 401 })
  }
  const event = JSON.parse(body) as { id: string; type: string }
  if (done.has(event.id)) return Response.json({ received: true, repeated: true })
  done.add(event.id)
  return Response.json({ received: true })
}
