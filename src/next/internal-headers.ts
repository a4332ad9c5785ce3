// Names by which Next.js talks to itself; a client must not be able to use them.
const INTERNAL = new Set([
  'x-middleware-rewrite',
  'x-middleware-redirect',
  'x-middleware-set-cookie',
  'x-middleware-skip',
  'x-middleware-override-headers',
  'x-middleware-next',
  'x-now-route-matches',
  'x-matched-path',
  'x-nextjs-data',
  'next-url',
  'next-resume',
  'x-next-resume-state-length',
])

/**
 * Tells whether a request header is one that Next.js deletes when a client sends it. Nothing here gives such a header a
 * meaning; handlers and proxies do not see them either, so that code written against Next.js is not misled.
 */
export function isInternalHeader(name: string): boolean {
  return INTERNAL.has(name)
}
