import assert from 'node:assert/strict'
import { once } from 'node:events'
import http, { type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { plant } from '../app/plant.ts'
import { run, type Ran } from '../commands/context.ts'

let count = 0
const seen: string[] = []

/** Answers that two servers give to one path, and how they differ; undefined for not at all. */
interface Row {
  readonly title: string
  readonly a: RequestListener
  readonly b: RequestListener
  readonly differences: readonly string[]
  readonly varies?: readonly string[]
  readonly ignore?: readonly string[]
}

const json =
  (value: unknown, headers: http.OutgoingHttpHeaders = {}, status = 200): RequestListener =>
  (_req, res) =>
    void res.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(value))
const text =
  (body: string | Buffer, headers: http.OutgoingHttpHeaders = { 'content-type': 'text/plain' }): RequestListener =>
  (_req, res) =>
    void res.writeHead(200, headers).end(body)
const originOf = (req: http.IncomingMessage): string => `http://${req.headers.host}`

const ROWS: readonly Row[] = [
  { title: 'equal answers', a: json({ a: [1, { b: null }] }), b: json({ a: [1, { b: null }] }), differences: [] },
  { title: 'another order of keys', a: json({ a: 1, b: 2 }), b: json({ b: 2, a: 1 }), differences: [] },
  { title: 'a status', a: json({}), b: json({}, {}, 404), differences: ['status 200 404'] },
  {
    title: 'values by their path',
    a: json({ items: [{ name: 'x' }, { name: 'y' }], 'odd key': 1, gone: null }),
    b: json({ items: [{ name: 'x' }, { name: 'z' }, 3], 'odd key': 2 }),
    differences: ['body.items[1].name "y" "z"', 'body.items[2] undefined 3', 'body["odd key"] 1 2', 'body.gone null undefined'], // prettier-ignore
  },
  {
    title: 'paths that are ignored',
    a: json({ items: [{ id: 1, name: 'x' }], at: { now: 1 } }),
    b: json({ items: [{ id: 2, name: 'y' }], at: { now: 2 } }),
    ignore: ['body.items[*].id', 'body.at'],
    differences: ['body.items[0].name "x" "y"'],
  },
  { title: 'a value that differs at each call of one server too', a: (req, res) => json({ n: count++ })(req, res), b: json({ n: -1 }), differences: [], varies: ['body.n'] }, // prettier-ignore
  {
    title: 'headers that matter, and none that do not',
    a: json({}, { 'cache-control': 'no-store, max-age=0', vary: 'Accept, Origin', date: 'x', 'x-powered-by': 'Next.js', 'x-own': '1' }), // prettier-ignore
    b: json(
      {},
      { 'cache-control': 'max-age=0,no-store', vary: 'origin, accept', server: 'y', 'x-own': '2', allow: 'GET' },
    ),
    differences: ['header.x-own "1" "2"', 'header.allow undefined "GET"'],
  },
  {
    title: 'cookies one by one',
    a: json({}, { 'set-cookie': ['a=1; Path=/; HttpOnly; Expires=Thu, 01 Jan 2030 00:00:00 GMT', 'b=1'] }),
    b: json({}, { 'set-cookie': ['b=2', 'a=1; httponly; path=/; Expires=Thu, 01 Jan 2031 00:00:00 GMT'] }),
    differences: ['header.set-cookie.b "1" "2"'],
  },
  {
    title: "nothing of the servers' own addresses",
    a: (req, res) => json({ next: `${originOf(req)}/2` }, { location: `${originOf(req)}/2` })(req, res),
    b: (req, res) => json({ next: `${originOf(req)}/2` }, { location: `${originOf(req)}/2` })(req, res),
    differences: [],
  },
  { title: 'an ETag of equal bodies, not of others', a: json({ a: 1 }, { etag: '"1"' }), b: json({ a: 1 }, { etag: '"2"' }), differences: ['header.etag "\\"1\\"" "\\"2\\""'] }, // prettier-ignore
  { title: 'text by its first line', a: text('a\nb\nc'), b: text('a\nx\nc'), differences: ['body:2 "b" "x"'] },
  { title: 'bytes as a whole', a: text(Buffer.from([1]), { 'content-type': 'image/png' }), b: text(Buffer.from([1]), { 'content-type': 'image/png' }), differences: [] }, // prettier-ignore
  { title: 'no coding of the content', a: json({ a: 1 }), b: text(gzipSync('{"a":1}'), { 'content-type': 'application/json', 'content-encoding': 'gzip' }), differences: [] }, // prettier-ignore
  { title: 'one that breaks off', a: json({}), b: (req) => void req.socket.destroy(), differences: ['answer "status 200" "ECONNRESET socket hang up"'] }, // prettier-ignore
]

let urls: string[] = []
const servers = (['a', 'b'] as const).map((side) =>
  http.createServer((req, res) => {
    seen.push(`${side} ${req.method} ${req.url} ${req.headers['x-key'] ?? ''}`)
    const row = ROWS[Number(req.url?.slice(1))]
    if (row) row[side](req, res)
    else json({ method: req.method, url: req.url })(req, res)
  }),
)

before(async () => {
  urls = await Promise.all(
    servers.map(async (server) => {
      await once(server.listen(0, '127.0.0.1'), 'listening')
      const address = server.address() as AddressInfo // Listens on a port, so it is no path.
      return `http://127.0.0.1:${address.port}`
    }),
  )
})
after(() => {
  for (const server of servers) server.closeAllConnections()
  return Promise.all(servers.map((server) => once(server.close(), 'close')))
})

const compare = (list: string, ...flags: string[]): Promise<Ran> => {
  const dir = plant({ 'list.txt': list })
  return run(['compare', ...urls, '--from', path.join(dir, 'list.txt'), ...flags])
}

for (const [index, { title, differences, varies = [], ignore = [] }] of ROWS.entries()) {
  test(`tells ${title}`, async () => {
    const flags = ignore.flatMap((one) => ['--ignore', one])
    const { code, out } = await compare(`/${index}`, '--json', ...flags)
    const [comparison] = JSON.parse(out).comparisons
    const told = comparison.differences.map(
      ({ path: place, a, b }: { path: string; a: unknown; b: unknown }) =>
        `${place} ${JSON.stringify(a)} ${JSON.stringify(b)}`,
    )
    assert.deepEqual([told, comparison.varies, code], [differences, varies, differences.length > 0 ? 1 : 0])
  })
}

test('sends GET and HEAD alone unless told otherwise, with the headers it is given', async () => {
  seen.length = 0
  const first = await compare('/x\nPOST /y {}\nHEAD /z', '--header', 'X-Key: k')
  assert.deepEqual(seen.toSorted(), ['a GET /x k', 'a HEAD /z k', 'b GET /x k', 'b HEAD /z k'])
  assert.equal(first.err, 'note: 1 by other methods were not sent; --method GET,HEAD,POST,… sends them')
  seen.length = 0
  await compare('/x\nPOST /y {}', '--method', 'get,post')
  assert.deepEqual(
    seen.map((line) => line.split(' ')[1]),
    ['GET', 'GET', 'POST', 'POST'],
  )
})

test('prints each request with what each server had, and the numbers', async () => {
  const { code, out } = await compare('/2\n/0')
  assert.equal(code, 1)
  assert.equal(
    out,
    [
      '  ≠ GET /2  200 / 404',
      '      status',
      '        A 200',
      '        B 404',
      '  = GET /0  200',
      '',
      '2 requests: 1 answered differently',
    ].join('\n'),
  )
})

test('takes the document that a server publishes when no file is named', async () => {
  const { code, err } = await run(['compare', ...urls])
  assert.equal(code, 2)
  assert.match(err, /neither an OpenAPI document nor an HTTP archive/)
})

const BAD: { args: readonly string[]; says: RegExp }[] = [
  { args: [], says: /<urlA> is missing/ },
  { args: ['http://127.0.0.1:1'], says: /<urlB> is missing/ },
  { args: ['here', 'there'], says: /<urlA> must be a URL such as http:\/\/localhost:3000, not 'here'/ },
  { args: ['http://127.0.0.1:1', 'http://127.0.0.1:1', '--from', 'no-such-file'], says: /no-such-file cannot be read/ },
  { args: ['http://127.0.0.1:1', 'http://127.0.0.1:1'], says: /neither server has \/openapi\.json/ },
]

for (const { args, says } of BAD) {
  test(`rehost compare ${args.join(' ')} ends with 2`, async () => {
    const { code, err } = await run(['compare', ...args])
    assert.equal(code, 2)
    assert.match(err, says)
  })
}

for (const side of [0, 1]) {
  test(`a server that refuses every connection is no difference: ${side === 0 ? 'the first' : 'the second'}`, async () => {
    const closed = http.createServer()
    await once(closed.listen(0, '127.0.0.1'), 'listening')
    const { port } = closed.address() as AddressInfo // Listens on a port, so it is no path.
    await once(closed.close(), 'close')
    const bases = urls.with(side, `http://127.0.0.1:${port}`)
    const list = path.join(plant({ 'list.txt': '/0\n/1' }), 'list.txt')
    const { code, out, err } = await run(['compare', ...bases, '--from', list])
    assert.deepEqual([code, out], [2, ''])
    assert.match(err, new RegExp(`http://127\\.0\\.0\\.1:${port}/ could not be reached: ECONNREFUSED`))
    assert.doesNotMatch(err, /reached.*reached/)
  })
}
