import type { IncomingMessage, ServerResponse } from 'node:http'
import { Fault } from '../errors.ts'
import type { Route } from '../routes/route.ts'
import { isEdge, property, toSettings } from './settings.ts'

/** The API methods a web-style module can export, in the order Next.js documents them. */
export const WEB_METHODS = ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'DELETE', 'PATCH'] as const
export type WebMethod = (typeof WEB_METHODS)[number]

/** `export default function handler(req, res)`. */
export type NodeHandler = (req: IncomingMessage, res: ServerResponse) => unknown
/** `export function GET(request, { params })`. */
export type WebHandler = (request: Request, context: { params: Promise<unknown> }) => unknown

/** `export const config`, as Next.js reads it from a pages/api file, checked and with defaults in place. */
export interface NodeSettings {
  /** False leaves the stream to the handler. Otherwise the limit in bytes; Infinity is never set. */
  readonly bodyLimit: number | false
  /** The limit as it was written (`1mb`), for the 413 message. */
  readonly bodyLimitText: string
  /** Bytes after which a response is worth a warning; false for never. */
  readonly responseLimit: number | false
  readonly externalResolver: boolean
  /** Seconds a handler may take; undefined for no limit. */
  readonly maxDuration: number | undefined
}

/** What a module can do, its style removed. */
export type Endpoint =
  | { readonly style: 'node'; readonly handler: NodeHandler; readonly settings: NodeSettings; readonly exports: object }
  | { readonly style: 'edge'; readonly handler: WebHandler; readonly exports: object }
  | {
      readonly style: 'web'
      /** Handlers by method; only what the module exports. */
      readonly handlers: Readonly<Partial<Record<WebMethod, WebHandler>>>
      readonly exports: object
    }

/**
 * Recognises what a module can do.
 *
 * A default export is read again at each call, so a handler assigned later (`export let`) is honoured. All forms of
 * CommonJS are accepted: `module.exports = fn`, `module.exports = { default: fn }`, `exports.default = fn` with and
 * without `__esModule`, and a default inside a default.
 *
 * In `pages/api` a default export wins and `GET`, `POST` … are ignored. In `app` the methods are handlers; one that is
 * null or undefined is not there. A plain `api` folder takes both, and `export default { fetch }` for all methods.
 *
 * @param exports What the module exports: an ES namespace, or the value of `module.exports`.
 * @throws {Fault} HANDLER_MISSING, when there is nothing to call; CONFIG_INVALID, see `toSettings`.
 */
export function toEndpoint(exports: object, route: Route): Endpoint {
  if (route.root === 'app') return { style: 'web', handlers: toMethods(exports, isPresent), exports }
  const edge = isEdge(exports, route.name)
  if (findDefault(exports) !== undefined) return edge ? toEdge(exports) : toNode(exports, route)
  const handlers = route.root === 'api' ? toPlainHandlers(exports) : {}
  if (Object.keys(handlers).length > 0) return { style: 'web', handlers, exports }
  throw new Fault('HANDLER_MISSING', `${route.name} exports no handler: ${describeDefault(exports)}`, {
    file: route.name,
  })
}

function toNode(exports: object, route: Route): Endpoint {
  const handler: NodeHandler = (req, res) => currentDefault(exports)(req, res)
  return { style: 'node', handler, settings: toSettings(exports, route.name), exports }
}

function toEdge(exports: object): Endpoint {
  return { style: 'edge', handler: (request, context) => currentDefault(exports)(request, context), exports }
}

function toPlainHandlers(exports: object): Partial<Record<WebMethod, WebHandler>> {
  const methods = toMethods(exports, isFunction)
  if (Object.keys(methods).length > 0) return methods
  const service = property(exports, 'default')
  const fetch = property(service, 'fetch')
  if (!isFunction(fetch)) return {}
  const handler: WebHandler = (request) => Reflect.apply(fetch, service, [request])
  return Object.fromEntries(WEB_METHODS.map((method) => [method, handler]))
}

function toMethods(exports: object, accepts: (value: unknown) => boolean): Partial<Record<WebMethod, WebHandler>> {
  const handlers: Partial<Record<WebMethod, WebHandler>> = {}
  for (const method of WEB_METHODS) {
    const value = property(exports, method)
    if (accepts(value)) handlers[method] = isFunction(value) ? value : () => refuse(method, value)
  }
  return handlers
}

function refuse(method: WebMethod, value: unknown): never {
  throw new TypeError(`The export ${method} is ${describe(value)}, not a function`)
}

// Read at each call: ES exports are live.
function currentDefault(exports: object): Callable {
  const handler = findDefault(exports)
  if (handler === undefined) throw new TypeError(`The default export is no function any more`)
  return handler
}

function findDefault(exports: object): Callable | undefined {
  const { default: direct }: { default?: unknown } = exports
  if (isFunction(direct)) return direct
  const candidates = [exports, property(direct, 'default')]
  return candidates.find(isFunction)
}

type Callable = (...values: unknown[]) => unknown

function isFunction(value: unknown): value is Callable {
  return typeof value === 'function'
}

function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null
}

function describeDefault(exports: object): string {
  const names = Object.keys(exports)
  if (names.includes('default')) return `its default export is ${describe(property(exports, 'default'))}`
  return names.length === 0 ? 'it exports nothing' : `it exports ${names.join(', ')}`
}

function describe(value: unknown): string {
  return value === null ? 'null' : `of type ${typeof value}`
}
