// One of the few places made for speed: docs/architecture.md, "Express without its cost".
//
// Handlers get real `http` objects that look as under Next.js. So that nothing has to be patched on per request, the
// behaviour Next.js and its compression add to every object lives on these prototypes, and the server creates its
// objects from them.
import { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { decideCoding, type Coder } from './content-coding.ts'
import { shortenEnd } from './let-go.ts'

const CODING = Symbol('content coding')
const KEPT_COOKIES = Symbol('cookies that a later Set-Cookie must not replace')
const ASSIGNED = Symbol('what begins once the answer has a socket')
const METHODS = Symbol('methods for the Allow header of a 405')
const TAP = Symbol('who sees the body as it is written')

/** Request object of rehost's server: an `IncomingMessage` whose missing body can count as read. */
export class RehostRequest extends IncomingMessage {}
shortenEnd(RehostRequest.prototype)

/** Undefined: not ours to encode. Asked: decided when the head is written. Plain: decided against. */
type CodingState = undefined | 'asked' | 'plain' | Coder

type Chunk = string | Uint8Array

// The overloads of these three methods, each as the one signature that covers them.
interface Overloaded {
  writeHead(this: ServerResponse, status: number, reason?: unknown, fields?: unknown): void
  write(this: ServerResponse, chunk: unknown, encoding?: unknown, done?: unknown): boolean
  end(this: ServerResponse, chunk?: unknown, encoding?: unknown, done?: unknown): void
}
const http = ServerResponse.prototype as Overloaded
const implicitHeader = (ServerResponse.prototype as unknown as { _implicitHeader(this: ServerResponse): void })
  ._implicitHeader

/** Response object of rehost's server: a `ServerResponse` with Next.js's header rules and content coding. */
export class RehostResponse extends ServerResponse {
  declare [CODING]: CodingState;
  declare [KEPT_COOKIES]: readonly string[] | undefined;
  declare [METHODS]: string | undefined;
  // Always there: a few objects with a member more would slow down all of them.
  [TAP]: ((chunk: unknown) => void) | undefined = undefined

  // Under Next.js a header set too late is lost without a word, and Set-Cookie is a list without duplicates.
  override setHeader(name: string, value: number | string | readonly string[]): this {
    if (this.headersSent) return this
    if (name.length !== 10 || name.toLowerCase() !== 'set-cookie') return super.setHeader(name, value)
    const given = typeof value === 'string' ? [value] : Array.isArray(value) ? value : []
    return super.setHeader(name, [...new Set([...(this[KEPT_COOKIES] ?? []), ...given])])
  }

  override writeHead(status: number, reason?: unknown, headers?: unknown): this {
    // RFC 9110 §15.5.6: a 405 must say which methods are allowed; handlers mostly forget to.
    if (status === 405 && this[METHODS] !== undefined && !this.hasHeader('Allow'))
      this.setHeader('Allow', this[METHODS])
    if (this[CODING] === undefined) {
      http.writeHead.call(this, status, reason, headers)
      return this
    }
    const fields = typeof reason === 'string' ? headers : (headers ?? reason)
    if (fields !== undefined && fields !== null) setFields(this, fields)
    this.statusCode = status
    if (this[CODING] === 'asked') this[CODING] = decideCoding(this, undefined, output)
    http.writeHead.call(this, status, typeof reason === 'string' ? reason : undefined)
    return this
  }

  override assignSocket(socket: Socket): void {
    super.assignSocket(socket)
    startAssigned(this)
  }

  // A second answer is lost without a word, as under Next.js; Node would emit an error that nobody listens for.
  override write(chunk: Chunk, encoding?: unknown, done?: unknown): boolean {
    if (this.writableEnded) return false
    this[TAP]?.(chunk)
    const state = this[CODING]
    checkChunk(chunk)
    if (state !== undefined && !this.headersSent) implicitHeader.call(this)
    const coder = toCoder(this[CODING])
    return coder ? coder.write(chunk, encoding, done) : http.write.call(this, chunk, encoding, done)
  }

  override end(chunk?: unknown, encoding?: unknown, done?: unknown): this {
    if (this.writableEnded) return this
    this[TAP]?.(chunk)
    const state = this[CODING]
    checkChunk(chunk)
    if (state !== undefined && !this.headersSent) {
      if (state === 'asked') this[CODING] = decideCoding(this, byteLength(chunk, encoding), output)
      // Under Next.js the head goes out before a body that is given to end() alone, so its length is not announced.
      implicitHeader.call(this)
    }
    const coder = toCoder(this[CODING])
    if (coder) coder.end(chunk, encoding, done)
    else http.end.call(this, chunk, encoding, done)
    return this
  }
}

/**
 * Ends an answer with a text whose length is not announced, as `write` and `end` would, in one packet: Node writes a
 * chunk in four parts, and the kernel takes longer for five small buffers than for one.
 *
 * @param body Not empty.
 */
export function endInOneChunk(res: ServerResponse, body: string): void {
  res.removeHeader('content-length') // Tells Node not to say it, too.
  // An `end` that somebody has put in its place has to see the body.
  const isOurs = res instanceof RehostResponse && res.end === RehostResponse.prototype.end
  if (isOurs && res[CODING] !== undefined && !res.headersSent && res.req.method !== 'HEAD') {
    if (res[CODING] === 'asked') res[CODING] = decideCoding(res, undefined, output)
    implicitHeader.call(res)
    // RFC 9112 §7.1. False for HTTP/1.0, and for a status without content.
    if (res[CODING] === 'plain' && res.chunkedEncoding) {
      res[TAP]?.(body)
      res.chunkedEncoding = false
      http.end.call(res, `${Buffer.byteLength(body).toString(16)}\r\n${body}\r\n0\r\n\r\n`)
      return
    }
  }
  res.end(body)
}

const output = {
  write: (res: ServerResponse, chunk: Buffer): boolean => http.write.call(res, chunk),
  end: (res: ServerResponse): void => http.end.call(res),
}

function toCoder(state: CodingState): Coder | undefined {
  return typeof state === 'object' ? state : undefined
}

// Before the head is out, so that what cannot be sent is a 500 and not a broken connection.
function checkChunk(chunk: unknown): void {
  if (typeof chunk === 'string' || chunk instanceof Uint8Array || typeof chunk === 'function' || !chunk) return
  throw new TypeError(`A body's chunk must be a string, a Buffer or a Uint8Array, not a ${typeof chunk}`)
}

function byteLength(chunk: unknown, encoding: unknown): number {
  if (typeof chunk === 'string') {
    return Buffer.byteLength(chunk, typeof encoding === 'string' && Buffer.isEncoding(encoding) ? encoding : 'utf8')
  }
  return chunk instanceof Uint8Array ? chunk.byteLength : 0
}

// writeHead's headers: an object, a flat list of names and values, or a list of pairs.
function setFields(res: RehostResponse, fields: unknown): void {
  if (!Array.isArray(fields)) {
    for (const [name, value] of Object.entries(Object(fields))) res.setHeader(name, toValue(value))
    return
  }
  const flat: unknown[] = Array.isArray(fields[0]) ? fields.flat() : fields
  const names = new Set<string>()
  for (let i = 0; i + 1 < flat.length; i += 2) {
    const name = String(flat[i])
    const value = toValue(flat[i + 1])
    if (names.has(name.toLowerCase())) res.appendHeader(name, typeof value === 'number' ? String(value) : value)
    else res.setHeader(name, value)
    names.add(name.toLowerCase())
  }
}

// What Node makes of the value, or why it refuses it, is for Node to say.
function toValue(value: unknown): string | string[] {
  return value as string | string[]
}

/**
 * Has the body encoded as the client accepts it; without this the response object is Node's own.
 *
 * Left alone is a response whose `write` or `end` middleware replaced: what it calls in the end is Node's, beneath the
 * methods that encode, so the body would be half encoded.
 */
export function allowCoding(res: RehostResponse): void {
  if (Object.hasOwn(res, 'write') || Object.hasOwn(res, 'end')) return
  res[CODING] ??= 'asked'
}

/**
 * Has `see` told of what is given to `write` and `end`, before it is encoded.
 *
 * @returns False when that cannot be, because middleware has put a method of its own in the place of one of the two.
 */
export function tapBody(res: ServerResponse, see: (chunk: unknown) => void): boolean {
  if (!(res instanceof RehostResponse) || Object.hasOwn(res, 'write') || Object.hasOwn(res, 'end')) return false
  res[TAP] = see
  return true
}

/** `res.flush()`: sends what the coder holds back. */
export function flushCoding(res: RehostResponse): void {
  toCoder(res[CODING])?.flush()
}

/** Keeps cookies (those a proxy set) in front of whatever `Set-Cookie` a handler sets later. */
export function keepCookies(res: ServerResponse, cookies: readonly string[]): void {
  // A response that came through Express becomes one of ours only when the handler gets it.
  Object.assign(res, { [KEPT_COOKIES]: cookies })
}

/** Gives a 405 of the handler's own the Allow header it may forget. */
export function announceMethods(res: RehostResponse, allow: string): void {
  res[METHODS] = allow
}

/**
 * Has `start` called once the response gets its connection, which it does when the answer before it has left.
 *
 * @param res One that calls `startAssigned` then, as all of rehost's server do.
 */
export function whenAssigned(res: ServerResponse, start: () => void): void {
  const waiting: Waiting = res
  waiting[ASSIGNED] = start
}

/** To be called when a response has got its connection. */
export function startAssigned(res: ServerResponse): void {
  const waiting: Waiting = res
  waiting[ASSIGNED]?.()
}

interface Waiting extends ServerResponse {
  [ASSIGNED]?: () => void
}
