import type { IncomingMessage, ServerResponse } from 'node:http'
import { markRefusal } from '../http/send-error.ts'
import { type ControlFlow, parseControlFlow } from './control-flow.ts'
import { type CookieStore, hasWritten, mergeCookies } from './cookie-store.ts'
import { isAction } from './is-action.ts'
import { NativeResponse } from './platform.ts'
import { type Frame, type RequestScope, runInFrame } from './scope.ts'
import { PipeError, sendResponse } from './send-response.ts'
import { WebResponse, madeHeaders, plainOf } from './web-response.ts'

/** What a door hands on to be called. */
export interface HandlerCall {
  /** Usually a function; what is none fails when it is called, as under Next.js. */
  readonly handler: unknown
  /** The second argument. */
  readonly context: object
  /** The route file below the project folder, for messages. */
  readonly file: string
  readonly frame: Frame
}

function checkResponse(value: unknown, { file, frame }: HandlerCall): Response {
  const { req } = frame.scope
  if (!(value instanceof NativeResponse)) {
    throw new Error(
      `No response is returned from route handler '${file}'. Expected a Response object but received ` +
        `'${describe(value)}' (method: ${req.method}, url: ${req.url}). ` +
        'Ensure you return a `Response` or a `NextResponse` in all branches of your handler.',
    )
  }
  if (value.status < 200) throw new Error(`'${file}' returned Response.error(), which has no status to send`)
  checkMarks(madeHeaders(value))
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

/**
 * Runs a handler. `redirect()` and its kin become responses; cookies that were set are on the response.
 *
 * @returns At once, what a handler without `async` returned: a promise would take turns of the event loop.
 * @throws or rejects with whatever else the handler throws, and {Error} when it returns no response that can be sent.
 */
export function runHandler(call: HandlerCall): Response | Promise<Response> {
  const { handler, context, frame } = call
  const { scope } = frame
  let value: unknown
  try {
    value = runInFrame(frame, () => Reflect.apply(handler as () => unknown, null, [scope.request, context]))
  } catch (error) {
    value = Promise.reject(error)
  }
  if (value instanceof NativeResponse && scope.cookieStore === undefined) return checkResponse(value, call)
  return settle(value, call)
}

async function settle(value: unknown, call: HandlerCall): Promise<Response> {
  const { scope } = call.frame
  let response: Response
  try {
    response = checkResponse(await value, call)
  } catch (error) {
    const flow = parseControlFlow(error)
    if (flow === undefined) throw error
    response = toFlowResponse(flow, scope.req)
    if (flow.kind === 'status') return response // Its cookies are lost, as under Next.js.
  }
  return scope.cookieStore === undefined ? response : withCookies(response, await scope.cookieStore)
}

/** Reports an error and answers 500 without a body; where an answer has begun, the connection is closed. */
export async function failRequest(res: ServerResponse, scope: RequestScope, error: unknown): Promise<void> {
  const { req, route, host } = scope
  const phase = error instanceof PipeError ? 'response' : 'handler'
  try {
    await host.onError(error, { phase, req, route })
  } catch {
    // The hook's own failure must not change the answer.
  }
  if (res.headersSent || res.destroyed) return void res.destroy()
  markRefusal(res)
  await sendResponse(res, new WebResponse(null, { status: 500 }), { contentLength: host.contentLength, head: false })
}
