/** A request target (RFC 9112 §3.2), taken apart. */
export interface Target {
  /** Still percent-encoded. */
  readonly path: string
  /** Without `?`; empty when there is none. */
  readonly query: string
}

/** Takes an origin-form target apart at its `?`, which is all that an ordinary request needs. */
export function splitTarget(url: string): Target {
  const mark = url.indexOf('?')
  return mark < 0 ? { path: url, query: '' } : { path: url.slice(0, mark), query: url.slice(mark + 1) }
}

// What the WHATWG URL parser would change in a path: dot segments, and characters it escapes.
const UNUSUAL = /\/\.|%2e|["<>^`{}#]/i

/**
 * Brings a target into the one form that everything after it looks at: dot segments resolved, a fragment cut off, an
 * absolute-form target reduced to its path (Next.js redirects those to themselves, for ever).
 */
export function normaliseTarget(target: Target, url: string): Target {
  if (!url.startsWith('/')) {
    if (!URL.canParse(url)) return target
    const { pathname, search } = new URL(url)
    return { path: pathname, query: search.slice(1) }
  }
  const hash = url.indexOf('#')
  const whole = hash < 0 ? target : splitTarget(url.slice(0, hash))
  if (!UNUSUAL.test(whole.path)) return whole
  // Not resolved against the base when it begins with `//`: that would make the first segment a host.
  return whole.path.startsWith('//') ? whole : { ...whole, path: new URL(`http://n${whole.path}`).pathname }
}
