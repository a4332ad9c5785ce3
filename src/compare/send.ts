import http from 'node:http'
import https from 'node:https'
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib'
import type { PlannedRequest } from './request.ts'

/** What a server answered. */
export interface Answer {
  readonly status: number
  /** Names in lower case; a header that came several times has several values. */
  readonly headers: ReadonlyMap<string, readonly string[]>
  /** Without its content coding. */
  readonly body: Buffer
}

/** An answer that did not come: why. */
export interface NoAnswer {
  readonly failure: string
  /** True when there was no connection: nothing listens there, or the name or the network leads nowhere. */
  readonly isUnreached: boolean
}

export interface SendOptions {
  /** Where the server is; its path, if it has one, is put before every target. */
  readonly base: URL
  /** Added to those of each request, and stronger. */
  readonly headers: Readonly<Record<string, string>>
  /** Until the whole answer is there. */
  readonly timeoutMs: number
}

/** Bytes of a body that are kept; a stream that never ends would not be comparable anyway. */
const MOST_BYTES = 16 * 1024 * 1024
const UNREACHED: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
])

/** Sends one request and reads its answer. Redirects are answers like any other; targets are sent as they are written. */
export function sendRequest(
  { method, target, headers, body }: PlannedRequest,
  { base, headers: more, timeoutMs }: SendOptions,
): Promise<Answer | NoAnswer> {
  const { request } = base.protocol === 'https:' ? https : http
  const path = base.pathname.replace(/\/$/, '') + target
  return new Promise((resolve) => {
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }
    const signal = AbortSignal.timeout(timeoutMs)
    const fail = (error: Error): void =>
      resolve({
        failure: signal.aborted ? `no whole answer within ${timeoutMs} ms` : toReason(error),
        isUnreached: UNREACHED.has(codeOf(error)),
      })
    try {
      const sent = request(base, { method, path, signal, headers: { ...headers, ...more, ...length } }, (res) => {
        read(res).then(resolve, fail)
      })
      sent.on('error', fail).end(body)
    } catch (error) {
      fail(error instanceof Error ? error : new Error(String(error)))
    }
  })
}

const codeOf = (error: Error): unknown => Reflect.get(error, 'code')

const toReason = (error: Error): string => {
  const code = codeOf(error)
  return typeof code === 'string' ? `${code} ${error.message}`.trim() : error.message
}

async function read(res: http.IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of res) {
    chunks.push(chunk)
    bytes += chunk.length
    if (bytes > MOST_BYTES) throw new Error(`a body of more than ${MOST_BYTES} bytes`)
  }
  const headers = new Map<string, readonly string[]>()
  for (const [name, values] of Object.entries(res.headersDistinct)) headers.set(name, values ?? [])
  return {
    status: res.statusCode ?? 0,
    headers,
    body: decode(Buffer.concat(chunks), headers.get('content-encoding')?.[0]),
  }
}

function decode(body: Buffer, coding: string | undefined): Buffer {
  if (body.length === 0) return body
  if (coding === 'gzip') return gunzipSync(body)
  if (coding === 'deflate') return inflateSync(body)
  return coding === 'br' ? brotliDecompressSync(body) : body
}
