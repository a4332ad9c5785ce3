import type { EventEmitter } from 'node:events'
import { ServerResponse, STATUS_CODES, type IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { METHODS } from './check-request.ts'
import type { Counts } from './counts.ts'

/** Milliseconds a handed-over socket may stay without an answer before it is closed. */
const HANDOVER_MS = 10_000
/** Milliseconds a refused client has to read why: closed at once, what it still sends would wipe out the answer. */
const LINGER_MS = 1000

/**
 * Looks after the sockets themselves: those that Node hands over raw (CONNECT, and upgrades once somebody listens for
 * them, as libraries do that attach WebSocket servers to `res.socket.server`), and those that do not speak HTTP. Every
 * one has an error listener: without it one reset would end the process.
 *
 * Without a listener an Upgrade header is ignored, as RFC 9110 §7.8 allows, and the request is answered.
 *
 * @param targetLength Characters of a request target; what is longer than Node's parser takes is told apart by it.
 */
export function guardSockets(server: EventEmitter, counts: Counts, targetLength: number): void {
  server.on('connection', (socket: Socket) => {
    counts.connections += 1
    socket.once('close', () => (counts.connections -= 1))
  })
  server.on('drop', () => (counts.dropped.limit += 1))
  server.on('connect', (_req: IncomingMessage, socket: Duplex) => {
    socket.on('error', () => {})
    // RFC 9110 §15.5.6: a 405 must say what is allowed.
    endRaw(socket, 405, `Allow: ${METHODS}\r\n`)
  })
  const refused = new WeakSet<Duplex>()
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    // What comes after a refused message cannot be parsed either.
    if (refused.has(socket)) return
    refused.add(socket)
    socket.on('error', () => {})
    refuse(socket, toStatus(error, targetLength), { error, counts })
  })
  const onUpgrade = (_req: IncomingMessage, socket: Duplex): void => closeUnanswered(socket, counts)
  server.on('newListener', (event: string, listener: unknown) => {
    if (event === 'upgrade' && listener !== onUpgrade && server.listenerCount('upgrade') === 0) {
      server.on('upgrade', onUpgrade)
    }
  })
}

/** What Node says of bytes that are no request; `rawPacket` are those that came last. */
interface ClientError extends NodeJS.ErrnoException {
  readonly rawPacket?: Buffer
}

/** The status for what Node's parser or clock found. */
function toStatus({ code, rawPacket }: ClientError, targetLength: number): number {
  if (code === 'HPE_HEADER_OVERFLOW') return isLongTarget(rawPacket, targetLength) ? 414 : 431
  if (code === 'HPE_CHUNK_EXTENSIONS_OVERFLOW') return 413
  return code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400
}

const REQUEST_LINE = /^[A-Z]+ [^ \r\n]+/

// Seen only in a packet that begins with the request; of one in the middle nobody can say what it is the middle of.
function isLongTarget(packet: Buffer | undefined, targetLength: number): boolean {
  return (REQUEST_LINE.exec(packet?.toString('latin1') ?? '')?.[0].length ?? 0) > targetLength
}

interface Refusal {
  readonly error: NodeJS.ErrnoException
  readonly counts: Counts
}

function refuse(socket: Duplex, status: number, { error, counts }: Refusal): void {
  if (error.code === 'ECONNRESET' || error.code === 'EPIPE' || !socket.writable) return void socket.destroy()
  // Node keeps the answer that a connection is busy with there.
  const current: unknown = Reflect.get(socket, '_httpMessage')
  if (current instanceof ServerResponse) {
    // The message is complete, so what is wrong came after it, and its own answer goes first.
    if (current.req.complete) {
      return void current.once('close', () => setImmediate(refuse, socket, status, { error, counts }))
    }
    if (current.headersSent) return void socket.destroy()
  }
  refuseRaw(socket, status, counts)
}

/** Refuses a request as Node does one that is none: without a body, and with the connection. */
export function refuseRaw(socket: Duplex, status: number, counts: Counts): void {
  counts.clientErrors[status] = (counts.clientErrors[status] ?? 0) + 1
  endRaw(socket, status)
}

// Just what Node, and so Next.js, says to those who do not speak HTTP: a body would be read by nobody.
function endRaw(socket: Duplex, status: number, headers = ''): void {
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Error'}\r\nConnection: close\r\n${headers}\r\n`)
  const timer = setTimeout(() => socket.destroy(), LINGER_MS).unref()
  socket.once('close', () => clearTimeout(timer))
}

function closeUnanswered(socket: Duplex, counts: Counts): void {
  socket.on('error', () => {})
  const before = bytesWritten(socket)
  const timer = setTimeout(() => {
    if (bytesWritten(socket) !== before) return
    counts.dropped.upgrade += 1
    socket.destroy()
  }, HANDOVER_MS).unref()
  socket.once('close', () => clearTimeout(timer))
}

function bytesWritten(socket: Duplex): number {
  return 'bytesWritten' in socket ? Number(socket.bytesWritten) : 0
}
