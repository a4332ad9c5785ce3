import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { WebSocket } from 'ws'
import { removeProjects } from '../module/temp-project.ts'
import { openConnection, serveFiles, type Served } from './serve.ts'

// As projects do it: the first request attaches a server to the socket's own.
const ATTACH = `import { WebSocketServer } from '${import.meta.resolve('ws')}'
export default (req, res) => {
  const { server } = res.socket
  if (server.wss === undefined) {
    server.wss = new WebSocketServer({ noServer: true })
    server.on('upgrade', (req, socket, head) => {
      if (req.url !== '/ws') return
      server.wss.handleUpgrade(req, socket, head, (ws) => ws.on('message', (data) => ws.send('echo ' + data)))
    })
  }
  res.end('attached')
}`

let served: Served
before(async () => {
  served = await serveFiles({
    'pages/api/socket.js': ATTACH,
    'pages/api/hello.js': 'export default (q, s) => s.end("hi")',
  })
})
after(async () => {
  await served.stop()
  removeProjects()
})

const upgrade = (path: string): string =>
  `GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n'

test('an upgrade that nobody listens for is answered as an ordinary request', async () => {
  const { socket, saw } = openConnection(served.port)
  socket.write(upgrade('/api/hello'))
  assert.match(await saw('hi'), /^HTTP\/1\.1 200/)
  socket.destroy()
})

test('a WebSocket server that a handler attached talks, and other requests go on', async () => {
  assert.equal(await (await fetch(`http://127.0.0.1:${served.port}/api/socket`)).text(), 'attached')
  const client = new WebSocket(`ws://127.0.0.1:${served.port}/ws`)
  const reply = await new Promise<string>((resolve, reject) => {
    client.on('open', () => client.send('hello'))
    client.on('message', (data: Buffer) => resolve(data.toString()))
    client.on('error', reject)
  })
  assert.equal(reply, 'echo hello')
  client.terminate()
  assert.equal(await (await fetch(`http://127.0.0.1:${served.port}/api/hello`)).text(), 'hi')
})

test('an upgrade that its listeners leave alone is closed', { timeout: 20_000 }, async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const { socket, closed } = openConnection(served.port)
  const handed = new Promise((resolve) => {
    served.server.once('upgrade', resolve)
  })
  socket.write(upgrade('/elsewhere'))
  await handed
  t.mock.timers.tick(10_000)
  assert.equal(await closed, '')
  assert.equal(served.life.counts.dropped.upgrade, 1)
})

test('a reset of a connection that was handed over does not end the process', async () => {
  const { socket } = openConnection(served.port)
  const handed = new Promise((resolve) => {
    served.server.once('upgrade', resolve)
  })
  socket.write(upgrade('/elsewhere'))
  await handed
  socket.resetAndDestroy()
  await sleep(20)
  assert.equal((await fetch(`http://127.0.0.1:${served.port}/api/hello`)).status, 200)
})
