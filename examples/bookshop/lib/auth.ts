import { createHmac, timingSafeEqual } from 'node:crypto'

const SECRET = process.env['SHOP_SECRET'] ?? 'only for development'
const TOKEN_LIFE_MS = 60 * 60 * 1000

/** A hex signature of a text by the shop's key. */
export function sign(text: string | Uint8Array): string {
  return createHmac('sha256', SECRET).update(text).digest('hex')
}

/** True when the signature is ours; takes the same time whatever was sent. */
export function isSigned(text: string | Uint8Array, signature: string): boolean {
  const expected = Buffer.from(sign(text))
  const given = Buffer.from(signature)
  return given.length === expected.length && timingSafeEqual(given, expected)
}

/** A token that names a user for an hour. */
export function issueToken(user: string): { token: string; expires: string } {
  const expires = new Date(Date.now() + TOKEN_LIFE_MS).toISOString()
  const claim = Buffer.from(JSON.stringify({ user, expires })).toString('base64url')
  return { token: `${claim}.${sign(claim)}`, expires }
}

/** True when an Authorization header holds a token of ours that has not expired. */
export function isAuthorized(header: string | null | undefined): boolean {
  const [scheme, token = ''] = (header ?? '').split(' ')
  const [claim = '', signature = ''] = token.split('.')
  if (scheme?.toLowerCase() !== 'bearer' || !isSigned(claim, signature)) return false
  const { expires } = JSON.parse(Buffer.from(claim, 'base64url').toString('utf8')) as { expires: string }
  return expires > new Date().toISOString()
}
