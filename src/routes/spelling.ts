/**
 * What a URL parser percent-encodes in a path, and what would end the path: space, quotes, angle brackets, non-ASCII
 * and so on. A `%` that begins no escape is among them.
 *
 * @see https://url.spec.whatwg.org/#path-percent-encode-set
 */
const ENCODED_IN_PATHS = /[\p{Cc}\P{ASCII} "#<>?\\^`{}]|%(?![0-9a-f]{2})/giu
const ESCAPE = /%[0-9a-f]{2}/gi

/**
 * A file's or folder's name as a URL carries it: `été` is `%C3%A9t%C3%A9`, `caf%C3%A9` stays as it is.
 *
 * Names that have the same spelling answer the same path.
 */
export function toUrlSpelling(name: string): string {
  return name.replace(ENCODED_IN_PATHS, encodeURIComponent).replace(ESCAPE, (escape) => escape.toUpperCase())
}

/**
 * Every spelling of a name, or of a whole path, that a client may send: encoded, with small hexadecimal digits
 * (RFC 3986 §6.2.2.1 calls them equivalent), and as it stands on disk. One, for nearly all names.
 */
export function toSpellings(name: string): ReadonlySet<string> {
  const encoded = toUrlSpelling(name)
  return new Set([encoded, encoded.replace(ESCAPE, (escape) => escape.toLowerCase()), name])
}
