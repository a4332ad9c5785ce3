import type { EventEmitter } from 'node:events'
import type { Socket } from 'node:net'
import type { Counts } from './counts.ts'

const CHECK_EVERY_MS = 1000

interface Outflow {
  /** Bytes the system has taken for the client since the connection began. */
  readonly taken: number
  /** Bytes that wait until it takes more. */
  readonly waiting: number
}

// Node offers the depth of the system's queue only here; its own `socket.setTimeout` reads the same two numbers, but a
// keep-alive server sets that timer for its own ends.
function readOutflow(socket: Socket): Outflow {
  const handle: unknown = Reflect.get(socket, '_handle')
  if (typeof handle !== 'object' || handle === null) return { taken: 0, waiting: 0 }
  const waiting = Number(Reflect.get(handle, 'writeQueueSize') ?? 0)
  return { taken: Number(Reflect.get(handle, 'bytesWritten') ?? 0) - waiting, waiting }
}

/**
 * Closes connections whose client reads nothing for `idleMs` while an answer waits for it. What is read slowly but
 * steadily stays.
 *
 * @param idleMs Milliseconds; 0 waits for ever.
 */
export function dropSlowReaders(server: EventEmitter, idleMs: number, counts: Counts): void {
  if (idleMs === 0) return
  const sockets = new Set<Socket>()
  const stalled = new Map<Socket, { taken: number; since: number }>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => {
      sockets.delete(socket)
      stalled.delete(socket)
    })
  })
  const check = (socket: Socket, now: number): void => {
    const { taken, waiting } = readOutflow(socket)
    const before = stalled.get(socket)
    if (waiting === 0) return void stalled.delete(socket)
    if (before?.taken !== taken) return void stalled.set(socket, { taken, since: now })
    if (now - before.since < idleMs) return
    counts.dropped.slow_reader += 1
    // A reset: closed in order, the system would keep what was not read for minutes.
    socket.resetAndDestroy()
  }
  const sweep = (): void => {
    const now = performance.now()
    for (const socket of sockets) check(socket, now)
  }
  const timer = setInterval(sweep, Math.min(CHECK_EVERY_MS, idleMs)).unref()
  server.once('close', () => clearInterval(timer))
}
