import type { IncomingMessage, ServerResponse } from 'node:http'
import { Fault } from '../errors.ts'
import { mayHavePreview, readPreview } from '../http/draft.ts'
import { type ControlFlow, parseControlFlow } from './control-flow.ts'
import { type CookieStore, hasWritten, mergeCookies } from './cookie-store.ts'
import { installGlobals } from './globals.ts'
import { IncomingRequest } from './incoming-request.ts'
import { NativeResponse } from './platform.ts'
import { RequestScope, type WebHost, runInFrame } from './scope.ts'
import { PipeError, appendVary, sendResponse } from './send-response.ts'
import { WebResponse, madeHeaders, plainOf } from './web-response.ts'

installGlobals()

/** A route file's exports by method. What is there but no function fails when it is called. */
export type WebHandlers = Readonly<Record<string, unknown>>

/** One request to one route file. */
export interface WebCall {
  readonly handlers: WebHandlers
  /** The route's path in Next.js spelling: `/e/[kind]`. */
  readonly route: string
  /** The route file below the project folder, for messages. */
  readonly file: string
  /** Decoded path parameters; undefined for a route without any. */
  readonly params: Readonly<Record<string, string | string[]>> | undefined
  /** Path and query as the client sent them, without basePath. */
  readonly target: string
  /** `http://localhost:3000`: what `request.url` begins with. */
  readonly origin: string
  /** Largest request body in bytes; undefined for no limit. */
  readonly limitBytes?: number | undefined
  /** Levels of nesting that `request.json()` accepts; undefined or 0 for no limit. */
  readonly jsonDepth?: number | undefined
  readonly host: WebHost
}

const METHODS = ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'DELETE', 'PATCH']
const KNOWN = new Set(METHODS)
/** Next.js says this on every answer of a route handler; caches in front of both must treat them alike. */
export const RSC_VARY = 'rsc, next-router-state-tree, next-router-prefetch, next-router-segment-prefetch'

/** The methods a route file answers, sorted: OPTIONS always, HEAD where there is a GET. */
export function toAllow(handlers: WebHandlers): string[] {
  const allowed = METHODS.filter((method) => handlers[method])
  allowed.push('OPTIONS')
  if (handlers['GET']) allowed.push('HEAD')
  return [...new Set(allowed)].sort()
}

/** The handler of a method, or the answer that needs none. */
function choose(handlers: WebHandlers, method: string): unknown {
  if (!KNOWN.has(method)) return new WebResponse(null, { status: 400 })
  const handler = handlers[method] ?? (method === 'HEAD' ? handlers['GET'] : undefined)
  if (handler !== null && handler !== undefined) return handler
  const allow = { allow: toAllow(handlers).join(', ') }
  // RFC 9110 §15.5.6 demands Allow with a 405; Next.js leaves it out.
  return new WebResponse(null, { status: method === 'OPTIONS' ? 204 : 405, headers: allow })
}

function toContext({ params }: WebCall): object {
  return { params: params === undefined ? undefined : Promise.resolve({ ...params }) }
}

function checkResponse(value: unknown, { req }: RequestScope, call: WebCall): Response {
  if (!(value instanceof NativeResponse)) {
    throw new Error(
      `No response is returned from route handler '${call.file}'. Expected a Response object but received ` +
        `'${describe(value)}' (method: ${req.method}, url: ${call.target}). ` +
        'Ensure you return a `Response` or a `NextResponse` in all branches of your handler.',
    )
  }
  if (value.status < 200) throw new Error(`'${call.file}' returned Response.error(), which has no status to send`)
  return value
}

function checkMarks(headers: Headers | undefined): void {
  if (headers?.has('x-middleware-rewrite')) {
    throw new Error(
      'NextResponse.rewrite() was used in a app route handler, this is not currently supported. ' +
        'Please remove the invocation to continue.',
    )
  }
  if (headers?.get('x-middleware-next') === '1') {
    throw new Error(
      'NextResponse.next() was used in a app route handler, this is not supported. ' +
        'See here for more info: https://nextjs.org/docs/messages/next-response-next-in-app-route-handler',
    )
  }
}

function describe(value: unknown): string {
  if (value === undefined || value === null) return String(value)
  return typeof value === 'object' ? (value.constructor?.name ?? 'object') : typeof value
}

function isAction(req: IncomingMessage): boolean {
  if (req.method !== 'POST') return false
  const type = req.headers['content-type'] ?? ''
  return (
    type === 'application/x-www-form-urlencoded' ||
    type.startsWith('multipart/form-data') ||
    req.headers['next-action'] !== undefined
  )
}

function toFlowResponse(flow: ControlFlow, req: IncomingMessage): Response {
  if (flow.kind === 'status') return new WebResponse(null, { status: flow.status })
  if (flow.location === '') throw new Error('Invariant: Unexpected redirect url format')
  // A browser that posted a form would post it again to the new place after a 307.
  const status = isAction(req) ? 303 : flow.status
  return new WebResponse(null, { status, headers: { location: flow.location } })
}

function withCookies(response: Response, store: CookieStore): Response {
  if (!hasWritten(store)) return response
  // A copy: the handler may answer with the same object again, and headers may be immutable (Response.redirect, fetch).
  const { status, statusText, headers } = response
  const copy = plainOf(response)
    ? response.clone()
    : new WebResponse(response.body, { status, statusText, headers: new Headers(headers) })
  mergeCookies(store, copy.headers)
  return copy
}

/** Runs the handler; what it throws becomes a response where Next.js knows it. */
async function run(handler: unknown, call: WebCall, scope: RequestScope): Promise<Response> {
  const args = [scope.request, toContext(call)]
  // Holds or throws: what is exported but no function fails here, as under Next.js.
  const invoke = (): unknown => Reflect.apply(handler as () => unknown, null, args)
  let response: Response
  try {
    const value = runInFrame({ scope, phase: 'handler', collect: undefined }, invoke)
    // A handler without `async` spares the turn of the event loop that `await` would take.
    response = checkResponse(value instanceof NativeResponse ? value : await value, scope, call)
    checkMarks(madeHeaders(response))
  } catch (error) {
    const flow = parseControlFlow(error)
    if (flow === undefined) throw error
    response = toFlowResponse(flow, scope.req)
    if (flow.kind === 'status') return response // Its cookies are lost, as under Next.js.
  }
  return scope.cookieStore === undefined ? response : withCookies(response, await scope.cookieStore)
}

async function fail(res: ServerResponse, scope: RequestScope, error: unknown): Promise<void> {
  const { req, route, host } = scope
  const phase = error instanceof PipeError ? 'response' : 'handler'
  try {
    await host.onError(error, { phase, req, route })
  } catch {
    // The hook's own failure must not change the answer.
  }
  if (res.headersSent || res.destroyed) return void res.destroy()
  await sendResponse(res, new WebResponse(null, { status: 500 }), { contentLength: host.contentLength, head: false })
}

function createScope(req: IncomingMessage, res: ServerResponse, call: WebCall): RequestScope {
  const { origin, target, limitBytes, jsonDepth, host, route } = call
  const request = new IncomingRequest({ req, res, origin, target, limitBytes, jsonDepth, method: req.method ?? 'GET' })
  const scope = new RequestScope(req, res, { host, route, request })
  const cookie = req.headers.cookie
  if (mayHavePreview(cookie)) scope.draft = readPreview(cookie, res, host.draft) !== false
  return scope
}

/**
 * Answers a request by a route file's handlers: picks the method, runs the handler, sends what it returned.
 *
 * Headers that `res` has already (next.config, proxy) win over the handler's. A handler that throws answers 500 without
 * a body, after `host.onError` was told.
 *
 * @returns When the answer is sent or given up.
 * @throws {Fault} BODY_TOO_LARGE or JSON_TOO_DEEP, when the handler let it pass: nothing is sent then.
 */
export async function answerWeb(req: IncomingMessage, res: ServerResponse, call: WebCall): Promise<void> {
  const options = { contentLength: call.host.contentLength, head: req.method === 'HEAD' }
  appendVary(res, RSC_VARY)
  const choice = choose(call.handlers, req.method ?? '')
  if (choice instanceof NativeResponse) return sendResponse(res, choice, options)
  const scope = createScope(req, res, call)
  try {
    await sendResponse(res, await run(choice, call, scope), options)
  } catch (error) {
    if (error instanceof Fault) throw error
    await fail(res, scope, error)
  }
}
