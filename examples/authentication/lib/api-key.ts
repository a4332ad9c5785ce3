import { createHash, timingSafeEqual } from 'node:crypto'

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
const KEY = digest(process.env['API_KEY'] ?? 'key-for-development')

/** True when the header `X-API-Key` holds the key; takes the same time whatever was sent. */
export function hasApiKey(header: string | string[] | undefined): boolean {
  return typeof header === 'string' && timingSafeEqual(digest(header), KEY)
}
