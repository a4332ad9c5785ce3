import { Fault } from '../errors.ts'
import { announceMethods, type RehostRequest, type RehostResponse } from '../http/node-objects.ts'
import type { Served } from './parts.ts'

/** The Allow header of a Node-style route: OPTIONS is always answered, HEAD where GET is (RFC 9110 §9.3.2). */
export function toAllow(methods: readonly string[]): string {
  const more = methods.includes('GET') ? ['HEAD', 'OPTIONS'] : ['OPTIONS']
  return [...new Set([...methods, ...more])].join(', ')
}

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
  const { allow, strict, contract } = served
  if (allow === undefined) return false
  announceMethods(res, allow)
  if (!strict) return false
  const method = req.method ?? 'GET'
  const allowed = allow.split(', ')
  if (method === 'OPTIONS' && contract?.operations.OPTIONS) return false
  if (method !== 'OPTIONS' && allowed.includes(method)) return false
  if (method !== 'OPTIONS') {
    throw new Fault('METHOD_NOT_ALLOWED', `${method} is not allowed here`, { headers: { Allow: allow } })
  }
  res.statusCode = 204
  res.setHeader('Allow', allow)
  res.end()
  return true
}
