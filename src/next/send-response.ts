import type { ServerResponse } from 'node:http'
import { endInOneChunk } from '../http/node-objects.ts'
import { ResponseAborted } from './incoming-request.ts'
import { madeHeaders, plainOf } from './web-response.ts'

/** How a web answer is put on the wire. */
export interface SendOptions {
  /** Whether the body's length is said when it is known. */
  readonly contentLength: boolean
  /** For HEAD: headers only, and a body that streams is cancelled. */
  readonly head: boolean
}

/** A body broke before or while it was sent; the connection is closed. `cause` is the body's own error. */
export class PipeError extends Error {
  constructor(cause: unknown) {
    super('failed to pipe response', { cause })
  }
}

// Node says these itself; Next.js drops what a handler says, and so does this.
const FRAMING = new Set(['content-length', 'content-encoding', 'transfer-encoding'])
// Note of NextResponse.cookies to a proxy's caller; not for clients.
const NOTE = 'x-middleware-set-cookie'

/**
 * Cuts several cookies in one Set-Cookie value apart: at a comma that a name and `=` follow, so that the comma in an
 * Expires date stays.
 */
export function splitCookies(value: string): string[] {
  return value.split(/,\s*(?=[^;,=\s]+=)/)
}

/** Adds to Vary, on one line. */
export function appendVary(res: ServerResponse, value: string): void {
  const before = res.getHeader('vary')
  res.setHeader('vary', before === undefined ? value : `${String(before)}, ${value}`)
}

function appendLines(res: ServerResponse, name: string, lines: readonly string[]): void {
  const before = res.getHeader(name)
  if (before === undefined) return void res.setHeader(name, lines.length === 1 ? (lines[0] ?? '') : lines)
  res.setHeader(name, [...(Array.isArray(before) ? before : [String(before)]), ...lines])
}

/** Returns whether the name is new on `res`. */
function applyHeader(res: ServerResponse, name: string, value: string): boolean {
  if (name === 'set-cookie') appendLines(res, name, splitCookies(value))
  else if (name === 'vary') appendVary(res, value)
  else if (name === 'www-authenticate' || name === 'proxy-authenticate') appendLines(res, name, [value])
  // What next.config or the proxy set wins over the handler.
  else if (!res.hasHeader(name) && !FRAMING.has(name) && name !== NOTE) {
    res.setHeader(name, value)
    return true
  }
  return false
}

function applyHeaders(res: ServerResponse, headers: Headers): void {
  const made: string[] = []
  try {
    for (const [name, value] of headers) if (applyHeader(res, name, value)) made.push(name)
  } catch (error) {
    // A value that HTTP cannot carry: the failure that is answered instead must not wear the rest.
    for (const name of made) res.removeHeader(name)
    throw error
  }
}

function applyHead(res: ServerResponse, response: Response): void {
  const headers = madeHeaders(response)
  const type = headers === undefined ? plainOf(response)?.contentType : undefined
  if (headers !== undefined) applyHeaders(res, headers)
  else if (type !== undefined && !res.hasHeader('content-type')) res.setHeader('content-type', type)
  res.statusCode = response.status
  if (response.statusText !== '') res.statusMessage = response.statusText
}

function checkUsable(response: Response): void {
  if (response.bodyUsed || response.body?.locked) throw new TypeError('Body is unusable: Body has already been read')
}

// Resolves when the socket takes more, or is gone.
function drained(res: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      res.off('drain', done).off('close', done)
      resolve()
    }
    res.on('drain', done).on('close', done)
  })
}

function toChunk(value: unknown): Uint8Array | string {
  if (typeof value === 'string' || value instanceof Uint8Array) return value
  if (value instanceof ArrayBuffer) return new Uint8Array(value)
  throw new TypeError(`A body's stream must give bytes or strings, but gave a ${typeof value}`)
}

async function pump(res: ServerResponse, reader: ReadableStreamDefaultReader<unknown>): Promise<void> {
  for (;;) {
    const { done, value } = await reader.read()
    if (res.destroyed) return
    if (done) return void res.end()
    if (!res.write(toChunk(value))) await drained(res)
  }
}

async function sendStream(res: ServerResponse, stream: ReadableStream): Promise<void> {
  const reader = stream.getReader()
  const cancel = (): void => {
    if (!res.writableFinished) reader.cancel(new ResponseAborted()).catch(() => {})
  }
  res.once('close', cancel)
  try {
    await pump(res, reader)
  } catch (cause) {
    res.off('close', cancel)
    // Too late for a status line: RFC 9112 §8 lets the client see that the message is incomplete.
    res.destroy()
    reader.cancel(cause).catch(() => {})
    throw new PipeError(cause)
  }
}

function cancelBody(response: Response): void {
  if (plainOf(response) === undefined) response.body?.cancel().catch(() => {})
}

/**
 * Sends a web response on Node's. Headers that `res` has already win, but for those that may stand several times.
 *
 * @returns A promise only when the body streams.
 * @throws {TypeError} for a body that was read already, {Error} for a header HTTP cannot carry: nothing is sent then.
 * @throws {PipeError} when the body breaks while it is sent: the connection is closed then.
 */
export function sendResponse(res: ServerResponse, response: Response, options: SendOptions): void | Promise<void> {
  if (res.destroyed || res.writableEnded) return cancelBody(response)
  const plain = plainOf(response)
  if (plain === undefined) checkUsable(response)
  applyHead(res, response)
  if (options.head) {
    cancelBody(response)
    return void res.end()
  }
  if (plain === undefined) return response.body === null ? void res.end() : sendStream(res, response.body)
  const { body } = plain
  if (body === null) return void res.end()
  plain.sent = true
  // RFC 9112 §6.5.1: trailers, if the answer announces any, need chunks.
  if (options.contentLength && !res.hasHeader('trailer')) {
    res.setHeader('content-length', typeof body === 'string' ? Buffer.byteLength(body) : body.byteLength)
    return void res.end(body)
  }
  // Next.js streams every body, so the length is not known when it is decided whether to compress. A client that takes no
  // coding gets the same bytes in one packet.
  if (res.req.headers['accept-encoding'] === undefined && typeof body === 'string' && body !== '') {
    return endInOneChunk(res, body)
  }
  res.write(body)
  res.end()
}
