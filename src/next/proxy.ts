import type { IncomingMessage, ServerResponse } from 'node:http'
import { Fault } from '../errors.ts'
import { toOutside } from '../http/mount.ts'
import { startAfterTasks, watchWork } from './after.ts'
import { BorrowedBody } from './borrowed-body.ts'
import { hasWritten, mergeCookies } from './cookie-store.ts'
import { installGlobals } from './globals.ts'
import { IncomingRequest, toHeaders } from './incoming-request.ts'
import type { UrlConfig } from './next-url.ts'
import { NativeResponse } from './platform.ts'
import { NextFetchEvent } from './proxy-event.ts'
import {
  type ProxyHeader,
  type ProxyStep,
  applyToRequest,
  parseProxyResponse,
  toProxyHeaders,
} from './proxy-outcome.ts'
import { FLIGHT_HEADERS } from './read-only-headers.ts'
import { type RequestScope, type WebHost, createScope, runInFrame } from './scope.ts'
import { sendResponse } from './send-response.ts'
import { WebResponse } from './web-response.ts'

installGlobals()

/** One request to a project's proxy. */
export interface ProxyCall {
  readonly proxy: (request: IncomingRequest, event: NextFetchEvent) => unknown
  /** Path and query as the client sent them, with basePath. */
  readonly target: string
  /** `http://localhost:3000`: what `request.url` begins with. */
  readonly origin: string
  /** How `request.nextUrl` reads the URL: basePath, trailingSlash and i18n of next.config. */
  readonly urlConfig: UrlConfig | undefined
  /** Headers of next.config, for an answer of the proxy's own. */
  readonly preset: readonly ProxyHeader[]
  /** Largest body in bytes that the proxy may read; undefined for no limit. */
  readonly limitBytes?: number | undefined
  readonly host: WebHost
}

/** What becomes of the request. Its headers are changed already where the proxy wanted that. */
export type ProxyOutcome =
  /** On to the routes. `headers` are for the answer and win over next.config's. */
  | { readonly kind: 'continue'; readonly headers: readonly ProxyHeader[] }
  /** On with another path and query, with basePath. The proxy does not run again. */
  | { readonly kind: 'rewrite'; readonly headers: readonly ProxyHeader[]; readonly target: string }
  /** On to another server, whose absolute URL this is. */
  | { readonly kind: 'forward'; readonly headers: readonly ProxyHeader[]; readonly url: string }
  /** The answer is sent. */
  | { readonly kind: 'answered' }
  /** The proxy threw; `host.onError` knows. The request must not reach a route. */
  | { readonly kind: 'failed'; readonly error: unknown }

const ROUTE = '/proxy'

function createRequest(
  req: IncomingMessage,
  res: ServerResponse,
  { call, body }: { call: ProxyCall; body: BorrowedBody },
): IncomingRequest {
  const headers = toHeaders(req)
  for (const name of FLIGHT_HEADERS) headers.delete(name)
  return new IncomingRequest({
    req,
    res,
    origin: call.origin,
    // Next.js's own way of asking for a page's data; a proxy guards the page's path.
    target: call.target.replace(/\.rsc($|\?)/, '$1'),
    method: req.method ?? 'GET',
    urlConfig: call.urlConfig,
    headers,
    body: () => body.stream(),
  })
}

async function runToResponse(request: IncomingRequest, scope: RequestScope, call: ProxyCall): Promise<Response | null> {
  const event = new NextFetchEvent(ROUTE, (work) => watchWork(scope, work))
  const frame = { scope, phase: 'handler', collect: undefined } as const
  const value = await runInFrame(frame, () => call.proxy(request, event))
  if (value === undefined || value === null) return null
  if (!(value instanceof NativeResponse)) throw new TypeError('Expected an instance of Response to be returned')
  const store = await scope.cookieStore
  if (store === undefined || !hasWritten(store)) return value
  const { status, statusText } = value
  const copy = new WebResponse(value.body, { status, statusText, headers: new Headers(value.headers) })
  mergeCookies(store, copy.headers)
  return copy
}

function setAll(res: ServerResponse, headers: readonly ProxyHeader[]): void {
  for (const [name, value] of headers) res.setHeader(name, value)
}

function sendRedirect(res: ServerResponse, { status, location }: { status: number; location: string }): void {
  res.statusCode = status
  res.setHeader('location', location)
  // For clients that predate 308 (RFC 7538); Next.js sends it too.
  if (status === 308) res.setHeader('Refresh', `0;url=${location}`)
  res.end(location)
}

async function toOutcome(res: ServerResponse, response: Response, parts: OutcomeParts): Promise<ProxyOutcome> {
  const { call, step, head } = parts
  const headers = toProxyHeaders(response.headers)
  if (step.kind === 'continue') return { kind: 'continue', headers }
  if (step.kind === 'rewrite') {
    const noted: ProxyHeader[] = [...headers, ['x-middleware-rewrite', step.target]]
    if (step.external) return { kind: 'forward', headers: noted, url: step.target }
    return { kind: 'rewrite', headers: noted, target: step.target }
  }
  setAll(
    res,
    call.preset.filter(([name]) => !response.headers.has(name)),
  )
  if (step.kind === 'redirect') {
    setAll(res, headers)
    sendRedirect(res, { ...step, location: toOutside(step.location, res.req) })
  } else {
    await sendResponse(res, response, { contentLength: call.host.contentLength, head })
  }
  return { kind: 'answered' }
}

interface OutcomeParts {
  readonly call: ProxyCall
  readonly step: ProxyStep
  readonly head: boolean
}

async function fail(error: unknown, scope: RequestScope): Promise<ProxyOutcome> {
  try {
    await scope.host.onError(error, { phase: 'proxy', req: scope.req, route: ROUTE })
  } catch {
    // The hook's own failure must not open the way.
  }
  if (!scope.res.headersSent && !scope.res.destroyed) return { kind: 'failed', error }
  scope.res.destroy()
  return { kind: 'answered' }
}

/**
 * The function that a proxy or middleware file exports under its own name, or as default.
 *
 * @throws {Fault} HANDLER_MISSING.
 */
export function toProxy(exports: object, name: 'proxy' | 'middleware', file: string): ProxyCall['proxy'] {
  const own: unknown = Reflect.get(exports, name) ?? Reflect.get(exports, 'default')
  // A CommonJS module's `exports.default`, seen through an import.
  const found = typeof own === 'object' && own !== null && 'default' in own ? own.default : own
  if (typeof found === 'function') return (request, event) => Reflect.apply(found, undefined, [request, event])
  throw new Fault('HANDLER_MISSING', `${file} exports no function named ${name}, and none as default`, { file })
}

/**
 * Runs a project's proxy (or middleware) for a request that its matcher takes.
 *
 * A body that the proxy reads is there again for the handler, whole. A proxy that throws, or returns what is no
 * response, ends the request.
 *
 * @throws {Fault} BODY_TOO_LARGE, when the proxy read a body over the limit.
 * @see https://nextjs.org/docs/app/api-reference/file-conventions/proxy
 */
export async function runProxy(req: IncomingMessage, res: ServerResponse, call: ProxyCall): Promise<ProxyOutcome> {
  const body = new BorrowedBody({ req, res, limitBytes: call.limitBytes })
  const request = createRequest(req, res, { call, body })
  const scope = createScope(req, res, { host: call.host, route: ROUTE, target: call.target, request })
  try {
    const response = await runToResponse(request, scope, call)
    const step = response === null ? undefined : parseProxyResponse(response, call)
    if (step === undefined || step.kind === 'continue' || step.kind === 'rewrite') {
      await body.giveBack()
      if (response !== null) applyToRequest(req, response.headers)
    }
    if (response === null || step === undefined) return { kind: 'continue', headers: [] }
    return await toOutcome(res, response, { call, step, head: req.method === 'HEAD' })
  } catch (error) {
    if (error instanceof Fault) throw error
    return await fail(error, scope)
  } finally {
    startAfterTasks(scope)
  }
}
