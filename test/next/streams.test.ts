import assert from 'node:assert/strict'
import http from 'node:http'
import { once } from 'node:events'
import { test } from 'node:test'
import { serveHandlers } from './serve-handlers.ts'

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)
const tick = (ms = 5): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

async function until(check: () => boolean): Promise<void> {
  for (let i = 0; i < 400 && !check(); i++) await tick()
  assert.ok(check())
}

function get(url: string, options: http.RequestOptions = {}): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    http.get(url, { agent: false, ...options }, resolve).on('error', reject)
  })
}

test('a body that breaks before its first piece resets the connection without a status', async () => {
  const GET = (): Response => new Response(new ReadableStream({ pull: () => Promise.reject(new Error('early')) }))
  const running = await serveHandlers({ GET })
  await assert.rejects(running.send(), { code: 'ECONNRESET' })
  const seen = running.errors.map(({ error, info }) => [info.phase, String(error), String((error as Error).cause)])
  assert.deepEqual(seen, [['response', 'Error: failed to pipe response', 'Error: early']])
  await running.close()
})

test('a body that breaks in the middle is cut off, not ended', async () => {
  const pieces = ['partial']
  const pull = (controller: ReadableStreamDefaultController): void => {
    const piece = pieces.shift()
    if (piece === undefined) controller.error(new Error('mid'))
    else controller.enqueue(encode(piece))
  }
  const running = await serveHandlers({ GET: () => new Response(new ReadableStream({ pull }, { highWaterMark: 0 })) })
  await assert.rejects(running.send(), { code: 'ECONNRESET' })
  assert.equal(running.errors.length, 1)
  await running.close()
})

test('a piece that is neither bytes nor text breaks the body', async () => {
  const body = new ReadableStream({ start: (controller) => controller.enqueue(5) })
  const running = await serveHandlers({ GET: () => new Response(body) })
  await assert.rejects(running.send(), { code: 'ECONNRESET' })
  await running.close()
})

test('HEAD cancels the body of GET', async () => {
  const log: string[] = []
  const GET = (): Response => new Response(new ReadableStream({ cancel: () => void log.push('cancel') }))
  const running = await serveHandlers({ GET })
  assert.equal((await running.send({ method: 'HEAD' })).status, 200)
  await until(() => log.length === 1)
  await running.close()
})

test('a client that leaves aborts the signal, then cancels the body', async () => {
  const log: unknown[] = []
  const GET = (req: Request): Response => {
    req.signal.addEventListener('abort', () => log.push(['abort', (req.signal.reason as Error).name]))
    const pull = async (controller: ReadableStreamDefaultController): Promise<void> => {
      await tick()
      controller.enqueue(encode('x'))
    }
    return new Response(new ReadableStream({ pull, cancel: (reason: Error) => void log.push(['cancel', reason.name]) }))
  }
  const running = await serveHandlers({ GET })
  const res = await get(running.url)
  await once(res, 'data')
  res.destroy()
  await until(() => log.length === 2)
  assert.deepEqual(log, [
    ['abort', 'ResponseAborted'],
    ['cancel', 'ResponseAborted'],
  ])
  assert.deepEqual(running.errors, [])
  await running.close()
})

test('a client that leaves while the handler works aborts the signal, and the handler goes on', async () => {
  const log: unknown[] = []
  const POST = async (req: Request): Promise<Response> => {
    await req.text()
    const { signal } = req
    log.push('start')
    await new Promise((resolve) => signal.addEventListener('abort', resolve))
    log.push([signal.aborted, (signal.reason as Error).message])
    return new Response(new ReadableStream({ cancel: () => void log.push('cancelled') }))
  }
  const running = await serveHandlers({ POST })
  const req = http.request(running.url, { method: 'POST', agent: false }).on('error', () => {})
  req.end('body')
  await until(() => log.length === 1)
  req.destroy()
  await until(() => log.length === 3)
  assert.deepEqual(log, ['start', [true, ''], 'cancelled'])
  await running.close()
})

test('an upload that is cut off rejects the reader', async () => {
  const log: unknown[] = []
  const POST = async (req: Request): Promise<Response> => {
    log.push('called')
    await req.text().catch((error: Error) => log.push([error.name, error.message]))
    return new Response('late')
  }
  const running = await serveHandlers({ POST })
  const req = http.request(running.url, { method: 'POST', agent: false, headers: { 'content-length': '100' } })
  req.on('error', () => {}).write('0123456789')
  await until(() => log.length === 1)
  req.destroy()
  await until(() => log.length === 2)
  assert.deepEqual(log, ['called', ['Error', 'aborted']])
  await running.close()
})

test('pieces go out one by one, and no faster than the client reads them', async () => {
  const piece = new Uint8Array(64 * 1024)
  const total = 1024
  let made = 0
  const pull = (controller: ReadableStreamDefaultController): void => {
    controller.enqueue(piece)
    if (++made === total) controller.close()
  }
  const running = await serveHandlers({ GET: () => new Response(new ReadableStream({ pull })) })
  const res = await get(running.url)
  await tick(100)
  assert.ok(made < total / 2, `${made} pieces were made for a client that reads nothing`)
  let size = 0
  for await (const chunk of res) size += (chunk as Buffer).length
  assert.equal(size, total * piece.length)
  await running.close()
})

test('a request body that nobody reads does not stop the next request on its connection', async () => {
  const POST = (req: Request): Response => Response.json(req.body !== null)
  const running = await serveHandlers({ POST })
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
  const send = (): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      const req = http.request(running.url, { method: 'POST', agent }, (res) => {
        res.resume().on('end', () => resolve(res.statusCode))
      })
      req.on('error', reject).end(Buffer.alloc(1_000_000))
    })
  assert.deepEqual([await send(), await send()], [200, 200])
  agent.destroy()
  await running.close()
})
