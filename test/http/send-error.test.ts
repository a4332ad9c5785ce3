import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Fault } from '../../src/errors.ts'
import { allowCoding } from '../../src/http/node-objects.ts'
import { sendError, sendNotFound, type ErrorOptions, type ErrorStyle } from '../../src/http/send-error.ts'
import { answerOf, createNodeServer, sendBytes, withServer, type Listener } from './wire.ts'

const NEVER_CACHED = 'private, no-cache, no-store, max-age=0, must-revalidate'
const SECRET = new Error('password=hunter2 in /srv/secret.js')
const NOT_ALLOWED = new Fault('METHOD_NOT_ALLOWED', 'PUT is not allowed here', { headers: { Allow: 'GET, POST' } })

const failing =
  (error: unknown, options: ErrorOptions, before?: Listener): Listener =>
  (req, res) => {
    before?.(req, res)
    sendError(req, res, error, options)
  }

interface Row {
  error: unknown
  style: ErrorStyle
  accept?: string
  status: number
  reason: string
  type?: string
  body: string
}

const ROWS: Row[] = [
  { error: SECRET, style: 'text', status: 500, reason: 'Internal Server Error', body: 'Internal Server Error' },
  { error: SECRET, style: 'empty', status: 500, reason: 'Internal Server Error', body: '' },
  { error: SECRET, style: 'json', status: 500, reason: 'Internal Server Error', type: 'application/json; charset=utf-8', body: '{"message":"Internal Server Error"}' }, // prettier-ignore
  { error: undefined, style: 'text', status: 500, reason: 'Internal Server Error', body: 'Internal Server Error' },
  { error: new Fault('BODY_INVALID', 'Invalid JSON', { cause: SECRET }), style: 'text', status: 400, reason: 'Invalid JSON', body: 'Invalid JSON' }, // prettier-ignore
  { error: new Fault('MODULE_FAILED', 'pages/api/secret.js threw'), style: 'json', status: 500, reason: 'Internal Server Error', type: 'application/json; charset=utf-8', body: '{"message":"Internal Server Error"}' }, // prettier-ignore
  { error: NOT_ALLOWED, style: 'json', status: 405, reason: 'Method Not Allowed', type: 'application/json; charset=utf-8', body: '{"message":"PUT is not allowed here"}' }, // prettier-ignore
  {
    error: NOT_ALLOWED,
    style: 'json',
    accept: 'application/problem+json, */*',
    status: 405,
    reason: 'Method Not Allowed',
    type: 'application/problem+json',
    body: '{"type":"about:blank","title":"Method Not Allowed","status":405,"detail":"PUT is not allowed here","code":"METHOD_NOT_ALLOWED"}',
  },
  {
    error: SECRET,
    style: 'json',
    accept: 'application/problem+json',
    status: 500,
    reason: 'Internal Server Error',
    type: 'application/problem+json',
    body: '{"type":"about:blank","title":"Internal Server Error","status":500,"detail":"Internal Server Error"}',
  },
]

for (const { error, style, accept, status, reason, type, body } of ROWS) {
  const what = error instanceof Fault ? error.code : String(error && 'an Error')
  test(`answers ${what} in style ${style} with ${status} and ${JSON.stringify(body)}`, async () => {
    const answer = await answerOf(failing(error, { style }), { headers: accept ? { accept } : {} })
    assert.deepEqual([answer.status, answer.reason, answer.body.toString()], [status, reason, body])
    assert.equal(answer.headers['content-type'], type)
    if (style === 'json') assert.equal(answer.headers['cache-control'], NEVER_CACHED)
    if (error === NOT_ALLOWED) assert.equal(answer.headers['allow'], 'GET, POST')
  })
}

const prepare: Listener = (_req, res) => {
  res.statusMessage = 'Meant Well'
  for (const name of ['ETag', 'Location', 'Cache-Control', 'Content-Type', 'Last-Modified']) res.setHeader(name, 'x')
  res.setHeader('Content-Length', 5)
  res.setHeader('X-Custom', 'kept')
  res.setHeader('Set-Cookie', 'a=1')
}

test('drops the headers of the answer that was meant, and keeps cookies and custom ones as Next.js does', async () => {
  const { headers, body } = await answerOf(failing(SECRET, { style: 'text' }, prepare))
  for (const name of ['etag', 'location', 'cache-control', 'content-type', 'last-modified']) {
    assert.equal(headers[name], undefined, name)
  }
  assert.equal(headers['x-custom'], 'kept')
  assert.deepEqual(headers['set-cookie'], ['a=1'])
  assert.equal(body.toString(), 'Internal Server Error')
})

test('puts back what the config set before the handler', async () => {
  const preset = [
    ['Cache-Control', 'max-age=1'],
    ['X-Custom', 'of the config'],
  ] as const
  const { headers } = await answerOf(failing(SECRET, { style: 'text', preset }, prepare))
  assert.equal(headers['cache-control'], 'max-age=1')
  assert.equal(headers['x-custom'], 'kept')
})

const FRAMINGS: { what: string; before: Listener }[] = [
  { what: 'nothing', before: () => {} },
  { what: 'Content-Length', before: (_req, res) => res.setHeader('Content-Length', 5) },
  { what: 'Transfer-Encoding', before: (_req, res) => res.setHeader('Transfer-Encoding', 'chunked') },
]

for (const { what, before } of FRAMINGS) {
  for (const style of ['text', 'empty', 'json'] as const) {
    for (const coded of [true, false]) {
      const after = coded ? ' and asked for compression' : ''
      test(`a client can tell where an error of style ${style} ends after a handler set ${what}${after}`, async () => {
        const listener: Listener = (req, res) => {
          if (coded) allowCoding(res)
          failing(SECRET, { style }, before)(req, res)
        }
        await withServer(createNodeServer(listener), async (port) => {
          const ask = 'GET / HTTP/1.1\r\nHost: x\r\n'
          const answers = await sendBytes(port, `${ask}\r\n${ask}Connection: close\r\n\r\n`)
          assert.equal(answers.match(/HTTP\/1\.1 500 Internal Server Error\r\n/g)?.length, 2)
        })
      })
    }
  }
}

test('closes the connection when the head is out, so that half an answer does not pass for a whole one', async () => {
  for (const framing of [{ 'Content-Length': 100 }, {}]) {
    const answer = await answerOf((req, res) => {
      res.writeHead(200, framing).write('half', () => sendError(req, res, SECRET, { style: 'text' }))
    })
    assert.equal(answer.complete, false)
    assert.doesNotMatch(answer.body.toString(), /Internal/)
  }
})

test('leaves a complete answer alone', async () => {
  const answer = await answerOf(failing(SECRET, { style: 'text' }, (_req, res) => res.end('done')))
  assert.deepEqual([answer.status, answer.body.toString(), answer.complete], [200, 'done', true])
})

const NOT_FOUND = [
  { headers: {}, method: 'GET', type: 'application/json; charset=utf-8', body: '{"message":"Not Found"}' },
  { headers: {}, method: 'PUT', type: 'application/json; charset=utf-8', body: '{"message":"Not Found"}' },
  { headers: { 'sec-fetch-dest': 'empty' }, method: 'GET', type: 'application/json; charset=utf-8', body: '{"message":"Not Found"}' }, // prettier-ignore
  { headers: { 'sec-fetch-dest': 'image' }, method: 'GET', type: 'text/plain; charset=utf-8', body: 'Not Found' },
  { headers: { 'sec-fetch-dest': 'script' }, method: 'POST', type: 'application/json; charset=utf-8', body: '{"message":"Not Found"}' }, // prettier-ignore
]

for (const { headers, method, type, body } of NOT_FOUND) {
  test(`says not found to ${method} ${JSON.stringify(headers)} as ${type}`, async () => {
    const answer = await answerOf(sendNotFound, { method, headers })
    assert.equal(answer.status, 404)
    assert.equal(answer.headers['content-type'], type)
    assert.equal(answer.headers['cache-control'], NEVER_CACHED)
    assert.equal(answer.body.toString(), body)
  })
}
