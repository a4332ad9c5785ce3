import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import type { Logger } from '../../src/log.ts'
import { redactTarget } from '../../src/ops/access-log.ts'
import { removeProjects } from '../module/temp-project.ts'
import { exchange, openConnection, serveFiles, type Served } from './serve.ts'

const lines: { fields: Record<string, unknown>; message: string }[] = []
const nothing = (): void => {}
const log: Logger = {
  debug: nothing,
  warn: nothing,
  error: nothing,
  info: (fields, message = '') => void lines.push({ fields: { ...fields }, message }),
}

let served: Served
before(async () => {
  const files = {
    'pages/api/users/[id].js': 'export default (req, res) => res.status(201).json({})',
    'pages/api/slow.js': 'export default (req, res) => void setTimeout(() => res.end(), 200)',
  }
  served = await serveFiles(files, {}, log)
})
beforeEach(() => lines.splice(0))
after(async () => {
  await served.stop()
  removeProjects()
})

const get = (path: string, headers = ''): string =>
  `GET ${path} HTTP/1.1\r\nHost: a\r\n${headers}Connection: close\r\n\r\n`

test('a request has one line, with the template of its route', async () => {
  await exchange(served.port, get('/api/users/7?a=1'))
  const [line] = lines
  assert.equal(lines.length, 1)
  assert.match(line?.message ?? '', /^GET \/api\/users\/7\?a=1 201 \d/)
  const { id, ms, ...fields } = line?.fields ?? {}
  assert.deepEqual(fields, { method: 'GET', url: '/api/users/7?a=1', route: '/api/users/[id]', status: 201 })
  assert.match(String(id), /^[0-9a-f]{32}$/)
  assert.equal(typeof ms, 'number')
})

test('a path that nothing has, has no route', async () => {
  await exchange(served.port, get('/nowhere'))
  assert.deepEqual([lines[0]?.fields['route'], lines[0]?.fields['status']], [undefined, 404])
})

test('an id that a client sent is kept and sent back', async () => {
  const text = await exchange(served.port, get('/api/users/7', 'X-Request-Id: abc-1\r\n'))
  assert.match(text, /^x-request-id: abc-1\r$/im)
  assert.equal(lines[0]?.fields['id'], 'abc-1')
})

test('a trace that a client belongs to is on the line', async () => {
  const header = 'traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\r\n'
  await exchange(served.port, get('/api/users/7', header))
  assert.equal(lines[0]?.fields['trace_id'], '4bf92f3577b34da6a3ce929d0e0e4736')
  assert.equal(lines[0]?.fields['span_id'], '00f067aa0ba902b7')
})

test('a client that left is aborted, not 200', async () => {
  const { socket } = openConnection(served.port)
  socket.write(get('/api/slow'))
  await new Promise((resolve) => setTimeout(resolve, 50))
  socket.destroy()
  while (lines.length === 0) await new Promise((resolve) => setTimeout(resolve, 10))
  assert.match(lines[0]?.message ?? '', /^GET \/api\/slow aborted/)
  assert.equal(lines[0]?.fields['aborted'], true)
})

test('probes have no lines', async () => {
  await exchange(served.port, get('/livez'))
  assert.equal(lines.length, 0)
})

const REDACTED = [
  ['/a?x=1', '/a?x=1'],
  ['/a?token=s', '/a?token=[redacted]'],
  ['/a?x=1&access_token=s&y=2', '/a?x=1&access_token=[redacted]&y=2'],
  ['/a?API_KEY=s&password=p', '/a?API_KEY=[redacted]&password=[redacted]'],
  ['/token=s', '/token=s'],
] as const

for (const [target, logged] of REDACTED) {
  test(`${target} is logged as ${logged}`, () => assert.equal(redactTarget(target), logged))
}
