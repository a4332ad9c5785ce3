import type { IncomingMessage, ServerResponse } from 'node:http'
import { STATUS_CODES } from 'node:http'
import { Fault } from '../errors.ts'

/**
 * How a failure looks on the wire, by where it happened. Text: inside a Node-style handler, as Next.js. Empty: inside a
 * web-style handler, as Next.js. Problem: a route with a contract, which documents its errors so. JSON: everywhere else,
 * where Next.js has an HTML page that an API client cannot use.
 */
export type ErrorStyle = 'text' | 'empty' | 'json' | 'problem'

/** Response headers that the config sets before a handler runs. */
export type PresetHeaders = readonly (readonly [name: string, value: string | readonly string[]])[]

/** An error in the project's own format. */
export interface OwnAnswer {
  readonly status: number
  /** Its media type. */
  readonly type: string
  /** JSON. */
  readonly text: string
}

export interface ErrorOptions {
  readonly style: ErrorStyle
  /** Sent in place of what the style makes of the error. */
  readonly own?: OwnAnswer | undefined
  /** Put back after the failed attempt's own headers are dropped. */
  readonly preset?: PresetHeaders
  /** True in development: the client is told why a file does not load. Default false. */
  readonly reveal?: boolean
}

/** The Cache-Control of errors: none of them is ever stored. */
export const NEVER_CACHED = 'private, no-cache, no-store, max-age=0, must-revalidate'

// Headers that describe the answer that was meant, not the error that is sent: kept, they would let an error be cached,
// misread, or (Content-Length) put the connection out of step.
const OF_THE_ATTEMPT = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-length',
  'content-location',
  'content-range',
  'content-type',
  'etag',
  'expires',
  'last-modified',
  'location',
  'refresh',
  'trailer',
  'transfer-encoding',
]

const refusals = new WeakSet<ServerResponse>()

/** True for an answer that `sendError` or a failed web-style handler left to the server: no handler made it. */
export function isRefusal(res: ServerResponse): boolean {
  return refusals.has(res)
}

/** Marks an answer as one that no handler made. */
export function markRefusal(res: ServerResponse): void {
  refusals.add(res)
}

/**
 * Turns any failure into a response: the only place that does.
 *
 * Below 500 the client is told what is wrong; from 500 up it sees the status alone. When the head is already out no
 * status can be sent, so the connection is closed and the client sees a broken answer instead of a complete lie.
 */
export function sendError(req: IncomingMessage, res: ServerResponse, error: unknown, options: ErrorOptions): void {
  if (res.writableEnded || res.destroyed) return
  refusals.add(res)
  if (res.headersSent) {
    res.destroy()
    return
  }
  const wasChunked = res.hasHeader('Transfer-Encoding')
  dropAttempt(res)
  for (const [name, value] of options.preset ?? []) if (isOfTheAttempt(name)) res.setHeader(name, value)
  if (options.own) {
    res.statusCode = options.own.status
    sendText(res, options.own)
    return
  }
  if (options.reveal && error instanceof Fault && error.status >= 500) {
    res.statusCode = error.status
    sendJson(res, {
      type: 'application/json; charset=utf-8',
      body: { message: error.message, code: error.code, fix: error.fix },
    })
    return
  }
  const { status, message, code, headers } = toFailure(error, options.style)
  res.statusCode = status
  for (const [name, value] of Object.entries(headers)) res.setHeader(name, value)
  // Node leaves the framing to whoever took Transfer-Encoding away.
  if (wasChunked) res.setHeader('Content-Length', options.style === 'text' ? Buffer.byteLength(message) : 0)
  if (options.style === 'text') {
    res.statusMessage = message
    res.end(message)
  } else if (options.style === 'empty') {
    res.end()
  } else {
    const asksForProblem = req.headers.accept?.includes('application/problem+json') === true
    if (options.style === 'problem' || asksForProblem) sendProblem(res, message, code)
    else sendJson(res, { type: 'application/json; charset=utf-8', body: { message } })
  }
}

/** What the client is told. */
interface Failure {
  readonly status: number
  readonly message: string
  readonly code?: string
  readonly headers: Readonly<Record<string, string>>
}

function toFailure(error: unknown, style: ErrorStyle): Failure {
  if (error instanceof Fault) {
    const { status, message, code, headers } = error
    return status < 500 ? { status, message, code, headers } : { status, message: toReason(status), headers }
  }
  // An error a handler throws is a 500 whatever it carries, as under Next.js.
  if (style === 'json' && error instanceof Error) return toHttpFailure(error)
  return { status: 500, message: toReason(500), headers: {} }
}

// What Express middleware throws and passes on, by the convention of http-errors: `status`, `headers`, and `expose` when
// the client may read the message.
function toHttpFailure(error: Error & { status?: unknown; expose?: unknown; headers?: unknown }): Failure {
  const { status, expose, headers } = error
  const known = typeof status === 'number' && status >= 400 && status < 600 ? status : 500
  const shown = expose === true && known < 500 ? error.message : toReason(known)
  return { status: known, message: shown, headers: isTexts(headers) ? headers : {} }
}

function isTexts(headers: unknown): headers is Record<string, string> {
  return (
    typeof headers === 'object' &&
    headers !== null &&
    Object.values(headers).every((value) => typeof value === 'string')
  )
}

function toReason(status: number): string {
  return STATUS_CODES[status] ?? 'Error'
}

function dropAttempt(res: ServerResponse): void {
  if (res.getHeaderNames().length === 0) return
  for (const name of OF_THE_ATTEMPT) {
    // Taking away what is not there would tell Node that the body is to have no framing.
    if (res.hasHeader(name)) res.removeHeader(name)
  }
}

function isOfTheAttempt(name: string): boolean {
  return OF_THE_ATTEMPT.includes(name.toLowerCase())
}

// RFC 9457.
function sendProblem(res: ServerResponse, detail: string, code: string | undefined): void {
  const { statusCode: status } = res
  const body = { type: 'about:blank', title: STATUS_CODES[status], status, detail, code }
  sendJson(res, { type: 'application/problem+json', body })
}

function sendJson(res: ServerResponse, { type, body }: { type: string; body: object }): void {
  sendText(res, { type, text: JSON.stringify(body) })
}

function sendText(res: ServerResponse, { type, text }: { type: string; text: string }): void {
  res.setHeader('Cache-Control', NEVER_CACHED)
  res.setHeader('Content-Type', type)
  res.setHeader('Content-Length', Buffer.byteLength(text))
  res.end(text)
}

// Browsers say what they will do with the answer, and for anything but a document Next.js sends
// plain text, so that a missing image or script is not parsed as something else.
const SUBRESOURCES = new Set(
  (
    'audio audioworklet embed fencedframe font frame iframe image json manifest object paintworklet report script ' +
    'serviceworker sharedworker style track video webidentity worker xslt'
  ).split(' '),
)

function wantsSubresource({ method, headers, url = '/' }: IncomingMessage): boolean {
  if (url.startsWith('/_next/static/')) return true
  const use = headers['sec-fetch-dest']
  return (method === 'GET' || method === 'HEAD') && typeof use === 'string' && SUBRESOURCES.has(use)
}

// One for all: a stack of its own, which nobody reads, is a tenth of what such an answer costs.
const NOT_FOUND = new Fault('ROUTE_NOT_FOUND', 'Not Found')

/** Answers a path that nothing is found at. */
export function sendNotFound(req: IncomingMessage, res: ServerResponse): void {
  if (wantsSubresource(req)) {
    res.statusCode = 404
    res.setHeader('Cache-Control', NEVER_CACHED)
    res.setHeader('Content-Type', 'text/plain; charset=utf-8')
    res.end('Not Found')
    return
  }
  sendError(req, res, NOT_FOUND, { style: 'json' })
}
