// Examples whose client is more than a request: sockets, typed clients, another side that fails.
import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { after, before, describe, it } from 'node:test'
import { WebSocket } from 'ws'
import { ask } from './ask.ts'
import { reasonToSkip, startExample, toDir, type Running } from './serve.ts'

describe('examples/websocket', () => {
  let running: Running
  before(async () => {
    running = await startExample('websocket')
  })

  it('sends what one says to everybody in the room, and closes it on SIGTERM', async () => {
    await ask(running.url, { title: '', path: '/api/socket', status: 200, answer: { clients: 0, url: '/api/room' } })
    const [ada, bob] = await Promise.all([join(running.url), join(running.url)])
    const heard = once(bob, 'message')
    ada.send('hello')
    const [message] = await heard
    assert.equal(String(message), 'hello')
    const closed = Promise.all([once(ada, 'close'), once(bob, 'close')])
    assert.equal(await running.stop(), 0)
    assert.deepEqual(
      (await closed).map(([code]) => code),
      [1001, 1001],
    )
  })
})

async function join(url: string): Promise<WebSocket> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/api/room`)
  await once(socket, 'open')
  return socket
}

describe('examples/streaming', () => {
  let running: Running
  before(async () => {
    running = await startExample('streaming')
  })
  after(() => running.stop())

  it('sends events while the answer goes on, from where a client left off', async () => {
    const leave = new AbortController()
    const headers = { 'last-event-id': '41' }
    const response = await fetch(`${running.url}/api/clock`, { signal: leave.signal, headers })
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
    assert.match((await reader?.read())?.value ?? '', /^id: 42\nevent: time\ndata: \{"now":/)
    leave.abort()
  })

  for (const [title, at, pattern] of [
    ['sends lines', '/api/numbers?count=3', /^\{"number":0\}\n\{"number":1\}\n\{"number":2\}\n$/],
    ['sends events of a Node-style handler', '/api/progress', /^data: \{"percent":0\}[^]*"percent":100\}\n\n$/],
  ] as const) {
    it(title, () => ask(running.url, { title, path: at, status: 200, answer: pattern }))
  }
})

describe('examples/external-api', () => {
  const statuses: number[] = []
  const calls: string[] = []
  const upstream = createServer((req, res) => {
    calls.push(req.url ?? '')
    const status = statuses.shift() ?? 200
    // 0 never answers.
    if (status === 0) return
    res
      .writeHead(status, { 'Content-Type': 'application/json' })
      .end(JSON.stringify({ base: 'USD', rates: { PLN: 4 } }))
  })
  let running: Running
  before(async () => {
    await new Promise<void>((resolve) => {
      upstream.listen(0, '127.0.0.1', resolve)
    })
    const { port } = upstream.address() as AddressInfo // it listens on a port
    const env = { RATES_URL: `http://127.0.0.1:${port}/rates`, RATES_TIMEOUT_MS: '200', WEBHOOK_SECRET: 'test' }
    running = await startExample('external-api', { env })
  })
  after(async () => {
    await running.stop()
    upstream.closeAllConnections()
    upstream.close()
  })

  const convert = (from: string, amount = '10'): string => `/api/convert?from=${from}&to=PLN&amount=${amount}`
  for (const { title, failures, path: at, status, asked } of [
    {
      title: 'tries again after a failure and after silence',
      failures: [503, 0],
      path: convert('USD'),
      status: 200,
      asked: 3,
    },
    { title: 'keeps the rates', failures: [], path: convert('USD', '20'), status: 200, asked: 0 },
    { title: 'gives up after three attempts', failures: [500, 500, 500], path: convert('EUR'), status: 502, asked: 3 },
    { title: 'does not keep a failure', failures: [], path: convert('EUR'), status: 200, asked: 1 },
    { title: 'does not repeat what will not help', failures: [404], path: convert('GBP'), status: 502, asked: 1 },
    { title: 'refuses what the contract does not know', failures: [], path: convert('dollars'), status: 422, asked: 0 },
  ]) {
    it(title, async () => {
      calls.length = 0
      statuses.splice(0, Infinity, ...failures)
      await ask(running.url, { title, path: at, status })
      assert.equal(calls.length, asked)
    })
  }

  const body = JSON.stringify({ id: 'evt_1', type: 'paid' })
  const sign = (at: number): Record<string, string> => {
    const v1 = createHmac('sha256', 'test').update(`${at}.${body}`).digest('hex')
    return { 'x-signature': `t=${at},v1=${v1}` }
  }
  const now = Math.floor(Date.now() / 1000)
  for (const { title, headers, status, answer } of [
    { title: 'refuses a delivery without signature', headers: {}, status: 401 },
    { title: 'refuses an old delivery', headers: sign(now - 3600), status: 401 },
    { title: 'takes a delivery', headers: sign(now), status: 200, answer: { received: true } },
    { title: 'takes it once', headers: sign(now), status: 200, answer: { received: true, repeated: true } },
  ]) {
    const row = { title, path: '/api/webhooks/payments', method: 'POST', headers, body: () => body, status }
    it(title, () => ask(running.url, answer ? { ...row, answer } : row))
  }
})

interface TrpcExample {
  createClient(
    url: string,
    user: string,
  ): {
    list: { query(): Promise<unknown> }
    add: { mutate(input: { text: string }): Promise<unknown> }
    count: {
      subscribe(input: number, on: { onData(n: number): void; onComplete(): void; onError(e: Error): void }): unknown
    }
  }
}

describe('examples/trpc', { skip: reasonToSkip('trpc') }, () => {
  let running: Running
  before(async () => {
    running = await startExample('trpc')
  })
  after(() => running.stop())

  it('streams a subscription', () =>
    ask(running.url, {
      title: '',
      path: '/api/trpc/count?input=3',
      headers: { accept: 'text/event-stream' },
      status: 200,
      answer: /data: 1\n[^]*data: 2\n[^]*data: 3\n/,
    }))

  it('answers queries and mutations of its typed client', async () => {
    const file = path.join(toDir('trpc'), 'client/index.ts')
    const { createClient } = (await import(file)) as TrpcExample // its own types need its packages
    const client = createClient(`${running.url}/api/trpc`, 'ada')
    assert.deepEqual(await client.add.mutate({ text: 'read' }), { id: 1, text: 'read', by: 'ada' })
    const both = await Promise.all([client.list.query(), client.list.query()])
    assert.deepEqual(both[0], [{ id: 1, text: 'read', by: 'ada' }])
    await assert.rejects(createClient(`${running.url}/api/trpc`, '').add.mutate({ text: 'x' }), /Sign in first/)
  })
})
