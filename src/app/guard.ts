import { Fault } from '../errors.ts'
import { announceMethods, type RehostRequest, type RehostResponse } from '../http/node-objects.ts'
import type { Served } from './parts.ts'

/**
 * The method guard: refuses what a route is certain not to answer, and gives a handler's own 405 its Allow header.
 *
 * Web-style modules know their methods and answer for themselves; this is for Node-style handlers, whose methods come
 * from a contract or were read from the code.
 *
 * @returns True when the request is answered: OPTIONS by the guard of a strict route.
 * @throws {Fault} METHOD_NOT_ALLOWED with `Allow`.
 */
export function checkGuard(served: Served, req: RehostRequest, res: RehostResponse): boolean {
  const { allow, strict } = served
  if (allow === undefined) return false
  announceMethods(res, allow)
  if (!strict) return false
  const method = req.method ?? 'GET'
  const allowed = allow.split(', ')
  if (allowed.includes(method)) return false
  // RFC 9110 §9.3.2: HEAD is GET without the body, so a GET handler answers it.
  if (method === 'HEAD' && allowed.includes('GET')) return false
  if (method !== 'OPTIONS') {
    throw new Fault('METHOD_NOT_ALLOWED', `${method} is not allowed here`, { headers: { Allow: allow } })
  }
  res.statusCode = 204
  res.setHeader('Allow', allow)
  res.end()
  return true
}
