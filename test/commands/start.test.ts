import assert from 'node:assert/strict'
import net from 'node:net'
import { after, before, describe, test } from 'node:test'
import { plant } from '../app/plant.ts'
import { send, sendBytes } from '../http/wire.ts'
import { serve, startChild, startShell, type Serving } from './child.ts'

const FILES = {
  'package.json': '{ "type": "module" }',
  'api/hello.js': `export default (req, res) => res.json({ hello: true })`,
  'api/slow.js': `export default (req, res) => { console.log('slow is asked'); setTimeout(() => res.json({ slow: true }), 400) }`,
  'api/stuck.js': `export default () => console.log('stuck is asked')`,
  'api/stray.js': `export default (req, res) => {
    setTimeout(() => { throw new Error('thrown in a timer') })
    void Promise.reject(new Error('rejected alone'))
    res.json('answered')
  }`,
  'api/throws.js': `export default () => { throw new Error('of the handler') }`,
  'api/broken.js': `throw new Error('this module does not load')\nexport default () => {}`,
  'api/body.js': `export const config = { api: { bodyParser: { sizeLimit: '10b' } } }
    export default (req, res) => res.json(req.body)`,
  'api/[id].js': `export default (req, res) => res.json(req.query)`,
}

describe('a server that is asked to end', () => {
  test('answers what it has, says that it leaves, and exits with 0', async () => {
    const server = await serve(plant(FILES), [], { DRAIN_DELAY_MS: '2000' })
    const slow = send(server.port, { path: '/api/slow' })
    await server.says(/slow is asked/)
    server.process.kill('SIGTERM')
    await server.says(/SIGTERM: draining/)
    const ready = await send(server.port, { path: '/readyz' })
    assert.deepEqual([ready.status, ready.body.toString()], [503, '{"status":"draining"}'])
    const late = await send(server.port, { path: '/api/hello', headers: { connection: 'keep-alive' } })
    assert.deepEqual([late.status, late.headers['connection']], [200, 'close'])
    assert.equal((await slow).body.toString(), '{"slow":true}')
    assert.equal(await server.ended, 0)
    assert.equal(server.err(), '')
    await assert.rejects(send(server.port), { code: 'ECONNREFUSED' })
  })

  test('waits for a stuck request no longer than it may', async () => {
    const server = await serve(plant(FILES), [], { DRAIN_DELAY_MS: '0', DRAIN_MS: '100' })
    const stuck = send(server.port, { path: '/api/stuck' })
    await server.says(/stuck is asked/)
    server.process.kill('SIGINT')
    await assert.rejects(stuck, { code: 'ECONNRESET' })
    assert.equal(await server.ended, 0)
  })

  test('ends when the shell has ended that a package manager runs it in', async () => {
    const dir = plant(FILES)
    const shell = startShell(dir)
    await shell.says(/^ready /m)
    shell.process.kill('SIGTERM')
    await shell.says(/SIGTERM: draining/)
    // Its output is closed once the server, which writes to it too, has ended.
    assert.equal(await shell.ended, 'SIGTERM')
  })

  test('ends at once when it is asked twice', async () => {
    const server = await serve(plant(FILES), [], { DRAIN_DELAY_MS: '60000' })
    server.process.kill('SIGTERM')
    await server.says(/SIGTERM: draining/)
    server.process.kill('SIGTERM')
    assert.equal(await server.ended, 1)
  })
})

test('a port in use ends the start with 1, the port and the remedy', async () => {
  const holder = net.createServer()
  await new Promise<void>((resolve) => {
    holder.listen(0, '127.0.0.1', resolve)
  })
  const { port } = holder.address() as net.AddressInfo
  const child = startChild(['start', plant(FILES), '--port', String(port), '--host', '127.0.0.1'])
  assert.equal(await child.ended, 1)
  holder.close()
  assert.match(
    child.err(),
    new RegExp(`^rehost: Port ${port} is in use\\n  Stop the other server.*\\(PORT_IN_USE\\)\\n$`),
  )
})

test('a setup that throws ends the start with 1 and its error', async () => {
  const config = { 'rehost.config.mjs': `export default { setup() { throw new Error('no database') } }` }
  const child = startChild(['start', plant({ ...FILES, ...config }), '--port', '0'])
  assert.equal(await child.ended, 1)
  assert.match(child.err(), /^rehost: Error: no database\n {4}at setup /)
  assert.doesNotMatch(child.out(), /^ready/m)
})

describe('a running server', () => {
  let server: Serving
  before(async () => {
    server = await serve(plant(FILES))
  })
  after(async () => {
    server.process.kill('SIGKILL')
    await server.ended
  })
  const works = async (): Promise<void> =>
    assert.equal((await send(server.port, { path: '/api/hello' })).body.toString(), '{"hello":true}')

  test('lists its routes and says where the docs are', async () => {
    await server.says(/\/api\/hello +api\/hello\.js/)
    assert.match(server.out(), new RegExp(`^docs {2}http://127\\.0\\.0\\.1:${server.port}/docs$`, 'm'))
  })

  test('names the file of a module that does not load, and serves the others', async () => {
    await server.says(/"file":"api\/broken\.js"/)
    assert.equal((await send(server.port, { path: '/api/broken' })).status, 500)
    await works()
  })

  test('writes one line a request, with the route, the status and no secrets', async () => {
    await send(server.port, { path: '/api/42?token=s3cret&a=1', headers: { authorization: 'Bearer s3cret' } })
    const [line] = await server.says(/^.*"route":"\/api\/\[id\]".*$/m)
    const { method, url, status } = JSON.parse(line)
    assert.deepEqual([method, url, status], ['GET', '/api/42?token=[redacted]&a=1', 200])
    assert.doesNotMatch(server.out(), /s3cret/)
  })

  test('goes on after a throw and a rejection outside any request, and logs both', async () => {
    assert.equal((await send(server.port, { path: '/api/stray' })).body.toString(), '"answered"')
    await server.says(/thrown in a timer/)
    await server.says(/rejected alone/)
    await works()
  })

  test('logs what a handler throws and shows the client nothing of it', async () => {
    const answer = await send(server.port, { path: '/api/throws' })
    assert.deepEqual([answer.status, answer.body.toString()], [500, 'Internal Server Error'])
    await server.says(/of the handler/)
  })

  const END = 'Host: x\r\nConnection: close\r\n\r\n'
  const json = (body: string): string =>
    `Host: x\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`
  const BAD = [
    { what: 'a percent-escape that is none', bytes: `GET /api/%zz HTTP/1.1\r\n${END}`, status: 400 },
    { what: 'bytes that are no UTF-8', bytes: `GET /api/%FF HTTP/1.1\r\n${END}`, status: 400 },
    { what: 'a control character in the target', bytes: `GET /api/\x01 HTTP/1.1\r\n${END}`, status: 400 },
    { what: 'a method that is none', bytes: `BREW /api/hello HTTP/1.1\r\n${END}`, status: 400 },
    { what: 'a method in lower case', bytes: `get /api/hello HTTP/1.1\r\n${END}`, status: 400 },
    { what: 'no Host', bytes: 'GET /api/hello HTTP/1.1\r\nConnection: close\r\n\r\n', status: 400 },
    { what: 'a target that is a star', bytes: `OPTIONS * HTTP/1.1\r\n${END}`, status: 204 },
    { what: 'JSON cut short', bytes: `POST /api/body HTTP/1.1\r\n${json('{"a":')}`, status: 400 },
    { what: 'a body over the limit', bytes: `POST /api/body HTTP/1.1\r\n${json('"0123456789"')}`, status: 413 },
    { what: 'a Content-Length that is none', bytes: `POST /api/body HTTP/1.1\r\nContent-Length: -1\r\n${END}`, status: 400 },
    { what: 'two lengths', bytes: `POST /api/body HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n${END}x`, status: 400 },
    { what: 'two framings', bytes: `POST /api/body HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n${END}0\r\n\r\n`, status: 400 },
    { what: 'headers over the limit', bytes: `GET /api/hello HTTP/1.1\r\nX-A: ${'a'.repeat(20_000)}\r\n${END}`, status: 431 },
    { what: 'a header name with a space', bytes: `GET /api/hello HTTP/1.1\r\nX A: 1\r\n${END}`, status: 400 },
    { what: 'an expectation nobody knows', bytes: `GET /api/hello HTTP/1.1\r\nExpect: the-unexpected\r\n${END}`, status: 417 },
    { what: 'no HTTP at all', bytes: '\x16\x03\x01 this is TLS', status: 400 },
  ] // prettier-ignore

  for (const { what, bytes, status } of BAD) {
    test(`answers ${what} with ${status}`, async () => {
      const answer = await sendBytes(server.port, bytes)
      assert.equal(answer.slice(9, 12), String(status), answer)
      await works()
    })
  }

  test('shrugs at clients that leave in the middle of a request, a body or an answer', async () => {
    const beginnings = [
      'GET /api/hel',
      'POST /api/body HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{"a"',
      'GET /api/slow HTTP/1.1\r\nHost: x\r\n\r\n',
    ]
    for (const beginning of beginnings) {
      await new Promise<void>((resolve) => {
        const socket = net.connect(server.port, '127.0.0.1', () =>
          socket.write(beginning, () => socket.resetAndDestroy()),
        )
        socket.on('error', () => {})
        socket.on('close', () => resolve())
      })
    }
    await works()
  })

  test('has written nothing to standard error', async () => {
    await works()
    assert.equal(server.err(), '')
    assert.equal(server.process.exitCode, null)
  })
})
