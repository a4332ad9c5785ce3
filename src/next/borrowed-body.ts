import type { IncomingMessage } from 'node:http'
import { type BodySource, invite, isDrained, tooLarge } from './node-body.ts'

/**
 * Why this file exists: a proxy may read the body that the handler will read again. What is read here is remembered and
 * put back into Node's own stream before that stream notices its end, so that the handler (and any library that it
 * gives `req` to) finds the request as the client sent it, of any size, and a body that the proxy leaves alone is never
 * held in memory.
 */

type Controller = ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>

// Nothing is left and nothing will come. Asking such a stream for more would make it announce its end.
function isAtEnd(req: IncomingMessage): boolean {
  return req.complete && req.readableLength === 0
}

/** A request body on loan: to be given back whole. */
export class BorrowedBody {
  readonly #source: BodySource
  readonly #taken: Buffer[] = []
  #size = 0
  #state: 'untouched' | 'reading' | 'done' = 'untouched'
  #finished: Promise<void> | undefined

  constructor(source: BodySource) {
    this.#source = source
  }

  /** The body as a stream; to be called once. Nothing is read before somebody asks. */
  stream(): ReadableStream<Uint8Array<ArrayBuffer>> {
    return new ReadableStream<Uint8Array<ArrayBuffer>>(
      {
        pull: (controller) => {
          if (this.#state !== 'untouched') return
          this.#finished = this.#read(controller)
          // The proxy may never ask for it back; the reader of the stream knows what happened.
          this.#finished.catch(() => {})
        },
        cancel: () => {
          this.#state = 'done'
        },
      },
      { highWaterMark: 0 },
    )
  }

  /**
   * Puts everything back that was read. A body whose reading has begun is read to its end first: whoever reads it, in
   * `event.waitUntil()` for one, gets it whole too.
   *
   * @throws {Fault} BODY_TOO_LARGE. @throws {Error} when the client left.
   */
  async giveBack(): Promise<void> {
    if (this.#state === 'untouched') return
    if (this.#state === 'reading') await this.#finished
    this.#putBack()
  }

  #putBack(): void {
    if (this.#taken.length > 0) this.#source.req.unshift(Buffer.concat(this.#taken.splice(0)))
  }

  #read(controller: Controller): Promise<void> {
    const { req, res } = this.#source
    this.#state = 'reading'
    if (isDrained(req) || isAtEnd(req)) return this.#end(controller)
    if (req.destroyed) return this.#fail(controller, new Error('aborted'))
    invite(this.#source)
    // Newer versions of Node do not drop a body that somebody has begun to read.
    res.once('finish', () => {
      if (!req.readableEnded && req.listenerCount('data') === 0) req.resume()
    })
    return new Promise((resolve, reject) => {
      const settle = (outcome: Promise<void>): void => {
        req.off('readable', onReadable).off('close', onClose).off('error', onClose)
        outcome.then(resolve, reject)
      }
      const onReadable = (): void => {
        const outcome = this.#take(controller)
        if (outcome) settle(outcome)
      }
      const onClose = (error?: Error): void => settle(this.#fail(controller, error ?? new Error('aborted')))
      req.on('readable', onReadable).on('close', onClose).on('error', onClose)
    })
  }

  // Takes what has arrived; a promise once that was all, or too much.
  #take(controller: Controller): Promise<void> | undefined {
    const { req, limitBytes = Infinity } = this.#source
    while (this.#state === 'reading' && req.readableLength > 0) {
      const isLast = req.complete
      const chunk: Buffer = req.read()
      this.#taken.push(chunk)
      this.#size += chunk.length
      if (this.#size > limitBytes) return this.#fail(controller, tooLarge(limitBytes))
      controller.enqueue(new Uint8Array(chunk))
      // In this very turn: in the next one Node would take the emptied stream for ended.
      if (isLast) return this.#end(controller)
    }
    if (this.#state !== 'reading') return Promise.resolve()
    return isAtEnd(req) ? this.#end(controller) : undefined
  }

  #end(controller: Controller): Promise<void> {
    this.#putBack()
    this.#state = 'done'
    controller.close()
    return Promise.resolve()
  }

  #fail(controller: Controller, error: Error): Promise<void> {
    this.#state = 'done'
    controller.error(error)
    return Promise.reject(error)
  }
}
