import assert from 'node:assert/strict'
import { createReadStream } from 'node:fs'
import { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import { announceMethods, keepCookies } from '../../src/http/node-objects.ts'
import { throughDoor, type Handler, type HandlerResponse } from './door.ts'
import { answerOf, type Received, type Sent } from './wire.ts'

const run = (handler: Handler, request: Sent = {}): Promise<Received> => answerOf(throughDoor(handler), request)
const JSON_TYPE = 'application/json; charset=utf-8'
const FAILED = { status: 500, body: 'Internal Server Error' }

interface Row {
  what: string
  handler: (res: HandlerResponse) => unknown
  request?: Sent
  status?: number
  reason?: string
  body?: string
  /** Expected headers; null is one that must not be there. */
  headers?: Record<string, string | string[] | null>
}

const SENT: Row[] = [
  { what: 'json(object)', handler: (res) => res.json({ a: 1 }), body: '{"a":1}', headers: { 'content-type': JSON_TYPE, 'content-length': '7', etag: '"147uiiad94i7"' } }, // prettier-ignore
  { what: 'json(null)', handler: (res) => res.json(null), body: 'null', headers: { 'content-type': JSON_TYPE } },
  { what: 'json(NaN)', handler: (res) => res.json(Number.NaN), body: 'null' },
  { what: 'json(Date)', handler: (res) => res.json(new Date(0)), body: '"1970-01-01T00:00:00.000Z"' },
  { what: 'json(Map)', handler: (res) => res.json(new Map([[1, 2]])), body: '{}' },
  { what: 'json("</script>")', handler: (res) => res.json('</script>'), body: '"</script>"' },
  { what: 'json(undefined)', handler: (res) => res.json(), body: '', headers: { 'content-type': JSON_TYPE, etag: null, 'content-length': null } }, // prettier-ignore
  { what: 'json over a type of its own', handler: (res) => res.setHeader('Content-Type', 'application/problem+json') && res.json({}), body: '{}', headers: { 'content-type': JSON_TYPE } }, // prettier-ignore
  { what: 'json(BigInt)', handler: (res) => res.json(1n), ...FAILED },
  { what: 'send(string)', handler: (res) => res.send('é€'), body: 'é€', headers: { 'content-type': null, 'content-length': '5' } }, // prettier-ignore
  { what: 'send("")', handler: (res) => res.send(''), body: '', headers: { 'content-type': null, 'content-length': '0' } }, // prettier-ignore
  { what: 'send(object)', handler: (res) => res.send([1]), body: '[1]', headers: { 'content-type': JSON_TYPE } },
  { what: 'send(404)', handler: (res) => res.send(404), status: 200, body: '404', headers: { 'content-type': JSON_TYPE } }, // prettier-ignore
  { what: 'send(false)', handler: (res) => res.send(false), body: 'false', headers: { 'content-type': JSON_TYPE } },
  { what: 'send(null)', handler: (res) => res.send(null), body: '', headers: { etag: null, 'content-type': null } },
  { what: 'send()', handler: (res) => res.send(), body: '', headers: { etag: null, 'content-type': null } },
  { what: 'send(Buffer)', handler: (res) => res.send(Buffer.from('ab')), body: 'ab', headers: { 'content-type': 'application/octet-stream', 'content-length': '2' } }, // prettier-ignore
  { what: 'send(Buffer) with a type', handler: (res) => res.setHeader('Content-Type', 'image/png') && res.send(Buffer.from('ab')), body: 'ab', headers: { 'content-type': 'image/png' } }, // prettier-ignore
  { what: 'send(Uint8Array)', handler: (res) => res.send(new Uint8Array([1, 2])), body: '{"0":1,"1":2}' },
  { what: 'send(Blob)', handler: (res) => res.send(new Blob(['x'])), body: '{}' },
  { what: 'send(stream)', handler: (res) => res.send(Readable.from(['a', 'b'])), body: 'ab', headers: { 'content-type': 'application/octet-stream', etag: null, 'content-length': null } }, // prettier-ignore
  { what: 'send over a length of its own', handler: (res) => res.setHeader('Content-Length', 1) && res.send('abc'), body: 'abc', headers: { 'content-length': '3' } }, // prettier-ignore
  { what: 'status("404")', handler: (res) => res.status('404').json(1), status: 404, body: '1' },
  { what: 'status(201)', handler: (res) => res.status(201).send('x'), status: 201, body: 'x' },
  { what: 'status(99)', handler: (res) => res.status(99).json(1), ...FAILED },
  { what: 'a reason of its own', handler: (res) => Object.assign(res, { statusMessage: 'Fine' }).send('x'), reason: 'Fine', body: 'x' }, // prettier-ignore
  { what: 'status(204).json', handler: (res) => res.status(204).json({ a: 1 }), status: 204, body: '', headers: { 'content-type': null, etag: null } }, // prettier-ignore
  { what: 'status(304).send', handler: (res) => res.status(304).send('x'), status: 304, body: '', headers: { etag: null, 'content-length': null } }, // prettier-ignore
  { what: 'redirect(url)', handler: (res) => res.redirect('/x?y=é'.replace('é', '%C3%A9')), status: 307, body: '/x?y=%C3%A9', headers: { location: '/x?y=%C3%A9', 'content-type': null, etag: null } }, // prettier-ignore
  { what: 'redirect(301, url)', handler: (res) => res.redirect(301, 'https://x.example/'), status: 301, headers: { location: 'https://x.example/' } }, // prettier-ignore
  { what: 'redirect("301", url)', handler: (res) => res.redirect('301', '/x'), status: 307, headers: { location: '301' } }, // prettier-ignore
  { what: 'status(308).redirect(url)', handler: (res) => res.status(308).redirect('/x'), status: 307 },
  { what: 'redirect(200, url)', handler: (res) => res.redirect(200, '/x'), status: 200, headers: { location: '/x' } },
  { what: 'redirect(url, 301)', handler: (res) => res.redirect('/x', 301), status: 307, headers: { location: '/x' } },
  { what: 'redirect(301)', handler: (res) => res.redirect(301), ...FAILED },
  { what: 'redirect with a line break', handler: (res) => res.redirect('/x\r\nSet-Cookie: a=1'), ...FAILED, headers: { 'set-cookie': null, location: null } }, // prettier-ignore
  { what: 'json twice', handler: (res) => [res.json(1), res.json(2)], body: '1' },
  { what: 'setHeader after the answer', handler: (res) => [res.send('x'), res.setHeader('X-Late', '1')], body: 'x', headers: { 'x-late': null } }, // prettier-ignore
  { what: 'writeHead, then json', handler: (res) => res.writeHead(201, { 'X-A': '1' }) && res.json({ a: 1 }), status: 201, body: '{"a":1}', headers: { 'x-a': '1', 'content-type': null } }, // prettier-ignore
  { what: 'an invalid header', handler: (res) => res.setHeader('X-A', 'é€').send('x'), ...FAILED },
  { what: 'a header as an array', handler: (res) => res.setHeader('X-A', ['1', '2']) && res.send('x'), headers: { 'x-a': '1, 2' } }, // prettier-ignore
  { what: 'two equal cookies', handler: (res) => res.setHeader('Set-Cookie', ['a=1', 'b=2', 'a=1']) && res.send('x'), headers: { 'set-cookie': ['a=1', 'b=2'] } }, // prettier-ignore
  { what: 'cookies set twice', handler: (res) => [res.setHeader('Set-Cookie', 'a=1'), res.setHeader('set-cookie', 'b=2'), res.send('x')], headers: { 'set-cookie': ['b=2'] } }, // prettier-ignore
  { what: 'a cookie that is a number', handler: (res) => res.setHeader('Set-Cookie', 1) && res.send('x'), headers: { 'set-cookie': null } }, // prettier-ignore
  { what: 'cookies by writeHead', handler: (res) => res.writeHead(200, [['Set-Cookie', 'a=1'], ['Set-Cookie', 'b=2']] as never).end(), headers: { 'set-cookie': ['a=1', 'b=2'] } }, // prettier-ignore
  { what: 'a matching If-None-Match', request: { headers: { 'if-none-match': '*' } }, handler: (res) => res.json({ a: 1 }), status: 304, body: '', headers: { etag: '"147uiiad94i7"', 'content-length': null } }, // prettier-ignore
  { what: 'a matching If-None-Match of POST', request: { method: 'POST', headers: { 'if-none-match': '*' } }, handler: (res) => res.json({ a: 1 }), status: 200, body: '{"a":1}' }, // prettier-ignore
  { what: 'a matching If-None-Match of a 404', request: { headers: { 'if-none-match': '*' } }, handler: (res) => res.status(404).json({ a: 1 }), status: 404, body: '{"a":1}' }, // prettier-ignore
  { what: 'HEAD', request: { method: 'HEAD' }, handler: (res) => res.json({ a: 1 }), body: '', headers: { 'content-length': '7', etag: '"147uiiad94i7"' } }, // prettier-ignore
  { what: 'HEAD with If-None-Match', request: { method: 'HEAD', headers: { 'if-none-match': '*' } }, handler: (res) => res.json({ a: 1 }), status: 304 }, // prettier-ignore
]

for (const { what, handler, request, status = 200, reason, body, headers = {} } of SENT) {
  test(`${what} is answered with ${status}${body === undefined ? '' : ` and ${JSON.stringify(body)}`}`, async () => {
    const answer = await run((_req, res) => void handler(res), request)
    assert.equal(answer.status, status)
    assert.equal(answer.complete, true)
    if (reason !== undefined) assert.equal(answer.reason, reason)
    if (body !== undefined) assert.equal(answer.body.toString(), body)
    for (const [name, value] of Object.entries(headers)) {
      assert.deepEqual(answer.headers[name], value ?? undefined, name)
    }
  })
}

const RESPONSE_PARTS = 'status send json redirect setDraftMode setPreviewData clearPreviewData revalidate flush'.split(
  ' ',
)
const REQUEST_PARTS = 'query cookies preview previewData draftMode body'.split(' ')

test('the objects are Node’s own, with the additions of Next.js as own properties', async () => {
  const answer = await run((req, res) => {
    assert.ok(req instanceof IncomingMessage && res instanceof ServerResponse)
    assert.equal(res.req, req)
    for (const name of RESPONSE_PARTS) assert.ok(Object.hasOwn(res, name), name)
    for (const name of REQUEST_PARTS) assert.ok(Object.hasOwn(req, name), name)
    res.json('seen')
  })
  assert.equal(answer.status, 200)
})

test('the helpers work without their object, and after it got another prototype', async () => {
  const answer = await run((_req, res) => {
    const { status, json } = res
    Object.setPrototypeOf(res, Object.create(Object.getPrototypeOf(res)))
    assert.equal(status(201), res)
    assert.equal(json({ done: true }), undefined)
  })
  assert.deepEqual([answer.status, answer.body.toString()], [201, '{"done":true}'])
})

const replaceParts: Handler = (req, res) => {
  assert.equal(typeof Object.getOwnPropertyDescriptor(req, 'cookies')?.get, 'function')
  assert.equal(req.cookies, req.cookies)
  assert.deepEqual([req.query, req.cookies], [{ id: '7' }, { a: '1' }])
  Object.assign(req, { query: {}, cookies: { mine: '1' } })
  assert.deepEqual([req.query, req.cookies], [{}, { mine: '1' }])
  res.end()
}

test('query and cookies belong to the request and can be replaced', async () => {
  const listener = throughDoor(replaceParts, { query: { id: '7' } })
  assert.equal((await answerOf(listener, { headers: { cookie: 'a=1' } })).status, 200)
})

test('cookies can be replaced before they are read', async () => {
  const answer = await run((req, res) => {
    req.cookies = { mine: '1' }
    res.json(req.cookies)
  })
  assert.equal(answer.body.toString(), '{"mine":"1"}')
})

test('a stream that fails breaks the answer instead of leaving the client waiting', async () => {
  const missing = run((_req, res) => res.send(createReadStream('/does/not/exist')))
  await assert.rejects(missing, { code: 'ECONNRESET' })
  const halfway = await run((_req, res) => {
    const source = Readable.from(
      (async function* () {
        yield 'half'
        await new Promise((resolve) => {
          setTimeout(resolve, 20)
        })
        throw new Error('broken source')
      })(),
    )
    res.send(source)
  })
  assert.equal(halfway.complete, false)
})

test('early hints and trailers go through', async () => {
  const answer = await run((_req, res) => {
    res.writeEarlyHints({ link: '</a.css>; rel=preload' })
    res.setHeader('Trailer', 'X-Sum')
    res.write('x')
    res.addTrailers({ 'X-Sum': '1' })
    res.end()
  })
  assert.deepEqual([answer.status, answer.body.toString()], [200, 'x'])
})

for (const [own, allow] of [
  [undefined, 'GET, POST'],
  ['PUT', 'PUT'],
]) {
  test(`a 405 of the handler that sets Allow to ${own} says ${allow}`, async () => {
    const answer = await run((_req, res) => {
      announceMethods(res as never, 'GET, POST')
      if (own) res.setHeader('Allow', own)
      res.status(405).end()
    })
    assert.equal(answer.headers['allow'], allow)
  })
}

test('cookies that a proxy set stay in front of those of the handler', async () => {
  const answer = await run((_req, res) => {
    keepCookies(res as never, ['proxy=1'])
    res.setHeader('Set-Cookie', 'a=1')
    res.setHeader('Set-Cookie', ['b=1', 'proxy=1'])
    res.end()
  })
  assert.deepEqual(answer.headers['set-cookie'], ['proxy=1', 'b=1'])
})

const revalidateThrice: Handler = async (_req, res) => {
  assert.equal(await res.revalidate('/blog', { unstable_onlyGenerated: true }), undefined)
  await assert.rejects(res.revalidate('blog'), /^Error: Invalid urlPath provided to revalidate\(\)/)
  await assert.rejects(res.revalidate(7), /received 7$/)
  res.end()
}

test('revalidate waits for the server around it and refuses what is no path', async () => {
  const asked: unknown[] = []
  const revalidate = async (path: string, options: object): Promise<void> => void asked.push(path, options)
  assert.equal((await answerOf(throughDoor(revalidateThrice, { revalidate }))).status, 200)
  assert.deepEqual(asked, ['/blog', { unstable_onlyGenerated: true }])
})

const BROKEN: { what: string; handler: Handler }[] = [
  { what: 'throws', handler: () => { throw new Error('x') } }, // prettier-ignore
  { what: 'throws nothing', handler: () => { throw undefined } }, // prettier-ignore
  { what: 'rejects', handler: () => Promise.reject(new Error('x')) },
  { what: 'rejects after a while', handler: () => new Promise((_, reject) => void setTimeout(reject, 5)) },
]

for (const { what, handler } of BROKEN) {
  test(`a handler that ${what} is answered with 500`, async () => {
    const answer = await run(handler)
    assert.deepEqual([answer.status, answer.body.toString()], [500, 'Internal Server Error'])
  })
}

test('what a handler returns is not an answer, and one that comes late is', async () => {
  const answer = await run((_req, res) => {
    setTimeout(() => res.json('late'), 10)
    return new Response('returned')
  })
  assert.equal(answer.body.toString(), '"late"')
})
