import { mkdtempSync, rmSync } from 'node:fs'
import http, { type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import express, { type Express, type RequestHandler } from 'express'
import supertest from 'supertest'
import { openBuild } from '../../src/build/open-build.ts'
import { OUTPUT_FILES } from '../../src/build/output.ts'
import { writeOutput } from '../../src/build/write-output.ts'
import { inferFacts } from '../../src/commands/infer-facts.ts'
import { toOptions } from '../../src/config/options.ts'
import { scanFolder, toModulesOptions, type Folder } from '../../src/folder.ts'
import { hostAlone } from '../../src/host.ts'
import { createServer, rehost } from '../../src/index.ts'
import { openInferredFolder } from '../../src/inference.ts'
import { SILENT } from '../../src/log.ts'
import { compileTo } from '../../src/module/built-modules.ts'
import { provide } from '../../src/server-entry/provide.ts'
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
  /** The door whose rows are for this one too, when it is not its own. */
  readonly rows?: string
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

async function serveFolder(folder: Folder, mode: 'development' | 'production'): Promise<Opened> {
  const { app } = await hostAlone(folder, { options: toOptions(QUIET), mode, log: SILENT })
  const server = await openServer(createServer(app), '')
  return { ask: server.ask, close: () => Promise.all([server.close(), folder.close()]).then(() => {}) }
}

/** Writes what a build knows of a folder and opens the folder from it, without the server that a build carries. */
async function openBuilt(dir: string, outDir: string): Promise<Folder> {
  const scanned = await scanFolder(dir, 'production')
  await compileTo(path.join(outDir, OUTPUT_FILES.modules), toModulesOptions(scanned))
  await writeOutput(outDir, { scanned, facts: await inferFacts(scanned), configFile: undefined })
  return (await openBuild(outDir, { dir, provide })).openFolder({})
}

async function mountIn(dir: string): Promise<Express> {
  const host = express().disable('x-powered-by')
  host.use(passBy)
  host.use('/v1', await rehost({ dir, ...QUIET }))
  host.use((req, res) => void res.send(`the host's own ${req.method} ${req.originalUrl}`))
  return host
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
    open: async (dir) => openServer(http.createServer(await mountIn(dir)), '/v1'),
  },
  {
    name: 'mounted, on the tuned server',
    rows: 'mounted',
    mount: '/v1',
    open: async (dir) => openServer(createServer(await mountIn(dir)), '/v1'),
  },
  {
    name: 'setup',
    mount: '',
    async open(dir) {
      const setup = (app: Express): void => void app.use(passBy)
      return openServer(createServer(await rehost({ dir, ...QUIET, setup })), '')
    },
  },
  {
    name: 'built',
    mount: '',
    async open(dir) {
      const outDir = mkdtempSync(path.join(tmpdir(), 'rehost-built-'))
      const { ask, close } = await serveFolder(await openBuilt(dir, outDir), 'production')
      return { ask, close: () => close().then(() => rmSync(outDir, { recursive: true })) }
    },
  },
  {
    name: 'dev',
    mount: '',
    open: async (dir) => serveFolder(await openInferredFolder({ dir, mode: 'development' }), 'development'),
  },
]
