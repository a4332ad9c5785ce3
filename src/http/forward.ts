import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import type { Readable } from 'node:stream'
import { ProxyServer } from 'httpxy'
import { SILENT, type Logger } from '../log.ts'
import { sendError } from './send-error.ts'

export interface ForwardOptions {
  /** The body, when somebody read the request already; it must be what the client sent. */
  readonly body?: Readable
  /** Milliseconds the other server may be silent, before its answer and within it. Default 30000; Infinity for no limit. */
  readonly timeoutMs?: number
  /**
   * Which X-Forwarded-* the other server is told. `host` adds X-Forwarded-Host alone, as a rewrite of the config does;
   * `all` keeps what the request has, as after a proxy file. A trusted proxy's own are passed on either way.
   */
  readonly forwarded?: 'host' | 'all'
  readonly logger?: Logger
}

const TIMEOUT_MS = 30_000

// RFC 9110 §7.6.1, and Expect: Node has answered `100 (continue)` itself by the time a request gets here.
const HOP_BY_HOP = [
  'connection',
  'proxy-connection',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'proxy-authenticate',
  'proxy-authorization',
  'expect',
  'http2-settings',
]

const proxy = new ProxyServer<IncomingMessage, ServerResponse>()
proxy.on('proxyReq', (upstream) => {
  // Else the other server hears nothing before the first byte of a body that may be long in coming.
  if (upstream.hasHeader('transfer-encoding') || upstream.hasHeader('content-length')) upstream.flushHeaders()
})
proxy.on('proxyRes', (answer, _req, res) => {
  const headers = dropHopByHop(answer.headers)
  for (const name of toNames(answer.headers.connection)) delete headers[name]
  // Whether our connection stays is for us to say, and may have been said already: a server that drains says no.
  headers.connection = String(res.getHeader('connection') ?? (res.shouldKeepAlive ? 'keep-alive' : 'close'))
  answer.headers = headers
})

/**
 * Hands a request to another server and its answer to the client, both as streams. When the client leaves, the other
 * server's work is cancelled; when that server fails before its answer, the client gets a plain 500; when it fails
 * within, the connection is closed.
 *
 * Where a body ends is taken from what the client sent, never from headers somebody changed: else one request could be
 * read as two by the next server (CVE-2024-34350, CVE-2026-29057).
 *
 * @param target Where to, whole: path and query of the request are not added.
 * @returns Settles when the answer is out or the connection gone; never rejects.
 * @throws {TypeError} When the target is no http or https URL.
 */
export async function forwardRequest(
  req: IncomingMessage,
  res: ServerResponse,
  target: URL,
  { body, timeoutMs = TIMEOUT_MS, forwarded = 'host', logger = SILENT }: ForwardOptions = {},
): Promise<void> {
  if (!/^https?:$/.test(target.protocol)) throw new TypeError(`${target.protocol} cannot be forwarded to`)
  const given = req.headers
  req.headers = toUpstream(req, forwarded)
  const settled = proxy.web(req, res, {
    target,
    ignorePath: true,
    changeOrigin: true,
    ...(Number.isFinite(timeoutMs) && { proxyTimeout: timeoutMs }),
    ...(body && { buffer: body }),
  })
  // httpxy has read them: whoever looks at the request later, such as a log, sees its own.
  req.headers = given
  try {
    await settled
  } catch (err) {
    if (res.destroyed) return
    logger.error({ err, target: target.origin + target.pathname }, 'the server a request was forwarded to failed')
    sendError(req, res, err, { style: 'text' })
  }
}

function toUpstream(req: IncomingMessage, forwarded: 'host' | 'all'): IncomingHttpHeaders {
  const headers = dropHopByHop(req.headers)
  for (const name of toNames(req.headers.connection)) {
    // A client may withdraw what it sent, not what a proxy file put there.
    if (headers[name] === rawValue(req.rawHeaders, name)) delete headers[name]
  }
  delete headers['content-length']
  Object.assign(headers, readFraming(req.rawHeaders))
  // A connection that the client gives up need not be kept to the other server either.
  if (/(?:^|,)\s*close\s*(?:,|$)/i.test(req.headers.connection ?? '')) headers.connection = 'close'
  headers['x-forwarded-host'] = req.headers.host ?? ''
  if (forwarded === 'host') {
    for (const name of ['x-forwarded-for', 'x-forwarded-port', 'x-forwarded-proto']) {
      // What stands as it was sent came from a proxy the config trusts; the rest was filled in for handlers.
      if (headers[name] !== rawValue(req.rawHeaders, name)) delete headers[name]
    }
  }
  return headers
}

/** Content-Length or Transfer-Encoding, as sent. Node refuses a request with both. */
function readFraming(rawHeaders: readonly string[]): IncomingHttpHeaders {
  const coding = rawValue(rawHeaders, 'transfer-encoding')
  if (coding !== undefined) return { 'transfer-encoding': coding }
  const length = rawValue(rawHeaders, 'content-length')
  return length === undefined ? {} : { 'content-length': length }
}

/** A header as it was sent; several joined, as Node joins them. */
function rawValue(rawHeaders: readonly string[], name: string): string | undefined {
  const values = rawHeaders.filter((_text, at) => at % 2 === 1 && rawHeaders[at - 1]?.toLowerCase() === name)
  return values.length === 0 ? undefined : values.join(', ')
}

/** A copy without what concerns one connection only. */
function dropHopByHop(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const kept = { ...headers }
  for (const name of HOP_BY_HOP) delete kept[name]
  return kept
}

/** The headers that a Connection header names: they too concern one connection only. */
function toNames(connection: string | undefined): string[] {
  return (connection ?? '').split(',').map((name) => name.trim().toLowerCase())
}
