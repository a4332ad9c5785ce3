import { INTERNAL_HEADERS } from '../http/internal-headers.ts'

// Route handlers do not see this one under Next.js; Node-style handlers do.
const INTERNAL = new Set([...INTERNAL_HEADERS, 'next-url'])

/**
 * Tells whether a request header is one that Next.js deletes when a client sends it. Nothing here gives such a header a
 * meaning; handlers and proxies do not see them either, so that code written against Next.js is not misled.
 */
export function isInternalHeader(name: string): boolean {
  return INTERNAL.has(name)
}
