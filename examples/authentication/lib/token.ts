import { jwtVerify, SignJWT } from 'jose'

const KEY = new TextEncoder().encode(process.env['TOKEN_SECRET'] ?? 'only for development, 32 bytes or more')
const ISSUER = 'https://example.com'

/** A token that names a user for an hour. */
export function issueToken(user: string): Promise<string> {
  return new SignJWT()
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(user)
    .setIssuer(ISSUER)
    .setExpirationTime('1h')
    .sign(KEY)
}

/** The user that an Authorization header names; undefined when the token is missing, wrong or out of date. */
export async function readUser(header: string | null): Promise<string | undefined> {
  const token = /^Bearer (.+)$/i.exec(header ?? '')?.[1]
  if (!token) return undefined
  try {
    const { payload } = await jwtVerify(token, KEY, { issuer: ISSUER, algorithms: ['HS256'] })
    return payload.sub
  } catch {
    return undefined
  }
}
