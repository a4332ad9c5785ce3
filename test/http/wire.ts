import http from 'node:http'
import net, { type AddressInfo } from 'node:net'
import { RehostRequest, RehostResponse } from '../../src/http/node-objects.ts'

export type Listener = (req: RehostRequest, res: RehostResponse) => unknown

/** A server on a free port of 127.0.0.1 that is gone when `use` is done. */
export async function withServer<T>(server: http.Server | NodeServer, use: (port: number) => Promise<T>): Promise<T> {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  try {
    return await use((server.address() as AddressInfo).port)
  } finally {
    server.closeAllConnections()
    await new Promise((resolve) => {
      server.close(resolve)
    })
  }
}

export type NodeServer = http.Server<typeof RehostRequest, typeof RehostResponse>

/** A server whose objects are rehost's own. */
export function createNodeServer(listener: Listener): NodeServer {
  const server = http.createServer({ IncomingMessage: RehostRequest, ServerResponse: RehostResponse }, listener)
  return server.on('checkContinue', listener)
}

export interface Sent {
  method?: string
  path?: string
  headers?: http.OutgoingHttpHeaders
  body?: string | Buffer
}

export interface Received {
  status: number
  reason: string
  headers: http.IncomingHttpHeaders
  body: Buffer
  /** False when the connection broke before the answer was complete. */
  complete: boolean
}

/** Sends one request on a connection of its own. */
export function send(port: number, { method = 'GET', path = '/', headers = {}, body }: Sent = {}): Promise<Received> {
  return new Promise((resolve, reject) => {
    const req = http.request({ port, host: '127.0.0.1', method, path, headers, agent: false }, (res) => {
      const chunks: Buffer[] = []
      const done = (): void =>
        resolve({
          status: res.statusCode ?? 0,
          reason: res.statusMessage ?? '',
          headers: res.headers,
          body: Buffer.concat(chunks),
          complete: res.complete,
        })
      res.on('data', (chunk: Buffer) => chunks.push(chunk))
      res.on('end', done)
      res.on('error', done)
    })
    req.on('error', reject)
    req.end(body)
  })
}

/** Runs one request through a listener on a real socket. */
export function answerOf(listener: Listener, request: Sent = {}): Promise<Received> {
  return withServer(createNodeServer(listener), (port) => send(port, request))
}

/** Writes bytes to a socket and reads until the server closes it, or until `until` is in what came. */
export function sendBytes(port: number, bytes: string, until?: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    const socket = net.connect(port, '127.0.0.1', () => socket.write(bytes, 'latin1'))
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1')
      if (until !== undefined && text.includes(until)) socket.destroy()
    })
    socket.on('close', () => resolve(text))
    socket.on('error', reject)
  })
}
