import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { removeProjects } from '../module/temp-project.ts'
import { openConnection, parseAnswers, serveFiles, type RawConnection, type Served } from './serve.ts'

const EARLY = `export const config = { api: { bodyParser: false } }
export default (req, res) => res.end('early')`
const FILES = {
  'pages/api/hello.js': 'export default (req, res) => res.end("hello")',
  'pages/api/early.js': EARLY,
  'pages/api/slow.js': 'export default (req, res) => void setTimeout(() => res.end("slow"), 100)',
}
const UPLOAD = 4_000_000

const NOW = { drainDelayMs: 0, drainMs: 5000 }
const keep = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`

after(removeProjects)

function send(served: Served, path: string): RawConnection {
  const connection = openConnection(served.port)
  connection.socket.write(keep(path))
  return connection
}

test('connections that nobody has taken from the queue yet when the port is to close are answered', async () => {
  const served = await serveFiles(FILES)
  const clients = Array.from({ length: 20 }, () => send(served, '/api/hello'))
  // By then the system has made the connections, and the event loop has not seen one of them.
  await new Promise<void>((resolve) => {
    process.nextTick(resolve)
  })
  assert.equal(served.life.counts.connections, 0)
  await served.server.drain(NOW)
  const texts = await Promise.all(clients.map(({ closed }) => closed))
  assert.deepEqual(
    texts.map((text) => parseAnswers(text)[0]?.status),
    Array(20).fill(200),
  )
  await served.stop()
})

test('an answer that was being made when the end was announced says so', async () => {
  const served = await serveFiles(FILES)
  const { socket, closed } = send(served, '/api/slow')
  while (served.life.counts.connections === 0) await sleep(1)
  await sleep(20)
  const drained = served.server.drain(NOW)
  const [answer] = parseAnswers(await closed)
  assert.deepEqual([answer?.headers['connection'], answer?.body], ['close', 'slow'])
  assert.equal(socket.destroyed, true)
  await drained
  await served.stop()
})

test('idle connections are closed at the end of the delay and not before, each in order', async () => {
  const served = await serveFiles(FILES)
  const clients = Array.from({ length: 5 }, () => send(served, '/api/hello'))
  const errors: Error[] = []
  for (const { socket } of clients) socket.on('error', (error) => errors.push(error))
  await Promise.all(clients.map(({ saw }) => saw('hello')))
  const drained = served.server.drain({ drainDelayMs: 200, drainMs: 5000 })
  await sleep(50)
  // One of them is used again meanwhile, and told.
  clients[0]?.socket.write(keep('/api/hello'))
  const [first = '', ...others] = await Promise.all(clients.map(({ closed }) => closed))
  assert.deepEqual(
    parseAnswers(first).map(({ headers }) => headers['connection']),
    ['keep-alive', 'close'],
  )
  assert.deepEqual(
    others.map((text) => parseAnswers(text).length),
    [1, 1, 1, 1],
  )
  assert.deepEqual(errors, [])
  await drained
  await served.stop()
})

test('a request that has begun to arrive is waited for', async () => {
  const served = await serveFiles(FILES)
  const { socket, closed, saw } = send(served, '/api/hello')
  await saw('hello')
  socket.write('GET /api/slow HTTP/1.1\r\n')
  await sleep(50)
  const drained = served.server.drain(NOW)
  await sleep(150)
  socket.write('Host: a\r\n\r\n')
  assert.equal(parseAnswers(await closed)[1]?.body, 'slow')
  await drained
  await served.stop()
})

test('an answer that comes before the body was sent arrives, although the connection ends with it', async () => {
  const served = await serveFiles(FILES)
  const drained = served.server.drain({ drainDelayMs: 300, drainMs: 5000 })
  const { socket, closed } = openConnection(served.port)
  const errors: Error[] = []
  socket.on('error', (error) => errors.push(error))
  socket.pause() // A client that sends first and reads then.
  socket.write(`POST /api/early HTTP/1.1\r\nHost: a\r\nContent-Length: ${UPLOAD}\r\n\r\n${'x'.repeat(1000)}`)
  await sleep(50)
  socket.write('x'.repeat(UPLOAD - 1000))
  await sleep(100)
  socket.resume()
  const [answer] = parseAnswers(await closed)
  assert.deepEqual([answer?.status, answer?.headers['connection'], answer?.body], [200, 'close', 'early'])
  assert.deepEqual(errors, [])
  await drained
  await served.stop()
})

test('a client that never stops sending is not waited for', async () => {
  const served = await serveFiles(FILES)
  const drained = served.server.drain({ drainDelayMs: 200, drainMs: 60_000 })
  const { socket, closed } = openConnection(served.port)
  socket.write(`POST /api/early HTTP/1.1\r\nHost: a\r\nContent-Length: ${UPLOAD}\r\n\r\nx`)
  const timer = setInterval(() => socket.write('x'), 20)
  assert.match(await closed, /early/)
  clearInterval(timer)
  await drained
  await served.stop()
})

test('a drain that is told nothing goes on serving for a moment, then ends', async () => {
  const served = await serveFiles(FILES)
  const drained = served.server.drain()
  const [answer] = parseAnswers(await send(served, '/api/hello').closed)
  assert.deepEqual([answer?.status, answer?.headers['connection']], [200, 'close'])
  assert.equal(served.server.listening, true)
  await drained
  assert.equal(served.server.listening, false)
  await served.stop()
})
