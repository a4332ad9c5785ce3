import type { Server } from 'node:http'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import express, { type Express, type RequestHandler } from 'express'
import supertest from 'supertest'
import { createServer, rehost } from '../../src/index.ts'
import { send, type Received, type Sent } from '../http/wire.ts'

/** An app, opened one way, that takes requests until it is closed. */
export interface Opened {
  /** Undefined when the connection broke before any answer. */
  ask(request: Sent): Promise<Received | undefined>
  close(): Promise<void>
}

/** A way from a client to the handlers. */
export interface Door {
  name: string
  /** Where the app is mounted: `/v1`, or empty. */
  mount: string
  open(dir: string): Promise<Opened>
}

const QUIET = { logging: false } as const

async function openServer(server: Server, mount: string): Promise<Opened> {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    ask: (request) => send(port, { ...request, path: mount + request.path }).catch(() => undefined),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

const readAll: Parameters<supertest.Test['parse']>[0] = (res, done) => {
  const chunks: Buffer[] = []
  res.on('data', (chunk: Buffer) => chunks.push(chunk))
  res.on('end', () => done(null, Buffer.concat(chunks)))
}

async function askSupertest(app: Express, { method = 'GET', path = '/', headers = {}, body }: Sent) {
  // The client takes any method Node can send; its types list the usual ones.
  const call = new supertest.Test(app, method as never, path)
  for (const [name, value] of Object.entries(headers)) if (name !== 'content-length') call.set(name, String(value))
  const answer = await call.buffer(true).parse(readAll).send(body)
  const { res } = answer as unknown as { res: http.IncomingMessage }
  return {
    status: answer.status,
    reason: res.statusMessage ?? '',
    headers: res.headers,
    body: Buffer.isBuffer(answer.body) ? answer.body : Buffer.from(answer.text ?? ''),
    complete: res.complete,
  }
}

// Middleware as people have it in front of their routes: it answers nothing and touches both objects.
const passBy: RequestHandler = (req, res, next) => {
  res.locals['seen'] = [req.originalUrl, req.ip, req.protocol]
  res.setHeader('X-Middleware', 'passed')
  next()
}

/** Every way an app can be reached in one process. */
export const DOORS: Door[] = [
  {
    name: 'supertest',
    mount: '',
    async open(dir) {
      const app = await rehost({ dir, ...QUIET })
      return { ask: (request) => askSupertest(app, request).catch(() => undefined), close: async () => {} }
    },
  },
  {
    name: 'server',
    mount: '',
    open: async (dir) => openServer(createServer(await rehost({ dir, ...QUIET })), ''),
  },
  {
    name: 'mounted',
    mount: '/v1',
    async open(dir) {
      const host = express().disable('x-powered-by')
      host.use(passBy)
      host.use('/v1', await rehost({ dir, ...QUIET }))
      host.use((req, res) => void res.send(`the host's own ${req.method} ${req.originalUrl}`))
      return openServer(http.createServer(host), '/v1')
    },
  },
  {
    name: 'setup',
    mount: '',
    async open(dir) {
      const setup = (app: Express): void => void app.use(passBy)
      return openServer(createServer(await rehost({ dir, ...QUIET, setup })), '')
    },
  },
]
