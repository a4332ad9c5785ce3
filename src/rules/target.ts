import { Fault } from '../errors.ts'

/** A request target, read once: what Express calls `req.url`, split and normalised. */
export interface Target {
  /** Percent-encoded, dot segments resolved as WHATWG URL does, without query and fragment. */
  readonly path: string
  /** The raw query without its `?`, or empty. */
  readonly search: string
  /** True when the raw path holds `//` or a backslash: it is answered by a redirect to `path`. */
  readonly repeated: boolean
}

/**
 * Reads a request target. The usual one costs a scan of its characters; only one with dot segments, repeated slashes or
 * characters a URL escapes goes through a URL parser. An absolute target (RFC 9112 §3.2.2) loses its origin.
 *
 * @param target `req.url`: `/api/users?x=1`.
 * @throws {Fault} TARGET_INVALID, when it is neither a path nor a URL.
 */
export function parseTarget(target: string): Target {
  if (target.charCodeAt(0) !== SLASH) return parseAbsolute(target)
  const scan = scanPath(target)
  if (scan.repeated) return normalise(collapseTarget(target, scan.end), true)
  if (scan.odd) return normalise(target, false)
  const { end } = scan
  return { path: target.slice(0, end), search: target.slice(end + 1), repeated: false }
}

/** Turns backslashes into slashes and runs of slashes into one, as browsers read them. */
export function collapseSlashes(path: string): string {
  return path.replaceAll('\\', '/').replace(/\/\/+/g, '/')
}

const HASH = 0x23
const PERCENT = 0x25
const DOT = 0x2e
const SLASH = 0x2f
const QUESTION = 0x3f
const BACKSLASH = 0x5c

/** Characters that WHATWG URL percent-encodes in a path: `"`, `<`, `>`, `^`, backtick, `{`, `}`; none is common. */
const ESCAPED = new Set([...'"<>^`{}'].map((char) => char.charCodeAt(0)))

interface Scan {
  /** Where the path ends. */
  readonly end: number
  readonly repeated: boolean
  /** True when a URL parser would change the path, or might. */
  readonly odd: boolean
}

function scanPath(target: string): Scan {
  let repeated = false
  let odd = false
  let before = 0
  for (let at = 0; at < target.length; at++) {
    const char = target.charCodeAt(at)
    if (char === QUESTION) return { end: at, repeated, odd: odd || target.includes('#', at) }
    if (char === BACKSLASH || (char === SLASH && before === SLASH)) repeated = true
    else if (char === HASH || char <= 0x20 || char > 0x7e || ESCAPED.has(char)) odd = true
    else if (before === SLASH && (char === DOT || char === PERCENT)) odd = true
    before = char
  }
  return { end: target.length, repeated, odd }
}

function collapseTarget(target: string, end: number): string {
  return collapseSlashes(target.slice(0, end)) + target.slice(end)
}

function normalise(target: string, repeated: boolean): Target {
  const url = new URL(`http://n${target}`)
  return { path: url.pathname, search: url.search.slice(1), repeated }
}

function parseAbsolute(target: string): Target {
  if (!/^https?:\/\//i.test(target) || !URL.canParse(target)) {
    throw new Fault('TARGET_INVALID', `"${target}" is neither a path nor a URL`)
  }
  const url = new URL(target)
  const path = collapseSlashes(url.pathname)
  return { path, search: url.search.slice(1), repeated: false }
}
