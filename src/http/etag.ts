import type { IncomingHttpHeaders } from 'node:http'

// FNV-1a with a 52-bit state in four 16-bit limbs, over UTF-16 code units: the hash Next.js puts into its ETags, so that
// a client's cached answer stays valid when the API moves.
function fnv1a52(text: string): number {
  let v0 = 0x2325
  let v1 = 0x8422
  let v2 = 0x9ce4
  let v3 = 0xcbf2
  for (let i = 0; i < text.length; i++) {
    v0 ^= text.charCodeAt(i)
    const t0 = v0 * 435
    const t1 = v1 * 435 + (t0 >>> 16)
    const t2 = v2 * 435 + (v0 << 8) + (t1 >>> 16)
    const t3 = v3 * 435 + (v1 << 8) + (t2 >>> 16)
    v0 = t0 & 65535
    v1 = t1 & 65535
    v2 = t2 & 65535
    v3 = t3 & 65535
  }
  return (v3 & 15) * 281474976710656 + v2 * 4294967296 + v1 * 65536 + (v0 ^ (v3 >> 4))
}

// Number's own toString(36) takes longer than the hash: it looks for digits behind the point, which a hash has not.
const BASE = 36 * 36
const PAIRS = Array.from({ length: BASE }, (_, value) => value.toString(36).padStart(2, '0'))
const HEADS = Array.from({ length: BASE }, (_, value) => value.toString(36))

/** A whole number from 0 up to 2^53 in base 36. */
export function toBase36(value: number): string {
  let text = ''
  let rest = value
  while (rest >= BASE) {
    const next = Math.floor(rest / BASE)
    text = (PAIRS[rest - next * BASE] ?? '') + text
    rest = next
  }
  return (HEADS[rest] ?? '') + text
}

/**
 * Makes the strong ETag that Next.js sends with `res.json` and `res.send`.
 *
 * @param text What is hashed: the body's text; for a Buffer its JSON text, as Next.js does.
 */
export function toEtag(text: string): string {
  return `"${toBase36(fnv1a52(text))}${toBase36(text.length)}"`
}

const NO_CACHE = /(?:^|,)\s*no-cache\s*(?:,|$)/

/**
 * Tells whether the client's copy is current, so that 304 may answer.
 *
 * An `If-Modified-Since` is never satisfied, since handlers' answers carry no date to compare; as in Next.js it also
 * keeps a matching `If-None-Match` from answering 304.
 */
export function isFresh(headers: IncomingHttpHeaders, etag: string): boolean {
  const wanted = headers['if-none-match']
  if (wanted === undefined || headers['if-modified-since'] !== undefined) return false
  if (headers['cache-control'] !== undefined && NO_CACHE.test(headers['cache-control'])) return false
  if (wanted === '*') return true
  return wanted.split(',').some((candidate) => {
    const tag = candidate.trim()
    return tag === etag || tag === `W/${etag}`
  })
}
