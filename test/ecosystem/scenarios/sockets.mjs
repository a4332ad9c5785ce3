import { io } from 'socket.io-client'
import WebSocket from 'ws'
import { BASE, lib } from '../harness.mjs'

const K = (pkg) => ({ pkg, kind: 'sockets', router: 'pages' })
const timeout = (p, ms, what) =>
  Promise.race([p, new Promise((_, rej) => setTimeout(() => rej(new Error(`${what}: timeout`)), ms))])

const talk = async (t, transports) => {
  const sock = io(BASE, { path: '/api/socketio', addTrailingSlash: false, transports, reconnection: false })
  t.onClose(() => void sock.close())
  const hello = new Promise((r) => sock.once('hello', r))
  await timeout(
    new Promise((res, rej) => sock.once('connect', res).once('connect_error', rej)),
    5000,
    `connect over ${transports}`,
  )
  t.eq(await timeout(hello, 3000, 'hello'), 'from server', 'server event')
  const echo = new Promise((r) => sock.once('update-input', r))
  t.eq(await timeout(sock.emitWithAck('input-change', 'typed'), 3000, 'ack'), { ok: true }, 'ack')
  t.eq(await timeout(echo, 3000, 'echo'), 'typed', 'echo')
  const transport = sock.io.engine.transport.name
  sock.close()
  return transport
}
lib('socket.io on res.socket.server', K('socket.io'), async (t) => {
  const s = t.session()
  const first = await s.get('/api/socket-io', { record: false })
  t.ok([200, 201].includes(first.status), 'init')
  t.eq((await s.get('/api/socket-io')).json, { started: false }, 'res.socket.server is one object for all requests')
  t.eq(await talk(t, ['polling']), 'polling', 'polling transport')
  t.eq(await talk(t, ['websocket']), 'websocket', 'websocket transport')
})
lib('ws on res.socket.server', K('ws'), async (t) => {
  t.eq((await t.session().get('/api/ws')).status, 200, 'init')
  const ws = new WebSocket(BASE.replace('http', 'ws') + '/api/ws-live')
  t.onClose(() => ws.terminate())
  const got = []
  await timeout(
    new Promise((res, rej) => {
      ws.on('message', (m) => {
        got.push(String(m))
        if (got.length === 1) ws.send('ping')
        else res()
      })
      ws.on('error', rej)
      ws.on('close', (c) => rej(new Error(`closed ${c}`)))
    }),
    5000,
    'websocket',
  )
  t.eq(got, ['welcome', 'echo:ping'], 'messages')
})
