import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { createDraftKeys } from '../../src/http/draft.ts'
import type { ErrorInfo, WebHost } from '../../src/next/scope.ts'
import { type WebCall, type WebHandlers, answerWeb } from '../../src/next/web-door.ts'

export interface Seen {
  status: number
  reason: string
  /** Names in lower case; several lines of one name stay apart. */
  headers: [string, string][]
  body: string
}

export interface Sent {
  method?: string
  path?: string
  headers?: http.OutgoingHttpHeaders
  body?: string | Uint8Array
}

export interface Running {
  url: string
  errors: { error: unknown; info: ErrorInfo }[]
  send(sent?: Sent): Promise<Seen>
  close(): Promise<void>
}

function headersOf(res: http.IncomingMessage): [string, string][] {
  const pairs: [string, string][] = []
  for (let i = 0; i < res.rawHeaders.length; i += 2) {
    const name = (res.rawHeaders[i] ?? '').toLowerCase()
    if (!['date', 'connection', 'keep-alive'].includes(name)) pairs.push([name, res.rawHeaders[i + 1] ?? ''])
  }
  return pairs
}

export function sendTo(url: string, { method = 'GET', path = '/', headers = {}, body }: Sent = {}): Promise<Seen> {
  return new Promise((resolve, reject) => {
    const req = http.request(url + path, { method, headers, agent: false }, (res) => {
      const chunks: Buffer[] = []
      res.on('data', (chunk: Buffer) => chunks.push(chunk))
      res.on('error', reject)
      res.on('end', () =>
        resolve({
          status: res.statusCode ?? 0,
          reason: res.statusMessage ?? '',
          headers: headersOf(res),
          body: Buffer.concat(chunks).toString(),
        }),
      )
    })
    req.on('error', reject)
    req.end(body)
  })
}

export async function listen(listener: http.RequestListener): Promise<{ url: string; close: () => Promise<void> }> {
  const server = http.createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const close = async (): Promise<void> => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  return { url: `http://127.0.0.1:${port}`, close }
}

export function toHost(errors: Running['errors'], more: Partial<WebHost> = {}): WebHost {
  return {
    draft: { keys: createDraftKeys(), secure: true },
    authInterrupts: false,
    contentLength: true,
    onError: (error, info) => errors.push({ error, info }),
    ...more,
  }
}

export interface ServeOptions {
  call?: Partial<WebCall>
  host?: Partial<WebHost>
  /** Runs before the door, as next.config and the proxy do. */
  before?: (req: http.IncomingMessage, res: http.ServerResponse) => void
}

/** A plain server whose every path is answered by `handlers`. */
export async function serveHandlers(handlers: WebHandlers, options: ServeOptions = {}): Promise<Running> {
  const errors: Running['errors'] = []
  const host = toHost(errors, options.host)
  const base = { handlers, route: '/test/[id]', file: 'app/test/[id]/route.ts', params: undefined, host }
  const { url, close } = await listen((req, res) => {
    options.before?.(req, res)
    const call = { ...base, target: req.url ?? '/', origin: 'http://localhost:3000', ...options.call }
    const answer = async (): Promise<void> => answerWeb(req, res, call)
    answer().catch((error: { status?: number }) => {
      res.statusCode = error.status ?? 500
      res.end()
    })
  })
  return { url, errors, send: (sent) => sendTo(url, sent), close }
}
