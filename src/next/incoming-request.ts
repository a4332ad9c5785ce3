import { RequestCookies } from '@edge-runtime/cookies'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { checkJsonDepth } from '../http/json-depth.ts'
import { bindWhenRead } from './bound-methods.ts'
import { toUrl } from './incoming-url.ts'
import { NextRequest } from './next-request.ts'
import { NextURL, type NextUrlOptions, type UrlConfig } from './next-url.ts'
import { type BodySource, decodeText, readBytes, toStream } from './node-body.ts'
import { NativeRequest, NativeResponse, TO_NATIVE, toEmptyBase } from './platform.ts'
import { isInternalHeader } from './internal-headers.ts'

/**
 * Why this file exists: the platform's `Request` costs more to make than a small handler costs to run
 * (docs/decisions/web-door.md). This is a NextRequest over Node's request whose parts are made when they are used, and
 * which becomes the platform's object only where one is needed: `clone()`, `new Request(request)`, `fetch(request)`.
 */

/** What a request is made of. */
export interface IncomingParts {
  readonly req: IncomingMessage
  readonly res: ServerResponse
  /** Scheme, host and port that `request.url` begins with, without a slash: `http://localhost:3000`. */
  readonly origin: string
  /** Path and query, as they were sent. */
  readonly target: string
  readonly method: string
  /** Largest body in bytes; undefined for no limit. */
  readonly limitBytes?: number | undefined
  /** Levels of nesting that JSON may have; undefined or 0 for no limit. */
  readonly jsonDepth?: number | undefined
  /** How `nextUrl` reads the URL; the web door leaves it out, the proxy gives basePath and locales. */
  readonly urlConfig?: UrlConfig | undefined
  /** What `request.headers` are made from; Node's when left out. */
  readonly headers?: Headers | undefined
  /** The body, when it is not Node's own stream. */
  readonly body?: (() => ReadableStream<Uint8Array<ArrayBuffer>>) | undefined
}

/** The client left before the answer was complete. */
export class ResponseAborted extends Error {
  override readonly name = 'ResponseAborted'
}

/** Node's header object as the platform's. */
export function toHeaders(req: IncomingMessage): Headers {
  const headers = new Headers()
  for (const name in req.headers) {
    if (isInternalHeader(name)) continue
    const value = req.headers[name]
    if (typeof value === 'string') headers.set(name, value)
    else if (value !== undefined) for (const one of value) headers.append(name, one)
  }
  return headers
}

/** One request's parts, each made once. */
class IncomingState {
  readonly parts: IncomingParts
  url: string | undefined = undefined
  nextUrl: NextURL | undefined = undefined
  headers: Headers | undefined = undefined
  cookies: RequestCookies | undefined = undefined
  abort: AbortController | undefined = undefined
  native: Request | undefined = undefined
  used = false
  /** The body, when it was looked at before the handler reads it. */
  kept: Buffer | undefined = undefined

  constructor(parts: IncomingParts) {
    this.parts = parts
  }
}

const STATE = Symbol('incoming')

/** What the request is made of, for the layers above that check bodies; they know the key by its place in the registry. */
const RAW = Symbol.for('rehost.raw')

/** Node's headers, unless the request has others, and the bytes of its body, which stays unread. */
interface Raw {
  readonly headers: IncomingMessage['headers'] | undefined
  readonly jsonDepth: number
  bytes(): Promise<Uint8Array>
}

function headersOf(state: IncomingState): Headers {
  return (state.headers ??= state.parts.headers ?? toHeaders(state.parts.req))
}

// `RequestCookies` reads one header and may write it: for a reader, making all of them would be most of the work.
function cookieHeadersOf(state: IncomingState): Headers {
  const { req, headers } = state.parts
  if (state.headers !== undefined || headers !== undefined) return headersOf(state)
  const one: Pick<Headers, 'get' | 'set'> = {
    get: () => req.headers.cookie ?? null,
    set: (name, value) => headersOf(state).set(name, value),
  }
  return one as Headers // It uses no other.
}

function urlOf(state: IncomingState): string {
  return (state.url ??= toUrl(state.parts.origin, state.parts.target))
}

function toUrlOptions(state: IncomingState): NextUrlOptions {
  const { urlConfig } = state.parts
  // The Host header matters only where locales have domains.
  return urlConfig?.i18n ? { nextConfig: urlConfig, headers: headersOf(state) } : { nextConfig: urlConfig }
}

function signalOf(state: IncomingState): AbortSignal {
  if (state.abort === undefined) {
    const controller = new AbortController()
    const { res } = state.parts
    const abort = (): void => {
      if (!res.writableFinished) controller.abort(new ResponseAborted())
    }
    state.abort = controller
    if (res.closed || res.destroyed) abort()
    else res.once('close', abort)
  }
  return state.abort.signal
}

function hasNoBody(state: IncomingState): boolean {
  return state.parts.method === 'GET' || state.parts.method === 'HEAD'
}

function nativeOf(state: IncomingState): Request {
  if (state.native !== undefined) return state.native
  const { parts } = state
  const init = { method: parts.method, headers: headersOf(state), signal: signalOf(state) }
  if (hasNoBody(state)) return (state.native = new NativeRequest(urlOf(state), init))
  const body = state.used ? new ReadableStream() : (state.kept ?? parts.body?.() ?? toStream(sourceOf(state)))
  const native = new NativeRequest(urlOf(state), { ...init, body, duplex: 'half' } as RequestInit)
  // A body that was read stays read in the platform's object.
  if (state.used) void native.body?.cancel()
  return (state.native = native)
}

function sourceOf({ parts }: IncomingState): BodySource {
  return { req: parts.req, res: parts.res, limitBytes: parts.limitBytes }
}

function canReadDirectly(state: IncomingState): boolean {
  return state.native === undefined && state.parts.body === undefined && !state.used
}

function readDirectly(state: IncomingState): Promise<Buffer> {
  if (hasNoBody(state)) return Promise.resolve(Buffer.alloc(0))
  state.used = true
  return state.kept === undefined ? readBytes(sourceOf(state)) : Promise.resolve(state.kept)
}

async function peek(state: IncomingState): Promise<Uint8Array> {
  if (hasNoBody(state)) return new Uint8Array()
  if (!canReadDirectly(state)) return new Uint8Array(await nativeOf(state).clone().arrayBuffer())
  return (state.kept ??= await readBytes(sourceOf(state)))
}

// The platform's own parsers for what is rare: forms and blobs.
async function toBodyHolder(state: IncomingState): Promise<Response> {
  const type = headersOf(state).get('content-type')
  const bytes = new Uint8Array(await readDirectly(state))
  return new NativeResponse(bytes, type === null ? {} : { headers: { 'content-type': type } })
}

function replaceHeaders(target: Headers, source: Headers): void {
  for (const name of Array.from(target.keys())) target.delete(name)
  for (const [name, value] of source) target.append(name, value)
}

/** The request that handlers get. */
export class IncomingRequest extends toEmptyBase(NextRequest) {
  readonly [STATE]: IncomingState

  constructor(parts: IncomingParts) {
    // The base does nothing with its argument.
    super(parts.origin)
    this[STATE] = new IncomingState(parts)
  }

  override get method(): string {
    return this[STATE].parts.method
  }
  override get url(): string {
    return urlOf(this[STATE])
  }
  override get headers(): Headers {
    return headersOf(this[STATE])
  }
  override get cookies(): RequestCookies {
    const state = this[STATE]
    return (state.cookies ??= new RequestCookies(cookieHeadersOf(state)))
  }
  override get nextUrl(): NextURL {
    const state = this[STATE]
    return (state.nextUrl ??= new NextURL(urlOf(state), toUrlOptions(state)))
  }
  override get signal(): AbortSignal {
    return signalOf(this[STATE])
  }
  override get body(): ReadableStream<Uint8Array<ArrayBuffer>> | null {
    return hasNoBody(this[STATE]) ? null : nativeOf(this[STATE]).body
  }
  override get bodyUsed(): boolean {
    const state = this[STATE]
    return state.used || (state.native?.bodyUsed ?? false)
  }

  /** @internal The platform's request, with the headers as they are now. */
  [TO_NATIVE](): Request {
    const state = this[STATE]
    const native = nativeOf(state)
    if (state.headers) replaceHeaders(native.headers, state.headers)
    return native
  }
  /** @internal */
  [RAW](): Raw {
    const state = this[STATE]
    const { req, jsonDepth = 0 } = state.parts
    return { headers: state.headers ? undefined : req.headers, jsonDepth, bytes: () => peek(state) }
  }
  override clone(): Request {
    return this[TO_NATIVE]().clone()
  }
  override async text(): Promise<string> {
    const state = this[STATE]
    return canReadDirectly(state) ? decodeText(await readDirectly(state)) : nativeOf(state).text()
  }
  override async json(): Promise<unknown> {
    const state = this[STATE]
    if (!canReadDirectly(state)) return nativeOf(state).json()
    const text = decodeText(await readDirectly(state))
    checkJsonDepth(text, state.parts.jsonDepth ?? 0)
    return JSON.parse(text)
  }
  override async arrayBuffer(): Promise<ArrayBuffer> {
    return (await this.bytes()).buffer
  }
  override async bytes(): Promise<Uint8Array<ArrayBuffer>> {
    const state = this[STATE]
    if (canReadDirectly(state)) return new Uint8Array(await readDirectly(state))
    return new Uint8Array(await nativeOf(state).arrayBuffer())
  }
  override async blob(): Promise<Blob> {
    const state = this[STATE]
    return canReadDirectly(state) ? (await toBodyHolder(state)).blob() : nativeOf(state).blob()
  }
  override async formData(): Promise<FormData> {
    const state = this[STATE]
    return canReadDirectly(state) ? (await toBodyHolder(state)).formData() : nativeOf(state).formData()
  }

  // What the platform says of a request that a server received.
  override get cache(): RequestCache {
    return 'default'
  }
  override get credentials(): RequestCredentials {
    return 'same-origin'
  }
  override get destination(): RequestDestination {
    return ''
  }
  get duplex(): 'half' {
    return 'half'
  }
  override get integrity(): string {
    return ''
  }
  get isHistoryNavigation(): boolean {
    return false
  }
  get isReloadNavigation(): boolean {
    return false
  }
  override get keepalive(): boolean {
    return false
  }
  override get mode(): RequestMode {
    return 'cors'
  }
  override get redirect(): RequestRedirect {
    return 'follow'
  }
  override get referrer(): string {
    return 'about:client'
  }
  override get referrerPolicy(): ReferrerPolicy {
    return ''
  }
}

bindWhenRead(IncomingRequest.prototype, ['text', 'json', 'arrayBuffer', 'bytes', 'blob', 'formData', 'clone'])
