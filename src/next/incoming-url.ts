import { parseQuery } from '../http/query.ts'

const SAFE_PATH = /^\/[\w\-.~!$&'()*+,;=:@%/]*$/
const DOTS = /\/(?:\.|%2e){1,2}(?:\/|$)/i

// Next.js loses a parameter of this name. Names of path parameters are what `parseQuery` leaves out.
const LOST: Record<string, string> = Object.assign(Object.create(null), JSON.parse('{"__proto__":""}'))

/**
 * A request's target as `request.url` says it: the path as the platform's URL would write it, without making one where
 * that can be seen beforehand, and the query as Next.js writes it again.
 */
export function toUrl(origin: string, target: string): string {
  // A fragment has no place in a request (RFC 9112 §3.2), but some clients send it.
  const [reference = ''] = target.split('#', 1)
  const mark = reference.indexOf('?')
  const path = mark < 0 ? reference : reference.slice(0, mark)
  const query = mark < 0 ? '' : parseQuery(reference.slice(mark + 1), LOST).text
  const url = `${origin}${path}${query === '' ? '' : `?${query}`}`
  return SAFE_PATH.test(path) && !DOTS.test(path) ? url : new URL(url).href
}
