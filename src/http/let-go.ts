// One of the few places made for speed: docs/architecture.md, "Express without its cost".
//
// A stream's end takes three turns of the event loop (`end`, `destroy`, `close`), also that of a request that never had a
// body. Here such a request is let go of without, unless somebody listens; who begins to listen later gets it then.
import { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'

const DRAINED = Symbol('body known to be empty')
const LET_GO = Symbol('let go of without the end of a stream')

const SINK = Symbol('who takes the body')

/** Who takes a body, chunk by chunk; then hears `end`, or `fail` when the client has left. */
export interface Sink {
  chunk(bytes: Buffer): void
  end(): void
  fail(): void
}

interface Marked extends IncomingMessage {
  [SINK]?: Sink | undefined
  /** Node's own count of listeners: asking for their names takes as long as the end. */
  readonly _eventsCount?: number
  /** Node's own, which says where the stream is. */
  readonly _readableState?: { readonly closeEmitted: boolean }
  [DRAINED]?: boolean
  [LET_GO]?: boolean
}

type Method = (this: Marked, ...values: unknown[]) => unknown

// What Node calls on an answered request, to read what is left of it; Node's types do not name it.
const { _dump: readRest } = IncomingMessage.prototype as unknown as { _dump(this: IncomingMessage): void }
const { push, _destroy: destroy } = IncomingMessage.prototype as unknown as Record<'push' | '_destroy', Method>
const readableEnded = Object.getOwnPropertyDescriptor(Readable.prototype, 'readableEnded')
const destroyed = Object.getOwnPropertyDescriptor(Readable.prototype, 'destroyed')

function resumeEnd(req: Marked): void {
  if (req[LET_GO] !== true) return
  req[LET_GO] = false
  readRest.call(req)
}

// Where a stream is when its end was told and it was destroyed.
const OVER = { endEmitted: true, destroyed: true, closed: true, closeEmitted: true }

function toListening(name: 'on' | 'addListener' | 'prependListener'): Method {
  // Of its overloads this is what they have in common.
  const listen = IncomingMessage.prototype[name] as Method
  return function (...values) {
    resumeEnd(this)
    return listen.apply(this, values)
  }
}

const METHODS: Readonly<Record<string, Method>> = {
  push(chunk, encoding) {
    const sink = this[SINK]
    if (sink === undefined || (chunk !== null && !Buffer.isBuffer(chunk))) return push.call(this, chunk, encoding)
    if (chunk !== null) {
      sink.chunk(chunk)
      return true
    }
    this[SINK] = undefined
    this[DRAINED] = true
    const goesOn = push.call(this, null)
    // Whoever listens from now on is too late for the end and the close, as with any body that was read.
    Object.assign(this._readableState ?? {}, OVER)
    sink.end()
    return goesOn
  },
  _destroy(error, done) {
    this[SINK]?.fail()
    this[SINK] = undefined
    destroy.call(this, error, done)
  },
  _dump() {
    if (this._readableState?.closeEmitted === true) return
    if (this[DRAINED] === true && this._eventsCount === 0) this[LET_GO] = true
    else readRest.call(this)
  },
  on: toListening('on'),
  addListener: toListening('addListener'),
  prependListener: toListening('prependListener'),
}

/** Gives a class of requests the short end. Its objects are the same to see, but for the turns it takes. */
export function shortenEnd(prototype: object): void {
  for (const [name, value] of Object.entries(METHODS)) {
    Object.defineProperty(prototype, name, { configurable: true, writable: true, value })
  }
  Object.defineProperty(prototype, 'readableEnded', {
    configurable: true,
    get(this: Marked) {
      return this[DRAINED] === true || readableEnded?.get?.call(this)
    },
  })
  Object.defineProperty(prototype, 'destroyed', {
    configurable: true,
    get(this: Marked) {
      return this[LET_GO] === true || destroyed?.get?.call(this)
    },
    set(this: Marked, value: boolean) {
      destroyed?.set?.call(this, value)
    },
  })
}

/**
 * Lets a request without a body pass for one whose body was read, which is what handlers see under Next.js. Reading
 * nothing from the stream would take two turns of the event loop.
 */
export function markDrained(req: IncomingMessage): void {
  const marked: Marked = req
  marked[DRAINED] = true
  marked.complete = true
}

/**
 * Has a body handed over as the parser finds it, past the stream, whose events take three turns of the event loop and a
 * third of what a small body costs. Afterwards the request is as one whose body was read.
 *
 * @returns False when that cannot be: the body has begun to come, somebody listens, or the object is another server's.
 */
export function takeBody(req: IncomingMessage, sink: Sink): boolean {
  const marked: Marked = req
  if (marked.push !== METHODS['push'] || marked._eventsCount !== 0) return false
  if (req.complete || req.destroyed || req.readableLength > 0 || req.readableFlowing !== null) return false
  marked[SINK] = sink
  return true
}
