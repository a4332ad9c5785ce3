import http from 'node:http'
import { type HttpCase, type PagesAnswer, toBytes } from './requests.ts'
import { normaliseAnswer } from './normalise.ts'

const DEFAULT_TIMEOUT_MS = 5000
const CONTINUE_WAIT_MS = 500
// Chunks closer together than this were sent at once.
const ARRIVAL_GAP_MS = 60

/** What earlier answers gave, for the cases that build on them. */
export interface Memory {
  cookies: Map<string, string[]>
  etags: Map<string, string>
}

interface Received {
  response?: http.IncomingMessage
  chunks: Buffer[]
  /** Arrival of the head and of each chunk, in milliseconds. */
  times: number[]
  info: unknown[]
}

/** Sends one case and waits for its answer, its failure or its timeout. */
export async function sendCase(sent: HttpCase, port: number, memory: Memory): Promise<PagesAnswer> {
  const received: Received = { chunks: [], times: [], info: [] }
  const outcome = await exchange(sent, port, requestHeaders(sent, port, memory), received)
  const answer = toAnswer(sent, port, outcome, received)
  remember(sent.id, received.response, memory)
  return answer
}

function requestHeaders(sent: HttpCase, port: number, memory: Memory): string[] {
  const headers: string[] = []
  for (const [name, value] of sent.headers ?? []) {
    headers.push(
      name,
      String(value).replace(/@([a-z0-9]+\.[a-z0-9-]+)/g, (text, id: string) => memory.etags.get(id) ?? text),
    )
  }
  const cookies = (sent.use?.cookiesFrom ?? []).flatMap((id) => memory.cookies.get(id) ?? [])
  if (sent.use?.cookiesFrom) headers.push('Cookie', cookies.map((cookie) => cookie.split(';')[0]).join('; '))
  if (sent.body?.chunks) headers.push('Transfer-Encoding', 'chunked')
  else if (sent.body) headers.push('Content-Length', String(toBytes(sent.body).length))
  else if (['POST', 'PUT', 'PATCH'].includes(sent.method)) headers.push('Content-Length', '0')
  return [...headers, 'Host', `127.0.0.1:${port}`]
}

function exchange(sent: HttpCase, port: number, headers: string[], received: Received): Promise<string> {
  return new Promise((resolve) => {
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
    const request = http.request({
      host: '127.0.0.1',
      port,
      method: sent.method,
      path: sent.path,
      headers,
      agent,
      setHost: false,
    })
    const finish = (outcome: string): void => {
      clearTimeout(timer)
      resolve(outcome)
      agent.destroy()
      request.destroy()
    }
    const timer = setTimeout(() => finish('timeout'), sent.timeoutMs ?? DEFAULT_TIMEOUT_MS)
    request.on('information', (info) => received.info.push({ status: info.statusCode, headers: ownHeaders(info) }))
    request.on('response', (response) => collect(response, received, finish))
    request.on('upgrade', (_, socket) => {
      socket.destroy()
      finish('upgrade')
    })
    // A broken pipe after an early answer is no outcome of its own.
    request.on('error', (error: NodeJS.ErrnoException) => {
      if (!received.response) finish(`error:${error.code ?? error.message}`)
    })
    writeBody(request, sent, received)
  })
}

function collect(response: http.IncomingMessage, received: Received, finish: (outcome: string) => void): void {
  received.response = response
  received.times.push(Date.now())
  response.on('data', (chunk: Buffer) => {
    received.chunks.push(chunk)
    received.times.push(Date.now())
  })
  response.on('end', () => finish(response.complete ? 'ok' : 'aborted'))
  response.on('aborted', () => finish('aborted'))
  response.on('error', () => finish('aborted'))
}

function writeBody(request: http.ClientRequest, sent: HttpCase, received: Received): void {
  const { body } = sent
  if (!body) {
    request.end()
    return
  }
  if (body.chunks) {
    for (const chunk of body.chunks) request.write(typeof chunk === 'string' ? chunk : toBytes(chunk))
    request.end()
    return
  }
  const expects = (sent.headers ?? []).some(([name]) => name.toLowerCase() === 'expect')
  if (expects) sendWhenAsked(request, toBytes(body), received)
  else request.end(toBytes(body))
}

/** RFC 9110 §10.1.1: the body waits for `100 Continue`, but not for ever. */
function sendWhenAsked(request: http.ClientRequest, bytes: Buffer, received: Received): void {
  request.flushHeaders()
  request.on('continue', () => {
    received.info.push({ status: 100 })
    request.end(bytes)
  })
  setTimeout(() => {
    if (!request.writableEnded) request.end(bytes)
  }, CONTINUE_WAIT_MS).unref()
}

function ownHeaders(info: http.InformationEvent): string[] {
  return info.rawHeaders.filter((_, i, all) => !/^(date|connection|keep-alive)$/i.test(all[i - (i % 2)] ?? ''))
}

function toAnswer(sent: HttpCase, port: number, outcome: string, received: Received): PagesAnswer {
  const { response, chunks, times, info } = received
  const answer: PagesAnswer = { outcome }
  if (response) {
    answer.status = response.statusCode
    answer.reason = response.statusMessage
    Object.assign(answer, normaliseAnswer(response.rawHeaders, Buffer.concat(chunks), port))
    if (response.rawTrailers.length) answer.trailers = response.rawTrailers
  }
  if (info.length) answer.info = info
  if (sent.arrival) answer.arrival = toArrival(times)
  return answer
}

function toArrival([head = 0, ...data]: number[]): { headersBeforeData: boolean; data: string } {
  const groups = data.filter((time, i) => i === 0 || time - (data[i - 1] ?? 0) > ARRIVAL_GAP_MS).length
  const first = data[0]
  return {
    headersBeforeData: first !== undefined && first - head > ARRIVAL_GAP_MS,
    data: groups > 1 ? 'piecewise' : 'at once',
  }
}

function remember(id: string, response: http.IncomingMessage | undefined, memory: Memory): void {
  if (!response) return
  memory.cookies.set(id, response.headers['set-cookie'] ?? [])
  if (response.headers.etag) memory.etags.set(id, response.headers.etag)
}
