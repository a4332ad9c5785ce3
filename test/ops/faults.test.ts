import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from '../../src/log.ts'
import { removeProjects } from '../module/temp-project.ts'
import { exchange, openConnection, parseAnswers, serveFiles, type Served } from './serve.ts'

const FILES = {
  'pages/api/hello.js': 'export default (req, res) => res.json({ hello: 1 })',
  'pages/api/throws.js': 'export default () => { throw new Error("secret detail") }',
  'pages/api/rejects.js': 'export default async () => { throw new Error("secret detail") }',
  'pages/api/nothing.js': 'export default () => { throw undefined }',
  'pages/api/overflow.js': 'const f = () => f() + 1\nexport default () => f()',
  'pages/api/twice.js':
    'export default (req, res) => { res.json({ n: 1 }); res.json({ n: 2 }); res.setHeader("a", "b") }',
  'pages/api/after.js': 'export default (req, res) => { res.json({ n: 1 }); throw new Error("after the answer") }',
  'pages/api/within.js': `
    export default async (req, res) => {
      res.write('part')
      await new Promise((resolve) => setTimeout(resolve, 10))
      throw new Error('within the answer')
    }`,
  'pages/api/stream.js': `
    import { Readable } from 'node:stream'
    export default (req, res) => {
      let n = 0
      res.send(new Readable({ read() { n++ ? setTimeout(() => this.destroy(new Error('broken')), 10) : this.push('part') } }))
    }`,
  'pages/api/broken.js': 'throw new Error("secret detail")\nexport default () => {}',
  'pages/api/syntax.js': 'export default (',
  'pages/api/upload.js': 'export default (req, res) => res.json({ body: req.body })',
  'pages/api/slow.js': 'export default (req, res) => void setTimeout(() => res.end("slow"), 100)',
  'app/throws/route.js': 'export const GET = () => { throw new Error("secret detail") }',
  'app/body/route.js': `
    export const GET = () => new Response(new ReadableStream({
      start(c) { c.enqueue(new TextEncoder().encode('part')) }, pull(c) { setTimeout(() => c.error(new Error('broken')), 10) },
    }))`,
}

interface Line {
  readonly level: string
  readonly fields: object
  readonly message: string | undefined
}
const lines: Line[] = []
const note =
  (level: string) =>
  (fields: object, message?: string): void =>
    void lines.push({ level, fields, message })
const log: Logger = { debug: note('debug'), info: note('info'), warn: note('warn'), error: note('error') }

let served: Served
before(async () => {
  served = await serveFiles(FILES, {}, log)
})
after(async () => {
  await served.stop()
  removeProjects()
})

const get = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`

async function isAlive(): Promise<void> {
  const [answer] = parseAnswers(await exchange(served.port, get('/api/hello')))
  assert.equal(answer?.body, '{"hello":1}')
}

for (const path of [
  '/api/throws',
  '/api/rejects',
  '/api/nothing',
  '/api/overflow',
  '/api/broken',
  '/api/syntax',
  '/throws',
]) {
  test(`an error is answered 500 without its text, and logged once: ${path}`, async () => {
    const before = lines.filter(({ level }) => level === 'error').length
    const text = await exchange(served.port, get(path))
    assert.equal(parseAnswers(text)[0]?.status, 500)
    assert.doesNotMatch(text, /secret|\.js|at /)
    assert.equal(lines.filter(({ level }) => level === 'error').length, before + 1)
    await isAlive()
  })
}

test('a second answer is lost', async () => {
  const [answer] = parseAnswers(await exchange(served.port, get('/api/twice')))
  assert.deepEqual([answer?.status, answer?.body], [200, '{"n":1}'])
  await isAlive()
})

test('an error after the answer does not change it', async () => {
  const [answer] = parseAnswers(await exchange(served.port, get('/api/after')))
  assert.deepEqual([answer?.status, answer?.body], [200, '{"n":1}'])
  await isAlive()
})

for (const path of ['/api/within', '/api/stream', '/body']) {
  test(`an error within the answer breaks it off, so that no half passes for the whole: ${path}`, async () => {
    const text = await exchange(served.port, get(path))
    assert.match(text, /^HTTP\/1\.1 200[^]*part/)
    assert.ok(!text.endsWith('\r\n0\r\n\r\n'))
    await isAlive()
  })
}

test('a client that leaves in the middle of its upload is no error', async () => {
  const before = lines.filter(({ level }) => level === 'error').length
  for (let n = 0; n < 20; n++) {
    const { socket } = openConnection(served.port)
    socket.write('POST /api/upload HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nhalf')
    await sleep(2)
    socket.resetAndDestroy()
  }
  await sleep(20)
  assert.equal(lines.filter(({ level }) => level === 'error').length, before)
  await isAlive()
})

test('a client that leaves before the answer is no error', async () => {
  const before = lines.filter(({ level }) => level === 'error').length
  const { socket } = openConnection(served.port)
  socket.write(get('/api/slow'))
  await sleep(20)
  socket.resetAndDestroy()
  await sleep(120)
  assert.equal(lines.filter(({ level }) => level === 'error').length, before)
  await isAlive()
})
