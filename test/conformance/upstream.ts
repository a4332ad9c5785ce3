import http from 'node:http'
import type { AddressInfo } from 'node:net'

/** The server that the fixtures' external rewrites lead to. */
export interface Upstream {
  origin: string
  close(): Promise<void>
}

/** Starts a server on a free port that tells what reached it: method, URL, headers, body. */
export async function startUpstream(): Promise<Upstream> {
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => answer(request, response, Buffer.concat(chunks).toString()))
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  return { origin: `http://127.0.0.1:${portOf(server.address())}`, close: () => close(server) }
}

/** The port of a listening server's address. */
export function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('the server does not listen on a port')
  return address.port
}

function answer(request: http.IncomingMessage, response: http.ServerResponse, body: string): void {
  const url = request.url ?? ''
  if (url.startsWith('/up/reset')) {
    request.socket.destroy()
    return
  }
  if (url.startsWith('/up/status/')) {
    response.statusCode = Number(url.split('/')[3])
    response.end('st')
    return
  }
  response.setHeader('x-upstream', '1')
  response.setHeader('content-type', 'application/json')
  response.setHeader('set-cookie', ['up=1', 'up2=2'])
  response.end(JSON.stringify({ upstream: true, method: request.method, url, headers: maskHeaders(request), body }))
}

/** The headers sorted by name; those that name the address are masked, as they are in the recordings. */
function maskHeaders({ headers }: http.IncomingMessage): Record<string, unknown> {
  const address = new Set(['host', 'x-forwarded-host', 'x-forwarded-port'])
  const names = Object.keys(headers)
    .filter((name) => name !== 'accept-encoding')
    .sort()
  return Object.fromEntries(names.map((name) => [name, address.has(name) ? '<host>' : headers[name]]))
}

function close(server: http.Server): Promise<void> {
  server.closeAllConnections()
  return new Promise((resolve) => {
    server.close(() => resolve())
  })
}
