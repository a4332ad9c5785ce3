import http from 'node:http'
import { type HeaderLines, type RouteAnswer, type RouteCase, toBytes } from './requests.ts'
import { isHtmlDocument, type Masks, normaliseBody, normaliseHeaders } from './normalise.ts'

const DEFAULT_TIMEOUT_MS = 15_000
const ABORT_MS = 100
// Chunks closer together than this were sent at once.
const ARRIVAL_GAP_MS = 45
const EARLY_MS = 100

interface Exchange {
  sent: RouteCase
  masks: Masks
  startedMs: number
  continued: boolean
  done: (answer: RouteAnswer) => void
}

/** Sends one case and waits for its answer, its failure or its timeout. */
export function sendCase(sent: RouteCase, masks: Masks): Promise<RouteAnswer> {
  return new Promise((resolve) => {
    const body = toBytes(sent.body)
    const request = http.request({
      host: '127.0.0.1',
      port: masks.port,
      method: sent.method ?? 'GET',
      path: placeAddress(sent.path, masks.port),
      headers: requestHeaders(sent, body, masks.port),
      agent: false,
    })
    const done = (answer: RouteAnswer): void => {
      clearTimeout(timer)
      resolve(answer)
    }
    const timer = setTimeout(() => {
      request.destroy()
      done({ error: 'client-timeout' })
    }, sent.timeoutMs ?? DEFAULT_TIMEOUT_MS)
    const exchange: Exchange = { sent, masks, startedMs: Date.now(), continued: false, done }
    request.on('continue', () => {
      exchange.continued = true
    })
    request.on('response', (response) => receive(request, response, exchange))
    request.on('error', (error: NodeJS.ErrnoException) => {
      if (sent.mode !== 'abort') done({ error: error.code ?? error.message })
    })
    writeBody(request, body, exchange)
  })
}

/** Puts the server's address where a case names it. */
export function placeAddress(text: string, port: number): string {
  return text.replaceAll('{PORT}', String(port)).replaceAll('{HOST}', `127.0.0.1:${port}`)
}

function requestHeaders(sent: RouteCase, body: Buffer | undefined, port: number): http.OutgoingHttpHeaders {
  const headers: Record<string, string | string[]> = {}
  const lines = Array.isArray(sent.headers) ? sent.headers : Object.entries(sent.headers ?? {})
  for (const [spelt, value] of lines) {
    const name = spelt.toLowerCase()
    const before = headers[name]
    headers[name] = before === undefined ? placeAddress(value, port) : [before, placeAddress(value, port)].flat()
  }
  headers['host'] ??= `127.0.0.1:${port}`
  if (body && !('content-length' in headers) && !('transfer-encoding' in headers)) {
    if (sent.chunked) headers['transfer-encoding'] = 'chunked'
    else headers['content-length'] = String(body.length)
  }
  return headers
}

function writeBody(request: http.ClientRequest, body: Buffer | undefined, exchange: Exchange): void {
  const { mode, chunked, abortMs = ABORT_MS } = exchange.sent
  if (mode === 'abort' || mode === 'abort-upload') leaveAfter(request, abortMs, exchange)
  if (mode === 'abort-upload') {
    request.write(body?.subarray(0, 10))
    return
  }
  if (body && chunked) {
    const third = Math.ceil(body.length / 3)
    for (let i = 0; i < body.length; i += third) request.write(body.subarray(i, i + third))
    request.end()
    return
  }
  request.end(body)
}

function leaveAfter(request: http.ClientRequest, abortMs: number, { done }: Exchange): void {
  setTimeout(() => {
    request.destroy()
    setTimeout(() => done({ aborted: true }), 20)
  }, abortMs)
}

function receive(request: http.ClientRequest, response: http.IncomingMessage, exchange: Exchange): void {
  const { sent, startedMs, done } = exchange
  const chunks: Buffer[] = []
  const arrivals: number[] = []
  const headersEarly = Date.now() - startedMs < EARLY_MS
  const finish = (extra: RouteAnswer = {}): void => {
    const answer = toAnswer(response, Buffer.concat(chunks), exchange)
    if (sent.mode === 'stream') answer.streamed = { groups: toGroups(arrivals), headersEarly }
    done({ ...answer, ...extra })
  }
  response.on('data', (chunk: Buffer) => {
    chunks.push(chunk)
    arrivals.push(Date.now() - startedMs)
    if (sent.mode !== 'abort-on-chunk') return
    request.destroy()
    setTimeout(() => finish({ aborted: true }), 10)
  })
  response.on('end', () => {
    if (sent.mode !== 'abort-on-chunk') finish()
  })
  response.on('error', (error: NodeJS.ErrnoException) => {
    if (sent.mode !== 'abort-on-chunk') finish({ error: error.code ?? error.message })
  })
}

function toAnswer(response: http.IncomingMessage, bytes: Buffer, { masks, continued }: Exchange): RouteAnswer {
  const headers = normaliseHeaders(toLines(response.rawHeaders), masks, isHtmlDocument(bytes))
  return {
    status: response.statusCode,
    statusText: response.statusMessage,
    headers,
    body: normaliseBody(bytes, headers, masks),
    complete: response.complete,
    ...(response.rawTrailers.length ? { trailers: response.rawTrailers } : {}),
    ...(continued ? { continue: true } : {}),
  }
}

function toLines(raw: string[]): HeaderLines {
  const lines: HeaderLines = []
  for (let i = 0; i + 1 < raw.length; i += 2) lines.push([raw[i] ?? '', raw[i + 1] ?? ''])
  return lines
}

function toGroups(arrivals: number[]): string {
  const groups = arrivals.filter((at, i) => i === 0 || at - (arrivals[i - 1] ?? 0) > ARRIVAL_GAP_MS).length
  return groups > 1 ? 'incremental' : 'one-burst'
}
