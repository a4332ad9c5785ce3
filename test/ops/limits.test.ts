import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { removeProjects } from '../module/temp-project.ts'
import { exchange, openConnection, parseAnswers, serveFiles, type Served } from './serve.ts'
import type { RehostOptions } from '../../src/config/options.ts'

const BIG = 8_000_000

const FILES = {
  'pages/api/echo.js': 'export default (req, res) => res.json({ body: req.body })',
  'pages/api/big.js': `export default (req, res) => res.send('x'.repeat(${BIG}))`,
  'pages/api/never.js': 'export default () => new Promise(() => {})',
  'pages/api/late.js': 'export const config = { maxDuration: 0.05 }\nexport default () => new Promise(() => {})',
  'pages/api/begun.js':
    'export const config = { maxDuration: 0.05 }\nexport default (req, res) => { res.write("begun"); return new Promise(() => {}) }',
  'pages/api/stream.js': 'export default (req, res) => { res.write("begun"); setTimeout(() => res.end("done"), 150) }',
  'app/web/route.js': `
    export const POST = async (request) => Response.json({ length: (await request.text()).length })
    export const PUT = async (request) => Response.json(await request.json())`,
  'app/late/route.js': 'export const maxDuration = 0.05\nexport const GET = () => new Promise(() => {})',
}

const started: Served[] = []
async function serve(limits: RehostOptions['limits']): Promise<Served> {
  const served = await serveFiles(FILES, { limits: limits ?? {} })
  started.push(served)
  return served
}
after(async () => {
  for (const served of started) await served.stop()
  removeProjects()
})

const get = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`
const send = (method: string, path: string, body: string): string =>
  `${method} ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: application/json\r\n` +
  `Content-Length: ${body.length}\r\n\r\n${body}`
const keep = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`

async function statusOf(served: Served, bytes: string): Promise<number | undefined> {
  return parseAnswers(await exchange(served.port, bytes))[0]?.status
}

test('headers that are not complete in time are 408', async () => {
  const served = await serve({ headersMs: 50, requestMs: 10_000 })
  assert.equal(await statusOf(served, 'GET /api/echo HTTP/1.1\r\nHost: a\r\n'), 408)
  assert.equal(served.life.counts.clientErrors[408], 1)
})

test('a body that is not complete in time is 408', async () => {
  const served = await serve({ headersMs: 40, requestMs: 50 })
  assert.equal(await statusOf(served, 'POST /api/echo HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nhalf'), 408)
})

test('an idle connection is closed after its time', async () => {
  const served = await serve({ keepAliveMs: 50 })
  const text = await exchange(served.port, keep('/api/echo'))
  assert.equal(parseAnswers(text).length, 1)
})

test('a longer target is 414', async () => {
  const served = await serve({ targetLength: 100 })
  assert.equal(await statusOf(served, get(`/api/echo?${'a'.repeat(100)}`)), 414)
  assert.equal(await statusOf(served, get(`/api/echo?${'a'.repeat(90)}`)), 200)
})

test('a target longer than the default is 414, however much longer, and as long as under Next.js it is served', async () => {
  const served = await serve({})
  assert.equal(await statusOf(served, get(`/api/echo?${'a'.repeat(16_300)}`)), 200)
  for (const length of [16_384, 30_000, 40_000, 60_000]) {
    assert.equal(await statusOf(served, get(`/api/echo?${'a'.repeat(length)}`)), 414)
  }
  assert.equal(served.life.counts.clientErrors[414], 4)
})

test('a target and headers do not take from each other’s limit', async () => {
  const served = await serve({ headerBytes: 1000, targetLength: 1000 })
  const both = get(`/api/echo?${'a'.repeat(900)}`).replace('\r\n\r\n', `\r\nX: ${'a'.repeat(900)}\r\n\r\n`)
  assert.equal(await statusOf(served, both), 200)
})

test('headers far beyond the limit are 431 as well, with and without a long target', async () => {
  const served = await serve({})
  for (const length of [16_384, 30_000, 40_000]) {
    const text = await exchange(
      served.port,
      get('/api/echo').replace('\r\n\r\n', `\r\nX: ${'a'.repeat(length)}\r\n\r\n`),
    )
    assert.equal(text, 'HTTP/1.1 431 Request Header Fields Too Large\r\nConnection: close\r\n\r\n')
  }
})

test('larger and more headers are 431', async () => {
  const served = await serve({ headerBytes: 1000, headerCount: 3 })
  assert.equal(await statusOf(served, get('/api/echo').replace('\r\n\r\n', `\r\nX: ${'a'.repeat(1000)}\r\n\r\n`)), 431)
  assert.equal(await statusOf(served, get('/api/echo').replace('\r\n\r\n', '\r\nX: 1\r\n\r\n')), 200)
  assert.equal(await statusOf(served, get('/api/echo').replace('\r\n\r\n', '\r\nX: 1\r\nY: 2\r\n\r\n')), 431)
})

test('a connection more than allowed is closed', async () => {
  const served = await serve({ connections: 1 })
  const first = openConnection(served.port)
  first.socket.write(keep('/api/echo'))
  await first.saw('body')
  assert.equal(await exchange(served.port, get('/api/echo')), '')
  assert.equal(served.life.counts.dropped.limit, 1)
  first.socket.destroy()
})

test('a connection that pipelines more than allowed is closed, and nothing was answered beyond the first', async () => {
  const served = await serve({ pipelined: 4 })
  const text = await exchange(served.port, keep('/api/never').repeat(6))
  assert.equal(text, '')
  assert.equal(served.life.counts.dropped.pipelined, 1)
})

test('as many pipelined requests as allowed are answered one after another', async () => {
  const served = await serve({ pipelined: 4 })
  const text = await exchange(served.port, keep('/api/echo').repeat(4) + get('/api/echo'))
  assert.deepEqual(
    parseAnswers(text).map(({ status }) => status),
    [200, 200, 200, 200, 200],
  )
})

test('a client that reads nothing is dropped, whatever waits for it', async () => {
  const served = await serve({ idleWriteMs: 100 })
  const { socket, closed } = openConnection(served.port)
  socket.pause()
  socket.write(keep('/api/big'))
  while (served.life.counts.dropped.slow_reader === 0) await sleep(20)
  socket.resume()
  assert.ok((await closed).length < BIG)
})

test('a client that reads slowly but steadily is served to the end', async () => {
  const served = await serve({ idleWriteMs: 1000 })
  const { socket, closed, text } = openConnection(served.port)
  socket.write(get('/api/big'))
  socket.on('data', () => {
    if (text().length > BIG / 2) return
    socket.pause()
    setTimeout(() => socket.resume(), 2)
  })
  assert.ok((await closed).length > BIG)
  assert.equal(served.life.counts.dropped.slow_reader, 0)
})

test('a handler that does not answer in time is 503 in JSON', async () => {
  const served = await serve({ responseMs: 50 })
  const [answer] = parseAnswers(await exchange(served.port, get('/api/never')))
  assert.deepEqual([answer?.status, answer?.body], [503, '{"message":"Service Unavailable"}'])
  assert.equal(served.life.counts.timedOut, 1)
})

test('an answer that has begun in time may go on', async () => {
  const served = await serve({ responseMs: 50 })
  const [answer] = parseAnswers(await exchange(served.port, get('/api/stream')))
  assert.equal(answer?.body, 'begundone')
})

for (const path of ['/api/late', '/late']) {
  test(`maxDuration of a route file is a deadline: ${path}`, async () => {
    const served = await serve({ maxDuration: true })
    const [answer] = parseAnswers(await exchange(served.port, get(path)))
    assert.deepEqual([answer?.status, answer?.body], [503, '{"message":"Service Unavailable"}'])
  })
}

test('an answer that is not complete within maxDuration is cut off', async () => {
  const served = await serve({ maxDuration: true })
  const text = await exchange(served.port, get('/api/begun'))
  assert.match(text, /begun/)
  assert.ok(!text.endsWith('0\r\n\r\n'))
})

const nest = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels)

for (const [method, path] of [
  ['POST', '/api/echo'],
  ['PUT', '/web'],
] as const) {
  test(`JSON that is nested deeper than allowed is 400: ${path}`, async () => {
    const served = await serve({})
    assert.equal(await statusOf(served, send(method, path, nest(1000))), 200)
    assert.equal(await statusOf(served, send(method, path, nest(1001))), 400)
    assert.equal(await statusOf(served, send(method, path, `{"a":"${'[\\"'.repeat(3000)}"}`)), 200)
    assert.equal(await statusOf(served, send(method, path, `[${'{},'.repeat(3000)}{}]`)), 200)
  })
}

test('bodies of web-style handlers have no limit but the configured one', async () => {
  const free = await serve({})
  assert.equal(await statusOf(free, send('POST', '/web', 'x'.repeat(2_000_000))), 200)
  const served = await serve({ bodyBytes: 1000 })
  assert.equal(await statusOf(served, send('POST', '/web', 'x'.repeat(1000))), 200)
  assert.equal(await statusOf(served, send('POST', '/web', 'x'.repeat(1001))), 413)
})

test('bodies of Node-style handlers have the limit of Next.js', async () => {
  const served = await serve({})
  assert.equal(await statusOf(served, send('POST', '/api/echo', `"${'x'.repeat(1_048_576)}"`)), 413)
})
