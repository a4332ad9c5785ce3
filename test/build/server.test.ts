import assert from 'node:assert/strict'
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import { plant } from '../app/plant.ts'
import { send } from '../http/wire.ts'
import { buildProject, serve, start, stop, type Server } from './built.ts'

const FILES = {
  'package.json': '{ "name": "tree-house", "version": "3.2.1", "type": "module" }',
  '.env': 'WORD=from the env file',
  'rehost.config.ts': `
    import { defineConfig } from 'rehost'
    export default defineConfig({
      docs: { path: '/help' },
      setup: (app) => void app.use((req, res, next) => { res.setHeader('x-setup', process.env.WORD ?? ''); next() }),
    })`,
  'next.config.mjs': `export default { basePath: '/base', env: { COMPILED: 'in' } }`,
  'pages/api/node.ts': `
    import type { NextApiRequest, NextApiResponse } from 'next'
    import { count } from '../../lib/count'
    export default (req: NextApiRequest, res: NextApiResponse) =>
      res.json({ query: req.query, word: process.env.WORD, compiled: process.env.COMPILED, count: count() })`,
  'lib/count.ts': `let value = 0\nexport const count = (): number => ++value`,
  'app/web/route.ts': `
    import { cookies, draftMode } from 'next/headers'
    import { NextRequest, NextResponse } from 'next/server'
    export async function GET(request: Request) {
      const { isEnabled } = await draftMode()
      return NextResponse.json({
        cookie: (await cookies()).get('a')?.value, isEnabled, isNextRequest: request instanceof NextRequest })
    }`,
  'app/contract/route.ts': `
    export async function POST(request: Request) { return Response.json(await request.json()) }`,
  'app/contract/openapi.ts': `
    const standard = { version: 1, vendor: 'test', validate: (value) =>
      typeof value?.name === 'string' ? { value } : { issues: [{ message: 'no name', path: ['name'] }] } }
    export const POST = { body: { '~standard': standard }, responses: { 200: { description: 'The same' } } }`,
  'instrumentation.js': `export const register = () => { process.env.REGISTERED = 'yes' }`,
  'pages/api/registered.js': `export default (req, res) => res.send(process.env.REGISTERED)`,
  'public/robots.txt': 'User-agent: *',
}

const ASKED: { path: string; method?: string; headers?: Record<string, string>; body?: string; answer: unknown }[] = [
  {
    path: '/base/api/node?a=1',
    answer: [200, { query: { a: '1' }, word: 'from the env file', compiled: 'in', count: 1 }],
  },
  {
    path: '/base/web',
    headers: { cookie: 'a=b' },
    answer: [200, { cookie: 'b', isEnabled: false, isNextRequest: true }],
  },
  {
    path: '/base/contract',
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"name":"n"}',
    answer: [200, { name: 'n' }],
  },
  { path: '/base/api/registered', answer: [200, 'yes'] },
  { path: '/base/robots.txt', answer: [200, 'User-agent: *'] },
  { path: '/nowhere', answer: [404, { message: 'Not Found' }] },
]

function parse(body: Buffer): unknown {
  const text = body.toString()
  return text.startsWith('{') ? JSON.parse(text) : text
}

function checkAnswers(what: string, find: () => Server): void {
  for (const { answer, ...request } of ASKED) {
    test(`${what} answers ${request.method ?? 'GET'} ${request.path}`, async () => {
      const { status, body, headers } = await send(find().port, request)
      assert.deepEqual([status, parse(body)], answer)
      assert.equal(headers['x-setup'], 'from the env file')
    })
  }
}

/** Builds a project and moves it, without anything that it was built from. */
async function buildAndMove(): Promise<string> {
  const build = await buildProject(FILES)
  assert.deepEqual([build.code, build.err], [0, ''])
  const dir = path.join(plant({}), 'moved')
  renameSync(build.dir, dir)
  for (const name of ['pages', 'app', 'lib', 'rehost.config.ts', 'next.config.mjs', 'instrumentation.js'])
    rmSync(path.join(dir, name), { recursive: true })
  return dir
}

const moved = await buildAndMove()

describe('a build', () => {
  let server: Server
  before(async () => {
    server = await serve([path.join(moved, '.rehost/server.mjs')], { cwd: '/' })
  })
  after(() => stop(server))

  checkAnswers('a moved build without its sources', () => server)

  test('refuses what a contract beside a route refuses', async () => {
    const headers = { 'content-type': 'application/json' }
    const { status, body } = await send(server.port, { path: '/base/contract', method: 'POST', headers, body: '{}' })
    assert.equal(status, 422)
    assert.match(body.toString(), /no name/)
  })

  test('serves the docs from its own files, with the name of the project', async () => {
    const page = await send(server.port, { path: '/base/help/' })
    assert.match(page.body.toString(), /swagger-ui/)
    const script = await send(server.port, { path: '/base/help/swagger-ui-bundle.js' })
    assert.equal(script.status, 200)
    const document = JSON.parse((await send(server.port, { path: '/base/openapi.json' })).body.toString())
    assert.deepEqual([document.info.title, document.info.version], ['tree-house', '3.2.1'])
    assert.deepEqual(Object.keys(document.paths).sort(), ['/api/node', '/api/registered', '/contract', '/web'])
  })

  test('goes with the licences of what is in it', () => {
    const text = readFileSync(path.join(moved, '.rehost/server/LICENSES.txt'), 'utf8')
    for (const name of ['express', 'pino', 'swagger-ui-dist', 'zod'])
      assert.match(text, new RegExp(`^${name} \\d`, 'm'))
  })
})

test('rehost start runs the server of a build, with other flags too', async () => {
  const { dir } = await buildProject({
    'package.json': '{ "type": "module" }',
    'api/hello.js': 'export default (req, res) => res.send(new Error().stack)',
  })
  // Changed after the build, so not what is served.
  writeFileSync(path.join(dir, 'api/hello.js'), 'export default (req, res) => res.send("newer")')
  const server = await start(dir, { args: ['--log-level', 'warn'] })
  const stack = (await send(server.port, { path: '/api/hello' })).body.toString()
  assert.match(stack, /\.rehost[\\/]server[\\/]main\.js/)
  assert.equal(await stop(server), 0)
  assert.deepEqual(server.lines(), [])
})

test('what compiles and will not load is told, and is no failure of the build', async () => {
  const { code, err } = await buildProject({
    'package.json': '{ "type": "module" }',
    'api/common.js': 'module.exports = (req, res) => res.send("common")',
  })
  assert.equal(code, 0)
  assert.match(err, /api\/common\.js:1:1.*module\.exports/)
})

test('what does not compile is told and exits with 1, and the rest is built', async () => {
  const { dir, code, err } = await buildProject({
    'package.json': '{ "type": "module" }',
    'api/good.js': 'export default (req, res) => res.send("good")',
    'api/broken.js': 'export default (req, res) => { res.send( }',
  })
  assert.equal(code, 1)
  assert.match(err, /api\/broken\.js:1:\d+/)
  const server = await serve([path.join(dir, '.rehost/server.mjs')])
  const found = ['good', 'broken'].map((name) => send(server.port, { path: `/api/${name}` }))
  assert.deepEqual(
    (await Promise.all(found)).map(({ status }) => status),
    [200, 500],
  )
  await stop(server)
})

const PRELOAD = `
const { writeFileSync } = require('node:fs')
process.on('exit', () => {
  const loaded = [...Object.keys(require.cache), ...process.moduleLoadList]
  writeFileSync(process.env.LOADED, JSON.stringify(loaded))
})`

// Each is loaded by what needs it, and by nothing else.
const LOADED: { what: string; asked: string[]; args: string[]; seen: string[] }[] = [
  { what: 'a start', asked: [], args: ['--log-level', 'error'], seen: [] },
  { what: 'an answer', asked: ['/api/node', '/api/node', '/none'], args: ['--log-level', 'silent'], seen: [] },
  { what: 'a log line', asked: ['/api/node'], args: [], seen: ['pino', 'crypto'] },
  { what: 'a file', asked: ['/a.txt'], args: ['--log-level', 'error'], seen: ['express'] },
]
const WATCHED = {
  express: /[\\/]express\.cjs$/,
  pino: /[\\/]pino\.cjs$/,
  document: /[\\/]document\.cjs$/,
  undici: /undici\/undici$/,
  crypto: /^NativeModule crypto$/,
  compilers: /[\\/](?:esbuild|typescript|oxc-parser|zod)[\\/]/,
}

const { dir } = await buildProject({
  'package.json': '{ "type": "module" }',
  'pages/api/node.js': 'export default (req, res) => res.json({})',
  'public/a.txt': 'a',
  'preload.cjs': PRELOAD,
})

describe('a built server', () => {
  for (const { what, asked, args, seen } of LOADED) {
    test(`loads for ${what} ${seen.length === 0 ? 'nothing beside its main file' : seen.join(' and ')}`, async () => {
      const file = path.join(dir, 'loaded.json')
      const node = ['--require', path.join(dir, 'preload.cjs')]
      const server = await serve([path.join(dir, '.rehost/server.mjs')], { node, args, variables: { LOADED: file } })
      for (const url of asked) await send(server.port, { path: url })
      assert.equal(await stop(server), 0)
      const loaded: string[] = JSON.parse(readFileSync(file, 'utf8'))
      const names = Object.entries(WATCHED).filter(([, pattern]) => loaded.some((name) => pattern.test(name)))
      assert.deepEqual(
        names
          .map(([name]) => name)
          .filter((name) => !(seen.includes('express') && name === 'crypto'))
          .sort(),
        [...seen].sort(),
      )
    })
  }

  test('has the code of V8 beside it, which is taken', () => {
    const name = `main-${process.versions.v8}-${process.arch}.cache`
    assert.ok(existsSync(path.join(dir, '.rehost/server', name)))
  })
})
