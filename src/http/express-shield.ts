// Handlers must not see Express: libraries change course when they find `originalUrl`, `res.locals` and the like
// (docs/architecture.md, "Express without its cost"). Express middleware around the handler must go on seeing its own.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { RehostRequest, RehostResponse } from './node-objects.ts'

// What Express itself puts on the objects as own properties; its methods are on the prototypes.
const REQUEST_MEMBERS = ['app', 'baseUrl', 'next', 'originalUrl', 'params', 'res', 'route'] as const
const RESPONSE_MEMBERS = ['app', 'locals'] as const

function takeMembers(target: object, names: readonly string[]): PropertyDescriptorMap {
  const taken: PropertyDescriptorMap = {}
  for (const name of names) {
    const descriptor = Object.getOwnPropertyDescriptor(target, name)
    if (descriptor === undefined) continue
    taken[name] = descriptor
    Reflect.deleteProperty(target, name)
  }
  return taken
}

/**
 * Gives a request that came through Express the prototypes it has without Express, until the answer is complete; then
 * Express's view comes back, for loggers and the like that look at it afterwards.
 *
 * Objects made by rehost's own server, which Express has not seen, are left alone at no cost.
 */
export function shieldFromExpress(req: IncomingMessage, res: ServerResponse): [RehostRequest, RehostResponse] {
  const requestPrototype: object = Object.getPrototypeOf(req)
  const responsePrototype: object = Object.getPrototypeOf(res)
  if (requestPrototype !== RehostRequest.prototype) {
    // Unless the app keeps them apart (express-chain.ts), the members are the objects' own; a deletion is dear.
    const taken = Object.hasOwn(req, 'res') ? takeMembers(req, REQUEST_MEMBERS) : undefined
    const takenFromResponse = Object.hasOwn(res, 'locals') ? takeMembers(res, RESPONSE_MEMBERS) : undefined
    Object.setPrototypeOf(req, RehostRequest.prototype)
    Object.setPrototypeOf(res, RehostResponse.prototype)
    const giveBack = (): void => {
      Object.setPrototypeOf(req, requestPrototype)
      Object.setPrototypeOf(res, responsePrototype)
      if (taken) Object.defineProperties(req, taken)
      if (takenFromResponse) Object.defineProperties(res, takenFromResponse)
    }
    // In front of the listeners that middleware added; `close` alone is what comes when the client leaves.
    res.prependOnceListener('finish', giveBack)
    res.prependOnceListener('close', giveBack)
  }
  // Neither class has fields of its own: their prototypes are all there is to being one.
  return [req as RehostRequest, res as RehostResponse]
}

/**
 * Gives a request that came through Express a copy of its headers to be settled, until the answer is complete or the
 * request goes on to the next handler: what the host app knows of the client must not change under its hands.
 *
 * @returns `next`, which first gives the headers back.
 */
export function lendHeaders<T>(
  req: IncomingMessage,
  res: ServerResponse,
  next: (value?: T) => void,
): (value?: T) => void {
  const { headers } = req
  const giveBack = (): void => {
    req.headers = headers
  }
  req.headers = { ...headers }
  res.prependOnceListener('finish', giveBack)
  res.prependOnceListener('close', giveBack)
  return (value) => {
    giveBack()
    next(value)
  }
}
