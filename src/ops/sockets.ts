import type { EventEmitter } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { Fault } from '../errors.ts'
import { countAnswers } from '../http/node-objects.ts'

/** Milliseconds a handed-over socket may stay without an answer before it is closed. */
const HANDOVER_MS = 10_000

// RFC 3986 §3.2.2: an IP literal in brackets, or a name; then perhaps a port.
const HOST = /^(?:\[[0-9a-f:.%a-z0-9_-]+\]|[a-z0-9._~!$&'()*+,;=%-]*)(?::\d{0,5})?$/i

let lastHost = ''

function isHost(host: string): boolean {
  if (host === lastHost) return true
  if (host.length > 255 || !HOST.test(host)) return false
  lastHost = host
  return true
}

function countHosts({ rawHeaders }: IncomingMessage): number {
  let count = 0
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i] ?? ''
    if (name.length === 4 && name.toLowerCase() === 'host') count += 1
  }
  return count
}

export interface SocketLimits {
  /** Characters of a request target. */
  readonly targetLength: number
  /** Requests that may wait for their answer on one connection. */
  readonly pipelined: number
}

/**
 * Checks what Node's parser lets pass and nothing behind it should see.
 *
 * A connection with more requests in flight than allowed is closed at once: answers to somebody who does not read them
 * are memory that only the client could free.
 *
 * @returns False when the connection was closed.
 * @throws {Fault} HOST_INVALID, TARGET_TOO_LONG.
 */
export function checkConnection(req: IncomingMessage, res: ServerResponse, limits: SocketLimits): boolean {
  if (countAnswers(res) > limits.pipelined) {
    req.socket.destroy()
    return false
  }
  if ((req.url?.length ?? 0) > limits.targetLength) {
    throw new Fault('TARGET_TOO_LONG', `The request target exceeds ${limits.targetLength} characters`)
  }
  // RFC 9112 §3.2: more than one Host, or an invalid one, is answered 400.
  const { host } = req.headers
  if (host !== undefined && !isHost(host)) throw new Fault('HOST_INVALID', 'The Host header is not a host')
  if (countHosts(req) > 1) throw new Fault('HOST_INVALID', 'There is more than one Host header')
  return true
}

/**
 * Looks after the sockets that Node hands over raw: those it answers nobody for (CONNECT), and upgrades once somebody
 * listens for them (libraries attach WebSocket servers to `res.socket.server`). Without a listener an Upgrade header is
 * ignored, as RFC 9110 §7.8 allows, and the request is answered.
 */
export function guardSockets(server: EventEmitter): void {
  server.on('connect', (_req: IncomingMessage, socket: Duplex) => {
    socket.on('error', () => {})
    socket.end('HTTP/1.1 405 Method Not Allowed\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
  })
  const onUpgrade = (_req: IncomingMessage, socket: Duplex): void => closeUnanswered(socket)
  server.on('newListener', (event: string, listener: unknown) => {
    if (event === 'upgrade' && listener !== onUpgrade && server.listenerCount('upgrade') === 0) {
      server.on('upgrade', onUpgrade)
    }
  })
}

function closeUnanswered(socket: Duplex): void {
  // A socket handed over has no error listener; one reset would end the process.
  socket.on('error', () => {})
  const before = bytesWritten(socket)
  const timer = setTimeout(() => {
    if (bytesWritten(socket) === before) socket.destroy()
  }, HANDOVER_MS)
  timer.unref()
  socket.once('close', () => clearTimeout(timer))
}

function bytesWritten(socket: Duplex): number {
  return 'bytesWritten' in socket ? Number(socket.bytesWritten) : 0
}
