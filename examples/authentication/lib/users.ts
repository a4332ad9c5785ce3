import { scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

const hash = promisify<string, string, number, Buffer>(scrypt)
const SALT = 'one per user, stored beside the hash'

// Made once, so that the example holds no password in clear; a database keeps these.
const USERS = new Map([['ada', hash('lovelace', SALT, 32)]])
// What an unknown name is compared with: it must take as long as a known one.
const NOBODY = hash('nobody', SALT, 32)

/** True when the password is the user's. */
export async function isPassword(user: string, password: string): Promise<boolean> {
  const known = await (USERS.get(user) ?? NOBODY)
  const same = timingSafeEqual(known, await hash(password, SALT, 32))
  return same && USERS.has(user)
}
