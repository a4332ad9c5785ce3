import type { IncomingMessage, ServerResponse } from 'node:http'
import { Fault } from '../errors.ts'
import { hasBody } from '../http/body.ts'
import { takeBody } from '../http/let-go.ts'

/** A request body that nobody has read yet. */
export interface BodySource {
  readonly req: IncomingMessage
  readonly res: ServerResponse
  /** Bytes; undefined for no limit. */
  readonly limitBytes: number | undefined
}

const EMPTY = Buffer.alloc(0)

/** The fault of a body over its limit. */
export function tooLarge(limitBytes: number): Fault {
  return new Fault('BODY_TOO_LARGE', `Body exceeded the limit of ${limitBytes} bytes`)
}

/** Lets a client go on that waits for 100 (Continue) before it sends the body (RFC 9110 §10.1.1). */
export function invite({ req, res }: BodySource): void {
  if (req.headers.expect !== undefined && !res.headersSent) res.writeContinue()
}

/** Tells whether a body has nothing left to read. */
export function isDrained(req: IncomingMessage): boolean {
  return req.readableEnded || !hasBody(req)
}

interface Sink {
  chunk(bytes: Buffer): void
  end(): void
  fail(error: unknown): void
}

/** Hands the body to `sink` piece by piece; the sink hears `end` or `fail` once, last. Returns the way to stop. */
function feed(source: BodySource, sink: Sink): () => void {
  const { req, res, limitBytes = Infinity } = source
  let received = 0
  const stop = (): void => {
    req.off('data', onData).off('end', onEnd).off('error', onError).off('close', onClose)
    res.off('finish', onFinish)
  }
  const onData = (chunk: Buffer): void => {
    received += chunk.length
    if (received <= limitBytes) return sink.chunk(chunk)
    drop(tooLarge(limitBytes))
  }
  const onEnd = (): void => {
    stop()
    sink.end()
  }
  const onError = (error: unknown): void => {
    stop()
    sink.fail(error)
  }
  const onClose = (): void => onError(new Error('aborted'))
  // The rest is read and dropped, so that the connection stays usable for the next request.
  const drop = (error: Error): void => {
    onError(error)
    req.resume()
  }
  const onFinish = (): void => {
    if (req.isPaused()) drop(new Error('The answer was sent before the body was read to its end'))
  }
  req.on('data', onData).on('end', onEnd).on('error', onError).on('close', onClose)
  res.on('finish', onFinish)
  return stop
}

// Whoever wants all of it wants no stream in between.
function collect(source: BodySource, sink: Sink): void {
  const { req, limitBytes = Infinity } = source
  let received = 0
  const chunk = (bytes: Buffer): void => {
    received += bytes.length
    if (received <= limitBytes) sink.chunk(bytes)
    else sink.fail(tooLarge(limitBytes)) // What still comes is read and dropped; only the first failure counts.
  }
  if (takeBody(req, { chunk, end: sink.end, fail: () => sink.fail(new Error('aborted')) })) return
  feed(source, sink)
}

/** Reads the whole body. Rejects with the connection's error when the client leaves, or with the limit's fault. */
export function readBytes(source: BodySource): Promise<Buffer> {
  if (isDrained(source.req)) return Promise.resolve(EMPTY)
  if (source.req.destroyed) return Promise.reject(new Error('aborted'))
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    const end = (): void => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks))
    collect(source, { chunk: (bytes) => chunks.push(bytes), end, fail: reject })
    invite(source)
  })
}

function toPlainBytes(chunk: Buffer): Uint8Array<ArrayBuffer> {
  // Node reads sockets into ordinary ArrayBuffers; the platform's streams carry Uint8Array, not its subclass Buffer.
  return new Uint8Array(chunk.buffer as ArrayBuffer, chunk.byteOffset, chunk.byteLength)
}

/** The body as the platform's stream. Nothing is read before somebody asks, and no faster than it is asked for. */
export function toStream(source: BodySource): ReadableStream<Uint8Array<ArrayBuffer>> {
  const { req } = source
  let stop: (() => void) | undefined
  const start = (controller: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>): void => {
    if (isDrained(req)) return controller.close()
    if (req.destroyed) return controller.error(new Error('aborted'))
    const chunk = (bytes: Buffer): void => {
      controller.enqueue(toPlainBytes(bytes))
      if ((controller.desiredSize ?? 0) <= 0) req.pause()
    }
    stop = feed(source, { chunk, end: () => controller.close(), fail: (error) => controller.error(error) })
    invite(source)
  }
  const pull = (controller: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>): void => {
    // Listening only now lets Node drop a body that nobody asks for.
    if (stop === undefined) start(controller)
    else req.resume()
  }
  const cancel = (): void => {
    stop?.()
    req.resume()
  }
  return new ReadableStream<Uint8Array<ArrayBuffer>>({ pull, cancel }, { highWaterMark: 0 })
}

/** UTF-8 text as the platform decodes it: a byte order mark is dropped, invalid sequences become U+FFFD. */
export function decodeText(bytes: Buffer): string {
  const bom = bytes.length > 2 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
  return bytes.toString('utf8', bom ? 3 : 0)
}
