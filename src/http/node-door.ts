import type { IncomingMessage, ServerResponse } from 'node:http'
import { Stream } from 'node:stream'
import { emptyBody, hasBody, readBody, type BodySettings } from './body.ts'
import { parseCookies } from './cookies.ts'
import {
  clearPreviewData,
  mayHavePreview,
  readPreview,
  setDraftMode,
  setPreviewData,
  type DraftContext,
} from './draft.ts'
import type { PreviewOptions } from './draft.ts'
import { isFresh, toEtag } from './etag.ts'
import { markDrained } from './let-go.ts'
import { flushCoding, type RehostRequest, type RehostResponse } from './node-objects.ts'
import type { Query } from './query.ts'

/** What the Node door needs from the server around it; made once. */
export interface NodeDoor {
  readonly draft: DraftContext
  /** `res.revalidate(path)`: rejects when nothing answers at the path. */
  readonly revalidate: (path: string, options: RevalidateOptions) => Promise<void>
  /** False when the config says `compress: false`; `res.flush` is then absent, as under Next.js. */
  readonly compress: boolean
  /** Levels of nesting that a JSON body may have; undefined or 0 for no limit. */
  readonly jsonDepth?: number | undefined
}

export interface RevalidateOptions {
  /** A page that was never generated counts as done. */
  unstable_onlyGenerated?: boolean
}

/** One call of a Node-style handler. */
export interface NodeCall {
  readonly handler: (req: IncomingMessage, res: ServerResponse) => unknown
  readonly query: Query
  readonly settings: BodySettings
}

/** What Next.js adds to the request. */
interface NextRequestParts {
  query: Query
  cookies: Record<string, string>
  preview: true | undefined
  previewData: unknown
  draftMode: true | undefined
  body: unknown
}

/** What Next.js adds to the response. */
interface NextResponseParts {
  status(code: number): ServerResponse
  send(data?: unknown): void
  json(data?: unknown): void
  redirect(statusOrUrl: unknown, url?: unknown): ServerResponse
  setDraftMode(options?: { enable: boolean }): ServerResponse
  setPreviewData(data: unknown, options?: PreviewOptions): ServerResponse
  clearPreviewData(options?: { path?: string }): ServerResponse
  revalidate(path: unknown, options?: RevalidateOptions): Promise<void>
  flush?: () => void
}

/**
 * Calls a Node-style handler with what Next.js would show it.
 *
 * The helpers are own properties in a fixed order: libraries that give the objects another prototype still find them,
 * and V8 keeps one hidden class for all requests.
 *
 * @throws {Fault} BODY_INVALID, BODY_TOO_LARGE, JSON_TOO_DEEP; and whatever the handler throws.
 */
export function answerNode(door: NodeDoor, req: RehostRequest, res: RehostResponse, call: NodeCall): unknown {
  const request = extendRequest(door, req, res, call.query)
  extendResponse(door, res)
  const { handler, settings } = call
  if (settings.bodyLimit === false) {
    // RFC 9110 §10.1.1: the handler will read, so the client may send.
    if (req.headers.expect !== undefined) res.writeContinue()
    return handler(req, res)
  }
  // What middleware parsed stays; a stream it has read to the end would be waited for in vain.
  if (request.body) return handler(req, res)
  if (!hasBody(req) || req.readableEnded) {
    request.body = emptyBody(req)
    markDrained(req)
    return handler(req, res)
  }
  return readBody(req, res, { ...settings, jsonDepth: door.jsonDepth }).then((body) => {
    request.body = body
    return handler(req, res)
  })
}

const lazyCookies: PropertyDescriptor = {
  configurable: true,
  enumerable: true,
  get(this: IncomingMessage) {
    const cookies = parseCookies(this.headers.cookie)
    define(this, cookies)
    return cookies
  },
  set(this: IncomingMessage, value: unknown) {
    define(this, value)
  },
}

function define(req: IncomingMessage, value: unknown): void {
  Object.defineProperty(req, 'cookies', { value, writable: true, enumerable: true, configurable: true })
}

function extendRequest(door: NodeDoor, req: RehostRequest, res: RehostResponse, query: Query): NextRequestParts {
  const request = req as RehostRequest & NextRequestParts // The lines below make it one.
  request.query = query
  const cookie = req.headers.cookie
  // Parsed when asked for, as under Next.js; where there are none, an accessor would be the dearest part of a request.
  if (cookie === undefined) request.cookies = {}
  else Object.defineProperty(request, 'cookies', lazyCookies)
  const data = mayHavePreview(cookie) ? readPreview(cookie, res, door.draft) : false
  const preview = data === false ? undefined : true
  request.preview = preview
  request.previewData = data
  request.draftMode = preview
  return request
}

function extendResponse(door: NodeDoor, response: RehostResponse): void {
  const res = response as RehostResponse & NextResponseParts // The lines below make it one.
  const helpers = createHelpers(door, res)
  res.status = helpers.status
  res.send = helpers.send
  res.json = helpers.json
  res.redirect = helpers.redirect
  res.setDraftMode = helpers.setDraftMode
  res.setPreviewData = helpers.setPreviewData
  res.clearPreviewData = helpers.clearPreviewData
  res.revalidate = helpers.revalidate
  // A compressing middleware's own stays.
  if (door.compress && !Object.hasOwn(res, 'flush')) res.flush = helpers.flush
}

// Written straight to a member (`res.json = () => …`) a function is put among V8's old objects at once, for most such are
// methods of classes; the response it holds then outlives every collection of young ones, and 100 MB pile up.
function createHelpers(door: NodeDoor, res: RehostResponse & NextResponseParts): Required<NextResponseParts> {
  return {
    status: (code) => {
      res.statusCode = code
      return res
    },
    send: (data) => sendData(res, data),
    json: (data) => {
      res.setHeader('Content-Type', 'application/json; charset=utf-8')
      res.send(JSON.stringify(data))
    },
    redirect: (statusOrUrl, url) => redirect(res, statusOrUrl, url),
    setDraftMode: (options = { enable: true }) => {
      setDraftMode(res, options.enable, door.draft)
      return res
    },
    setPreviewData: (data, options = {}) => {
      setPreviewData(res, data, { ...door.draft, options })
      return res
    },
    clearPreviewData: (options = {}) => {
      clearPreviewData(res, options.path, door.draft.secure)
      return res
    },
    revalidate: (path, options = {}) => revalidate(door, path, options),
    flush: () => flushCoding(res),
  }
}

function sendData(res: RehostResponse, data: unknown): void {
  if (data === null || data === undefined) {
    res.end()
    return
  }
  if (res.statusCode === 204 || res.statusCode === 304) {
    // RFC 9110 §15.3.5, §15.4.5: these have no content.
    res.removeHeader('Content-Type')
    res.removeHeader('Content-Length')
    res.removeHeader('Transfer-Encoding')
    res.end()
    return
  }
  if (data instanceof Stream) {
    setDefaultType(res)
    sendStream(res, data)
    return
  }
  const isText = typeof data === 'string'
  const text = isText ? data : toJsonText(data)
  const etag = toEtag(text)
  res.setHeader('ETag', etag)
  if (mayBe304(res) && isFresh(res.req.headers, etag)) {
    res.statusCode = 304
    res.end()
    return
  }
  if (Buffer.isBuffer(data)) setDefaultType(res)
  else if (!isText) res.setHeader('Content-Type', 'application/json; charset=utf-8')
  const body = Buffer.isBuffer(data) ? data : text
  res.setHeader('Content-Length', Buffer.byteLength(body))
  res.end(body)
}

// Of a bigint, a symbol or a function there is no text that a client was meant to see.
function toJsonText(data: unknown): string {
  if (typeof data === 'object' || typeof data === 'number' || typeof data === 'boolean') return JSON.stringify(data)
  throw new TypeError(`res.send cannot send a ${typeof data}`)
}

// RFC 9110 §13.2.1: a condition is evaluated only for a safe method and an answer that would be 200. Next.js answers 304
// to a POST as well, and the client never learns what its request did.
function mayBe304(res: RehostResponse): boolean {
  return res.statusCode === 200 && (res.req.method === 'GET' || res.req.method === 'HEAD')
}

function setDefaultType(res: RehostResponse): void {
  if (!res.getHeader('Content-Type')) res.setHeader('Content-Type', 'application/octet-stream')
}

// Under Next.js a stream that fails leaves the client waiting for ever; here it sees the connection break.
function sendStream(res: RehostResponse, stream: Stream): void {
  stream.on('error', (error: Error) => res.destroy(error))
  stream.pipe(res)
}

function redirect(res: RehostResponse, statusOrUrl: unknown, url: unknown): ServerResponse {
  const status = typeof statusOrUrl === 'string' ? 307 : statusOrUrl
  const location = typeof statusOrUrl === 'string' ? statusOrUrl : url
  if (typeof status !== 'number' || typeof location !== 'string') {
    throw new TypeError(
      "Invalid redirect arguments. Please use a single argument URL, e.g. res.redirect('/destination') or use a status " +
        "code and URL, e.g. res.redirect(307, '/destination').",
    )
  }
  res.writeHead(status, { Location: location })
  res.write(location)
  res.end()
  return res
}

async function revalidate(door: NodeDoor, path: unknown, options: RevalidateOptions): Promise<void> {
  if (typeof path !== 'string' || !path.startsWith('/')) {
    throw new Error(
      `Invalid urlPath provided to revalidate(), must be a path e.g. /blog/post-1, received ${String(path)}`,
    )
  }
  await door.revalidate(path, options)
}
