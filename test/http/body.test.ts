import assert from 'node:assert/strict'
import net from 'node:net'
import { test } from 'node:test'
import type { BodySettings } from '../../src/http/body.ts'
import { throughDoor, type Handler } from './door.ts'
import { answerOf, createNodeServer, send, sendBytes, withServer } from './wire.ts'

const echo: Handler = (req, res) => {
  const { body } = req
  const kind = body === null ? 'null' : typeof body
  res.json({ kind, body, bare: kind === 'object' && Object.getPrototypeOf(body) === null })
}

const listKeys: Handler = (req, res) => res.json(Object.keys(Object(req.body)))

const readRest: Handler = async (req, res) => {
  let rest = ''
  for await (const chunk of req) rest += chunk
  req.body = { mine: true }
  res.json([rest, req.readableEnded, req.complete, req.body])
}

const countBytes: Handler = async (req, res) => {
  let bytes = 0
  for await (const chunk of req) bytes += (chunk as Buffer).length
  res.json(['body' in req, bytes])
}

const asText = (limit: number, text: string): BodySettings => ({ bodyLimit: limit, bodyLimitText: text })

const JSON_TYPE = 'application/json'
const FORM = 'application/x-www-form-urlencoded'

interface Row {
  type?: string
  body?: string | Buffer
  /** What the handler finds in `req.body`. */
  found: unknown
}

const READ: Row[] = [
  { found: '' },
  { type: JSON_TYPE, found: {} },
  { type: FORM, found: {} },
  { type: 'text/plain', found: '' },
  { type: JSON_TYPE, body: '{"a":1}', found: { a: 1 } },
  { type: 'Application/JSON; charset=UTF-8; x=y', body: '{"a":1}', found: { a: 1 } },
  { type: 'application/ld+json', body: '[1]', found: [1] },
  { type: JSON_TYPE, body: '"str"', found: 'str' },
  { type: JSON_TYPE, body: '5', found: 5 },
  { type: JSON_TYPE, body: 'null', found: null },
  { type: JSON_TYPE, body: '\ufeff{"a":1}', found: { a: 1 } },
  { type: 'application/vnd.api+json', body: '{"a":1}', found: '{"a":1}' },
  { type: 'text/json', body: '{"a":1}', found: '{"a":1}' },
  { type: 'json', body: '{"a":1}', found: '{"a":1}' },
  { type: 'application/json;', body: '{"a":1}', found: '{"a":1}' },
  { type: 'application/json, text/plain', body: '{"a":1}', found: '{"a":1}' },
  { body: '{"a":1}', found: '{"a":1}' },
  { type: 'text/xml', body: '<a/>', found: '<a/>' },
  { type: `${JSON_TYPE}; charset=latin1`, body: Buffer.from('"\xe9"', 'latin1'), found: 'é' },
  { type: `${JSON_TYPE}; charset=utf-16le`, body: Buffer.from('"é€"', 'utf16le'), found: 'é€' },
  { type: 'text/plain; charset=iso-8859-15', body: Buffer.from([0xa4]), found: '€' },
  { type: 'application/octet-stream', body: Buffer.from([0x61, 0xff]), found: 'a\ufffd' },
  { type: FORM, body: 'a=1&b=x+y&a=2&c', found: { a: ['1', '2'], b: 'x y', c: '' } },
  { type: FORM, body: 'a%5Bb%5D=%zz&c=%FF', found: { 'a[b]': '%zz', c: '\ufffd' } },
]

for (const { type, body, found } of READ) {
  test(`finds ${JSON.stringify(found)} in ${JSON.stringify(body?.toString())} sent as ${type ?? 'no type'}`, async () => {
    const headers = type === undefined ? {} : { 'content-type': type }
    const request = { method: 'POST', headers, ...(body === undefined ? {} : { body }) }
    const answer = await answerOf(throughDoor(echo), request)
    assert.equal(answer.status, 200)
    const seen = JSON.parse(answer.body.toString())
    assert.deepEqual(seen.body, found)
    assert.equal(seen.bare, type === FORM)
  })
}

for (const method of ['GET', 'DELETE', 'PUT', 'OPTIONS', 'PROPFIND']) {
  test(`parses the body of ${method}`, async () => {
    const headers = { 'content-type': JSON_TYPE, 'content-length': 7 }
    const answer = await answerOf(throughDoor(echo), { method, headers, body: '{"a":1}' })
    assert.deepEqual(JSON.parse(answer.body.toString()).body, { a: 1 })
  })
}

test('keeps every key of a long form', async () => {
  const body = Array.from({ length: 2000 }, (_, i) => `k${i}=1`).join('&')
  const request = { method: 'POST', headers: { 'content-type': FORM }, body }
  const answer = await answerOf(throughDoor(listKeys), request)
  assert.equal(JSON.parse(answer.body.toString()).length, 2000)
})

test('a JSON key __proto__ is an own property', async () => {
  const request = { method: 'POST', headers: { 'content-type': JSON_TYPE }, body: '{"__proto__":{"admin":true}}' }
  const answer = await answerOf(throughDoor(listKeys), request)
  assert.equal(answer.body.toString(), '["__proto__"]')
})

const REFUSED = [
  { why: 'broken JSON', type: JSON_TYPE, body: '{"a":', status: 400, reason: 'Invalid JSON' },
  { why: 'JSON of blanks', type: JSON_TYPE, body: '  ', status: 400, reason: 'Invalid JSON' },
  { why: 'an unknown charset', type: 'text/plain; charset=klingon', body: 'x', status: 400, reason: 'Invalid body' },
  { why: 'a body over the limit', type: 'text/plain', body: 'x'.repeat(11), status: 413, reason: 'Body exceeded 10b limit' }, // prettier-ignore
]

for (const { why, type, body, status, reason } of REFUSED) {
  for (const framing of ['Content-Length', 'chunked']) {
    test(`refuses ${why}, ${framing}, with ${status} ${reason}, and does not call the handler`, async () => {
      let called = false
      const handler: Handler = () => (called = true)
      const headers = { 'content-type': type, ...(framing === 'chunked' ? { 'transfer-encoding': 'chunked' } : {}) }
      const request = { method: 'POST', headers, body }
      const answer = await answerOf(throughDoor(handler, { settings: asText(10, '10b') }), request)
      assert.deepEqual([answer.status, answer.reason, answer.body.toString()], [status, reason, reason])
      assert.equal(called, false)
    })
  }
}

test('takes a body of exactly the limit', async () => {
  const request = { method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'é'.repeat(5) }
  const answer = await answerOf(throughDoor(echo, { settings: asText(10, '10b') }), request)
  assert.equal(answer.status, 200)
})

test('a limit of zero bytes takes no body at all, and lets a request without one through', async () => {
  const listener = throughDoor(echo, { settings: asText(0, '0') })
  assert.equal((await answerOf(listener, { method: 'POST', body: 'x' })).reason, 'Body exceeded 0 limit')
  assert.equal((await answerOf(listener, { method: 'POST' })).status, 200)
})

test('refuses a body that says it is too large before it is sent', async () => {
  const listener = throughDoor(echo, { settings: asText(10, '10b') })
  await withServer(createNodeServer(listener), async (port) => {
    const head = 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99000000\r\n\r\n'
    assert.match(await sendBytes(port, head, 'limit'), /^HTTP\/1\.1 413 Body exceeded 10b limit\r\n/)
  })
})

test('a client that asks first is told to send a body within the limit', async () => {
  await withServer(createNodeServer(throughDoor(echo)), async (port) => {
    const head = 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n'
    const answer = await sendBytes(port, head, 'Continue')
    assert.match(answer, /^HTTP\/1\.1 100 Continue\r\n/)
  })
})

test('a client that asks first is refused a body over the limit, and the connection ends: its body may still come', async () => {
  const listener = throughDoor(echo, { settings: asText(10, '10b') })
  await withServer(createNodeServer(listener), async (port) => {
    const head = 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 11\r\nExpect: 100-continue\r\n\r\n'
    const answer = await sendBytes(port, head)
    assert.match(answer, /^HTTP\/1\.1 413 /)
    assert.match(answer, /\r\nConnection: close\r\n/i)
  })
})

for (const body of ['{"a":', 'x'.repeat(2000)]) {
  test(`the connection goes on after a refused body of ${body.length} bytes`, async () => {
    const listener = throughDoor(echo, { settings: asText(1000, '1kb') })
    await withServer(createNodeServer(listener), async (port) => {
      const type = `Host: x\r\nContent-Type: ${JSON_TYPE}\r\n`
      const first = `POST /1 HTTP/1.1\r\n${type}Content-Length: ${body.length}\r\n\r\n${body}`
      const second = `POST /2 HTTP/1.1\r\n${type}Content-Length: 2\r\nConnection: close\r\n\r\n{}`
      const answers = await sendBytes(port, first + second)
      assert.deepEqual(answers.match(/HTTP\/1\.1 \d+/g)?.[1], 'HTTP/1.1 200')
    })
  })
}

test('a client that leaves in the middle of its body does not reach the handler and leaves the server well', async () => {
  let called = 0
  const handler: Handler = (_req, res) => {
    called += 1
    res.json(called)
  }
  await withServer(createNodeServer(throughDoor(handler)), async (port) => {
    await new Promise<void>((resolve) => {
      const socket = net.connect(port, '127.0.0.1', () => {
        socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf', () => socket.destroy())
      })
      socket.on('close', () => resolve())
    })
    assert.equal((await send(port)).body.toString(), '1')
  })
})

test('after parsing, the stream is at its end and the body can be replaced', async () => {
  for (const body of ['', 'text']) {
    const answer = await answerOf(throughDoor(readRest), { method: 'POST', body })
    assert.equal(answer.body.toString(), '["",true,true,{"mine":true}]')
  }
})

const RAW: BodySettings = { bodyLimit: false, bodyLimitText: '' }

test('without a parser the stream is the handler’s, of any size, and there is no body property', async () => {
  const request = { method: 'POST', headers: { 'content-type': JSON_TYPE }, body: Buffer.alloc(3_000_000) }
  const answer = await answerOf(throughDoor(countBytes, { settings: RAW }), request)
  assert.equal(answer.body.toString(), '[false,3000000]')
})

test('without a parser a client that asks first is told to send', async () => {
  const listener = throughDoor((req, res) => void req.pipe(res), { settings: RAW })
  await withServer(createNodeServer(listener), async (port) => {
    const head = 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n'
    assert.match(await sendBytes(port, head, 'Continue'), /^HTTP\/1\.1 100 Continue\r\n/)
  })
})

const BEFORE = [
  { left: { parsed: 'by middleware' }, found: { parsed: 'by middleware' } },
  { left: undefined, found: '' },
]

for (const { left, found } of BEFORE) {
  test(`a stream that middleware has read to its end, leaving ${JSON.stringify(left)}, is not waited for`, async () => {
    const listener = throughDoor(echo, {
      before: async (req) => {
        for await (const _ of req);
        if (left !== undefined) Object.assign(req, { body: left })
      },
    })
    const answer = await answerOf(listener, { method: 'POST', body: '{"a":1}' })
    assert.deepEqual(JSON.parse(answer.body.toString()).body, found)
  })
}
