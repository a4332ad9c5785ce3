import type { EventEmitter } from 'node:events'
import { Server, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import type { Life } from './life.ts'

/** How a server ends. */
export interface DrainOptions {
  /** Milliseconds to go on serving, so that balancers can learn that this server leaves; 1000 unless told. */
  readonly drainDelayMs?: number | undefined
  /** Milliseconds open requests may then take before their sockets are closed; 10000 unless told. */
  readonly drainMs?: number | undefined
}

const DRAIN_DELAY_MS = 1000
const DRAIN_MS = 10_000

interface Closable extends EventEmitter {
  close(done: () => void): unknown
  closeIdleConnections(): void
}

interface Draining {
  readonly life: Life
  /** Every open socket, those that were upgraded included: the server no longer knows of them. */
  readonly sockets: ReadonlySet<Socket>
}

const SWEEP_EVERY_MS = 50
/** Milliseconds to wait for a turn without a new connection; under a flood there may be none. */
const QUIET_MS = 1000
/** Milliseconds of a turn that looked at the sockets and did nothing, and how long to hope for one. */
const SHORT_TURN_MS = 0.1
const PICKY_MS = 100

/**
 * Ends a server without losing a request that it could have answered.
 *
 * From the first moment every answer says `Connection: close`, so that clients go elsewhere, or come back on a new
 * connection for as long as those are taken. What the kernel has accepted but nobody has taken from its queue would be
 * reset when the port closes; so it closes in the moment after a turn of the event loop that found the queue empty.
 */
export async function drainServer(
  server: Closable,
  { life, sockets }: Draining,
  { drainDelayMs = DRAIN_DELAY_MS, drainMs = DRAIN_MS }: DrainOptions = {},
): Promise<void> {
  life.phase = 'draining'
  announceClose(sockets)
  if (drainDelayMs > 0) await new Promise((resolve) => setTimeout(resolve, drainDelayMs))
  // What takes time goes first, so that nothing queues up while the port closes: idle connections, and the compilation of
  // what runs for the first time.
  await closeIdle(server)
  new Server().close()
  await untilQuiet(server, life.settle)
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  // A connection that becomes idle while others still work would keep the server open until its keep-alive ends. Right
  // after the event loop has read what had come, so that none is closed over a request that nobody has read yet.
  const sweep = setInterval(() => setImmediate(() => server.closeIdleConnections()), SWEEP_EVERY_MS)
  const limit = setTimeout(() => {
    for (const socket of sockets) socket.destroy()
  }, drainMs)
  await closed
  clearInterval(sweep)
  clearTimeout(limit)
}

/** Has answers that are being made say it, too; later ones do by themselves. */
function announceClose(sockets: ReadonlySet<Socket>): void {
  for (const socket of sockets) {
    const current = currentOf(socket)
    if (current && !current.headersSent) current.shouldKeepAlive = false
  }
}

/**
 * Closes the connections that no request is on, which none of them was told before. Each in a turn of its own, after a
 * look at whether a request has just come: many take milliseconds, and what came meanwhile to the last would be lost.
 */
async function closeIdle(server: Closable): Promise<void> {
  const idle = findIdle(server).map((socket) => ({ socket, read: socket.bytesRead }))
  for (const { socket, read } of idle) {
    await turnOver()
    if (socket.bytesRead === read && currentOf(socket) === undefined) socket.destroy()
  }
}

// Only Node's own list tells an idle connection from one whose next request has begun to arrive.
function findIdle(server: Closable): Socket[] {
  const key = Object.getOwnPropertySymbols(server).find(({ description }) => description === 'http.server.connections')
  const list: unknown = key === undefined ? undefined : Reflect.get(server, key)
  if (typeof list !== 'object' || list === null || !('idle' in list) || typeof list.idle !== 'function') return []
  const parsers: readonly { readonly socket?: unknown }[] = list.idle()
  return parsers.flatMap(({ socket }) => (socket instanceof Socket ? [socket] : []))
}

// Node keeps the answer that a connection is busy with there.
function currentOf(socket: Socket): ServerResponse | undefined {
  const current: unknown = Reflect.get(socket, '_httpMessage')
  return current instanceof ServerResponse ? current : undefined
}

// An immediate runs right after the loop has looked at every socket, without waiting for any.
function turnOver(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}

/** Waits for a turn of the event loop in which no connection came; better a short one, in which hardly any could. */
async function untilQuiet(server: EventEmitter, settle = turnOver): Promise<void> {
  let taken = 0
  const count = (): void => void (taken += 1)
  server.on('connection', count).on('drop', count)
  const start = performance.now()
  let now = start
  for (let isQuiet = false; !isQuiet && now - start < QUIET_MS;) {
    const before = { taken, now }
    await settle()
    now = performance.now()
    isQuiet = taken === before.taken && (now - before.now < SHORT_TURN_MS || now - start > PICKY_MS)
  }
  server.off('connection', count).off('drop', count)
}
