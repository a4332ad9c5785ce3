import { NativeResponse, markReplacement, toEmptyBase } from './platform.ts'

/**
 * Why this file exists: the platform's `Response` makes a ReadableStream for every body, and reading it back costs more
 * than the rest of a small request (docs/decisions/web-door.md). This class is `Response` with that work put off until
 * somebody asks for the stream; bodies and options it does not know go to the platform's constructor unchanged.
 */

type Content = string | Uint8Array<ArrayBuffer> | null

/** A response whose body is at hand: what the web door needs to send it. */
export class PlainResponse {
  readonly body: Content
  readonly status: number
  readonly statusText: string
  /** The content type that the body implies; it is not in `headers` until they are made. */
  readonly contentType: string | undefined
  headers: Headers | undefined = undefined
  /** The platform's response, once somebody asked for the stream. */
  native: Response | undefined = undefined
  sent = false

  constructor(body: Content, contentType: string | undefined, status = 200, statusText = '') {
    this.body = body
    this.contentType = contentType
    this.status = status
    this.statusText = statusText
  }
}

const PLAIN = Symbol('plain')
const REASON_PHRASE = /^[\t\x20-\x7e\x80-\xff]*$/ // RFC 9112 §4
const TEXT = 'text/plain;charset=UTF-8'

// Fetch standard, "null body status".
function allowsBody(status: number): boolean {
  return status !== 204 && status !== 205 && status !== 304
}

function isPlainObject(value: object): boolean {
  return Object.getPrototypeOf(value) === Object.prototype
}

function toContent(body: unknown): Content | undefined {
  if (body === null || body === undefined) return null
  if (typeof body === 'string') return body
  // The platform copies bytes too: the handler may reuse its buffer.
  if (body instanceof Uint8Array) return new Uint8Array(body)
  return undefined
}

function withHeaders(plain: PlainResponse, init: HeadersInit): PlainResponse | undefined {
  try {
    const headers = new Headers(init)
    if (plain.contentType !== undefined && !headers.has('content-type')) headers.set('content-type', plain.contentType)
    plain.headers = headers
    return plain
  } catch {
    return undefined
  }
}

/** Undefined when the platform must decide: other body types, options out of the ordinary, and all that is invalid. */
function toPlain(body: unknown, init: ResponseInit | undefined, type: string | undefined): PlainResponse | undefined {
  const content = toContent(body)
  if (content === undefined) return undefined
  const contentType = type ?? (typeof content === 'string' ? TEXT : undefined)
  if (init === undefined) return new PlainResponse(content, contentType)
  if (init === null || !isPlainObject(init)) return undefined
  const { status = 200, statusText = '', headers } = init
  if (!Number.isInteger(status) || status < 200 || status > 599) return undefined
  if (content !== null && !allowsBody(status)) return undefined
  if (typeof statusText !== 'string' || !REASON_PHRASE.test(statusText)) return undefined
  const plain = new PlainResponse(content, contentType, status, statusText)
  return headers === undefined ? plain : withHeaders(plain, headers)
}

function headersOf(plain: PlainResponse): Headers {
  if (plain.headers === undefined) {
    plain.headers = new Headers()
    if (plain.contentType !== undefined) plain.headers.set('content-type', plain.contentType)
  }
  return plain.headers
}

function nativeOf(plain: PlainResponse): Response {
  if (plain.native === undefined) {
    const { body, status, statusText } = plain
    plain.native = new NativeResponse(body, { status, statusText, headers: headersOf(plain) })
    // A response that was sent is used up, as it is when the platform's stream was read.
    if (plain.sent) void plain.native.arrayBuffer()
  }
  return plain.native
}

function cloneOf(plain: PlainResponse): Response {
  const body = plain.native === undefined && !plain.sent ? plain.body : nativeOf(plain).clone().body
  const headers = headersOf(plain)
  const copy = new WebResponse(body, { status: plain.status, statusText: plain.statusText, headers })
  if (!headers.has('content-type')) copy.headers.delete('content-type')
  return copy
}

/** `globalThis.Response` of handlers. Instances are `instanceof Response` under either class. */
export const WebResponse: typeof Response = class Response extends toEmptyBase(NativeResponse) {
  [PLAIN]: PlainResponse | undefined

  constructor(body?: BodyInit | null, init?: ResponseInit) {
    super()
    const plain = toPlain(body, init, undefined)
    // Holds: the platform's object gets the prototype of the class under construction.
    if (plain === undefined) return Reflect.construct(NativeResponse, [body, init], new.target) as Response
    this[PLAIN] = plain
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    if (this === WebResponse) return value instanceof NativeResponse
    return Function.prototype[Symbol.hasInstance].call(this, value)
  }

  static override json(data: unknown, init?: ResponseInit): globalThis.Response {
    return toJsonResponse(WebResponse, data, init) ?? NativeResponse.json(data, init)
  }

  override get type(): ResponseType {
    return this[PLAIN] ? 'default' : super.type
  }
  override get url(): string {
    return this[PLAIN] ? '' : super.url
  }
  override get redirected(): boolean {
    return this[PLAIN] ? false : super.redirected
  }
  override get status(): number {
    return this[PLAIN]?.status ?? super.status
  }
  override get ok(): boolean {
    const plain = this[PLAIN]
    return plain ? plain.status < 300 : super.ok
  }
  override get statusText(): string {
    return this[PLAIN]?.statusText ?? super.statusText
  }
  override get headers(): Headers {
    const plain = this[PLAIN]
    return plain ? headersOf(plain) : super.headers
  }
  override get body(): ReadableStream<Uint8Array<ArrayBuffer>> | null {
    const plain = this[PLAIN]
    if (plain === undefined) return super.body
    return plain.body === null ? null : nativeOf(plain).body
  }
  override get bodyUsed(): boolean {
    const plain = this[PLAIN]
    if (plain === undefined) return super.bodyUsed
    return plain.native ? plain.native.bodyUsed : plain.sent && plain.body !== null
  }
  override clone(): globalThis.Response {
    const plain = this[PLAIN]
    return plain ? cloneOf(plain) : super.clone()
  }
  override text(): Promise<string> {
    const plain = this[PLAIN]
    return plain ? nativeOf(plain).text() : super.text()
  }
  override json(): Promise<unknown> {
    const plain = this[PLAIN]
    return plain ? nativeOf(plain).json() : super.json()
  }
  override arrayBuffer(): Promise<ArrayBuffer> {
    const plain = this[PLAIN]
    return plain ? nativeOf(plain).arrayBuffer() : super.arrayBuffer()
  }
  override bytes(): Promise<Uint8Array<ArrayBuffer>> {
    const plain = this[PLAIN]
    return plain ? nativeOf(plain).bytes() : super.bytes()
  }
  override blob(): Promise<Blob> {
    const plain = this[PLAIN]
    return plain ? nativeOf(plain).blob() : super.blob()
  }
  override formData(): Promise<FormData> {
    const plain = this[PLAIN]
    return plain ? nativeOf(plain).formData() : super.formData()
  }
}
markReplacement(WebResponse, NativeResponse)

interface Plainable {
  [PLAIN]?: PlainResponse | undefined
}

/**
 * `Response.json()` for a class of responses.
 *
 * @param Class Called without arguments.
 * @returns Undefined when the platform must decide: values JSON cannot say, unusual options.
 */
export function toJsonResponse<T extends Response>(
  Class: new () => T,
  data: unknown,
  init?: ResponseInit,
): T | undefined {
  const text: string | undefined = JSON.stringify(data)
  const plain = text === undefined ? undefined : toPlain(text, init, 'application/json')
  if (plain === undefined) return undefined
  const response: T & Plainable = new Class()
  response[PLAIN] = plain
  return response
}

/** The response's body without a stream, when it has one that nobody touched yet; undefined otherwise. */
export function plainOf(response: Response): PlainResponse | undefined {
  const plain = (response as Plainable)[PLAIN]
  return plain === undefined || plain.native !== undefined || plain.sent ? undefined : plain
}

/** The response's headers, or undefined when they are only what its body implies and nobody asked for them yet. */
export function madeHeaders(response: Response): Headers | undefined {
  const plain = (response as Plainable)[PLAIN]
  return plain === undefined ? response.headers : plain.headers
}
