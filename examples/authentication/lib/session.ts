import { randomBytes } from 'node:crypto'

const LIFE_S = 60 * 60
// In a database or Redis when there is more than one process.
const sessions = new Map<string, { user: string; ends: number }>()

const cookie = (value: string, maxAge: number): string =>
  `session=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${maxAge}${process.env.NODE_ENV === 'production' ? '; Secure' : ''}`

/** Begins a session; returns the Set-Cookie header. */
export function beginSession(user: string): string {
  const id = randomBytes(32).toString('base64url')
  sessions.set(id, { user, ends: Date.now() + LIFE_S * 1000 })
  return cookie(id, LIFE_S)
}

/** Ends a session; returns the Set-Cookie header that removes the cookie. */
export function endSession(id: string | undefined): string {
  if (id) sessions.delete(id)
  return cookie('', 0)
}

/** The user of a session that has not ended. */
export function findUser(id: string | undefined): string | undefined {
  const session = sessions.get(id ?? '')
  return session && session.ends > Date.now() ? session.user : undefined
}
