import type { IncomingMessage, ServerResponse } from 'node:http'
import { Fault } from '../errors.ts'
import { hasBody } from '../http/body.ts'
import { markDrained } from '../http/let-go.ts'
import { RehostRequest } from '../http/node-objects.ts'
import { installGlobals } from './globals.ts'
import { keepPolicyOf } from './cache/keep-policy.ts'
import { type IncomingParts, IncomingRequest } from './incoming-request.ts'
import { NativeResponse } from './platform.ts'
import { RSC_VARY } from './rsc-vary.ts'
import { failRequest, runHandler } from './run-handler.ts'
import { type RequestScope, type WebHost, createScope } from './scope.ts'
import { answerStatic } from './static-door.ts'
import { appendVary, type SendOptions, sendResponse } from './send-response.ts'
import { WebResponse } from './web-response.ts'

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
  /** `export const runtime = 'edge'`: no Vary of Next.js's own, and params are there for every route. */
  readonly edge?: boolean | undefined
  /** All exports of the route file: `dynamic`, `revalidate` and their kin are read from them. */
  readonly exports?: object | undefined
  /** True where the caller says what a 405 looks like. Default false: it is empty, as under Next.js. */
  readonly throwsNotAllowed?: boolean | undefined
  readonly host: WebHost
}

const METHODS = ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'DELETE', 'PATCH']
const KNOWN = new Set(METHODS)

/** The methods a route file answers, sorted: OPTIONS always, HEAD where there is a GET. */
export function toAllow(handlers: WebHandlers): string[] {
  const allowed = METHODS.filter((method) => handlers[method])
  allowed.push('OPTIONS')
  if (handlers['GET']) allowed.push('HEAD')
  return [...new Set(allowed)].sort()
}

/** The handler of a method, or the answer that needs none. */
function choose({ handlers, throwsNotAllowed }: WebCall, method: string): unknown {
  if (!KNOWN.has(method)) return new WebResponse(null, { status: 400 })
  const handler = handlers[method] ?? (method === 'HEAD' ? handlers['GET'] : undefined)
  if (handler !== null && handler !== undefined) return handler
  // RFC 9110 §15.5.6 demands Allow with a 405; Next.js leaves it out.
  const headers = { Allow: toAllow(handlers).join(', ') }
  if (method === 'OPTIONS') return new WebResponse(null, { status: 204, headers })
  if (throwsNotAllowed) throw new Fault('METHOD_NOT_ALLOWED', `${method} is not allowed here`, { headers })
  return new WebResponse(null, { status: 405, headers })
}

function toContext({ params, edge }: WebCall): object {
  return { params: params === undefined && !edge ? undefined : Promise.resolve({ ...params }) }
}

function toParts(req: IncomingMessage, res: ServerResponse, call: WebCall): IncomingParts {
  const { origin, target, limitBytes, jsonDepth } = call
  return { req, res, origin, target, limitBytes, jsonDepth, method: req.method ?? 'GET' }
}

function callHandler(handler: unknown, parts: IncomingParts, { call, scope }: Called): Response | Promise<Response> {
  const { file, params } = call
  const policy = keepPolicyOf(call.exports)
  const { mode } = policy
  if (policy.fetchCache !== undefined) scope.fetchCache = policy.fetchCache
  const context = toContext(call)
  if (mode === undefined) {
    return runHandler({ handler, context, file, frame: { scope, phase: 'handler', collect: undefined } })
  }
  return answerStatic({ handler, context, file, policy: { ...policy, mode }, params, parts, scope })
}

interface Called {
  readonly call: WebCall
  readonly scope: RequestScope
}

/**
 * Answers a request by a route file's handlers: picks the method, runs the handler, sends what it returned.
 *
 * Headers that `res` has already (next.config, proxy) win over the handler's. A handler that throws answers 500 without
 * a body, after `host.onError` was told.
 *
 * @returns A promise where the answer takes time: it settles when that is sent or given up.
 * @throws or rejects with {Fault} BODY_TOO_LARGE or JSON_TOO_DEEP, when the handler let it pass, and METHOD_NOT_ALLOWED
 *   where `throwsNotAllowed` asks for it: nothing is sent then.
 */
export function answerWeb(req: IncomingMessage, res: ServerResponse, call: WebCall): void | Promise<void> {
  const options = { contentLength: call.host.contentLength, head: req.method === 'HEAD' }
  if (!call.edge) appendVary(res, RSC_VARY)
  const choice = choose(call, req.method ?? '')
  if (choice instanceof NativeResponse) return sendResponse(res, choice, options)
  const { host, route, target } = call
  if (req instanceof RehostRequest && !hasBody(req)) markDrained(req)
  const parts = toParts(req, res, call)
  const scope = createScope(req, res, { host, route, target, request: new IncomingRequest(parts) })
  try {
    const response = callHandler(choice, parts, { call, scope })
    if (!(response instanceof NativeResponse) || scope.pending) return sendLater(response, scope, options)
    return sendResponse(res, response, options)?.catch((error: unknown) => fail(scope, error))
  } catch (error) {
    return fail(scope, error)
  }
}

async function sendLater(made: Response | Promise<Response>, scope: RequestScope, options: SendOptions): Promise<void> {
  try {
    const response = await made
    if (scope.pending !== undefined) await Promise.all(scope.pending)
    await sendResponse(scope.res, response, options)
  } catch (error) {
    await fail(scope, error)
  }
}

async function fail(scope: RequestScope, error: unknown): Promise<void> {
  if (error instanceof Fault) throw error
  await failRequest(scope.res, scope, error)
}
