/**
 * The ETag Next.js gives an API answer: FNV-1a of 64 bits over the UTF-16 code units, folded to 52 bits, and the length.
 * Kept in four 16-bit parts, as Next.js does, because 64-bit products do not fit a JavaScript number.
 */
export function toETag(text) {
  let [v0, v1, v2, v3] = [0x2325, 0x8422, 0x9ce4, 0xcbf2]
  for (let index = 0; index < text.length; index++) {
    v0 ^= text.charCodeAt(index)
    let t0 = v0 * 435
    let t1 = v1 * 435
    let t2 = v2 * 435
    let t3 = v3 * 435
    t2 += v0 << 8
    t3 += v1 << 8
    t1 += t0 >>> 16
    v0 = t0 & 65535
    t2 += t1 >>> 16
    v1 = t1 & 65535
    v3 = (t3 + (t2 >>> 16)) & 65535
    v2 = t2 & 65535
  }
  const hash = (v3 & 15) * 281474976710656 + v2 * 4294967296 + v1 * 65536 + (v0 ^ (v3 >> 4))
  return `"${hash.toString(36)}${text.length.toString(36)}"`
}
