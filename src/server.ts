import type { EventEmitter } from 'node:events'
import {
  createServer as createHttpServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http'
import type { Socket } from 'node:net'
import { lifeOf, limitsOf, listenerOf, objectsOf } from './app/inside.ts'
import { DEFAULT_LIMITS, type LimitOptions } from './config/options.ts'
import { Fault } from './errors.ts'
import { sendError } from './http/send-error.ts'
import { checkRequest, countHeaderBytes, METHODS } from './ops/check-request.ts'
import { drainServer, type DrainOptions } from './ops/drain.ts'
import { createLife, isProbe, sendProbe, type Life } from './ops/life.ts'
import { lingerAfter } from './ops/linger.ts'
import { dropSlowReaders } from './ops/slow-readers.ts'
import { guardSockets, refuseRaw } from './ops/sockets.ts'
import { takeTurns } from './ops/turns.ts'

export type { DrainOptions } from './ops/drain.ts'

const CHECK_EVERY_MS = 1000

/** An `http.Server` that can leave without losing a request. */
export interface RehostServer extends Server {
  /**
   * Leaves: `/readyz` answers 503 and every answer says `Connection: close` at once; after `drainDelayMs` no connection
   * is accepted any more; resolves when the last request is answered, or after `drainMs` more.
   */
  drain(options?: DrainOptions): Promise<void>
}

/**
 * Makes the tuned server for an app made by `rehost()`, or for any Express app.
 *
 * @param limits Milliseconds, bytes and counts as in the config's `limits`; they win over those an app of `rehost()` has.
 */
export function createServer(app: RequestListener, limits: LimitOptions = {}): RehostServer {
  const settings = { ...DEFAULT_LIMITS, ...limitsOf(app), ...limits }
  const life = lifeOf(app) ?? createLife()
  const server = createHttpServer({
    ...objectsOf(app),
    // Of the request line and the headers together; each is held to its own limit below.
    maxHeaderSize: settings.headerBytes + settings.targetLength,
    headersTimeout: settings.headersMs,
    requestTimeout: settings.requestMs,
    keepAliveTimeout: settings.keepAliveMs,
    connectionsCheckingInterval: CHECK_EVERY_MS,
  })
  // One more than allowed, so that what is too many can be seen: Node drops the rest without a word.
  server.maxHeadersCount = settings.headerCount === 0 ? 0 : settings.headerCount + 1
  if (settings.connections > 0) server.maxConnections = settings.connections
  const handle = takeTurns(createDoor(toFront(app, life), life, settings), settings.pipelined, (socket) => {
    life.counts.dropped.pipelined += 1
    socket.resetAndDestroy()
  })
  server.on('request', handle)
  // Reading the body is what says "continue", so that a body that is too large is refused before it is sent.
  server.on('checkContinue', handle)
  guardSockets(server, life.counts, settings.targetLength)
  dropSlowReaders(server, settings.idleWriteMs, life.counts)
  const sockets = followSockets(server)
  const drain = (options?: DrainOptions): Promise<void> => drainServer(server, { life, sockets }, options)
  return Object.assign(server, { drain })
}

// Middleware in front of the routes, which may ask for a key, is not asked whether the process lives.
function toFront(app: RequestListener, life: Life): RequestListener {
  const listener = listenerOf(app)
  if (listener !== app || lifeOf(app) === undefined) return listener
  return (req, res) => (isProbe(req.url ?? '') ? sendProbe(req.url ?? '', life, res) : listener(req, res))
}

/** What every request of the server goes through before the app. */
function createDoor(listener: RequestListener, life: Life, limits: Required<LimitOptions>): RequestListener {
  return (req, res) => {
    if (life.phase === 'draining') endAfter(req, res)
    if (life.retryAfterS > 0 && !isProbe(req.url ?? '')) return shed(req, res, life) // 503
    if (countHeaderBytes(req) > limits.headerBytes) return refuseRaw(req.socket, 431, life.counts)
    try {
      checkRequest(req, limits) // 400, 405, 414, 431, 501
      if (req.url === '*')
        sendServerOptions(res) // 204
      else listener(req, res)
    } catch (error) {
      refuse(req, res, { life, error })
    }
  }
}

/** Makes this the last answer of its connection. */
function endAfter(req: IncomingMessage, res: ServerResponse): void {
  res.shouldKeepAlive = false
  lingerAfter(req)
}

// An answer now, if only that there will be none, costs less than one that comes when nobody waits any more.
function shed(req: IncomingMessage, res: ServerResponse, { counts, retryAfterS }: Life): void {
  counts.shed += 1
  const headers = { 'Retry-After': String(retryAfterS) }
  sendError(req, res, new Fault('OVERLOADED', 'The event loop is late', { headers }), { style: 'json' })
}

function refuse(req: IncomingMessage, res: ServerResponse, { life, error }: { life: Life; error: unknown }): void {
  // The client does not speak as agreed: what it sends next is not trusted either.
  endAfter(req, res)
  sendError(req, res, error, { style: 'json' })
  const { clientErrors } = life.counts
  clientErrors[res.statusCode] = (clientErrors[res.statusCode] ?? 0) + 1
}

// RFC 9110 §9.3.7: `OPTIONS *` asks what the server can do in general.
function sendServerOptions(res: ServerResponse): void {
  res.statusCode = 204
  res.setHeader('Allow', METHODS)
  res.end()
}

// A socket that was upgraded (WebSocket) is no longer among those that the server can close.
function followSockets(server: EventEmitter): ReadonlySet<Socket> {
  const open = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
  })
  return open
}

/**
 * Starts listening.
 *
 * @param port 0 takes a free one.
 * @returns The URL to reach the server at from this machine.
 * @throws {Fault} PORT_IN_USE.
 */
export function listen(server: Server, port: number, host?: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const onError = (cause: NodeJS.ErrnoException): void => {
      if (cause.code !== 'EADDRINUSE') reject(cause)
      else reject(new Fault('PORT_IN_USE', `Port ${port} is in use`, { cause }))
    }
    server.once('error', onError)
    server.listen({ port, ...(host === undefined ? {} : { host }) }, () => {
      server.off('error', onError)
      const address = server.address()
      const bound = typeof address === 'object' && address !== null ? address : { port, address: '::' }
      const open = bound.address === '::' || bound.address === '0.0.0.0' || bound.address === '::1'
      resolve(`http://${open ? 'localhost' : bound.address}:${bound.port}`)
    })
  })
}
