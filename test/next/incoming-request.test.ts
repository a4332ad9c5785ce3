import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toUrl } from '../../src/next/incoming-url.ts'
import { NextRequest } from '../../src/next/server.ts'
import { type Sent, serveHandlers } from './serve-handlers.ts'

type Look = (req: NextRequest) => unknown

const attempt = async (work: () => unknown): Promise<unknown> => {
  try {
    return await work()
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  }
}
const entriesOf = async (form: Promise<FormData>): Promise<unknown> => {
  const seen: unknown[] = []
  for (const [name, value] of await form) {
    seen.push(typeof value === 'string' ? [name, value] : [name, value.name, value.type, await value.text()])
  }
  return seen
}
const post = (body: string | Uint8Array, headers = {}): Sent => ({ method: 'POST', body, headers })
const MULTIPART =
  '--B\r\nContent-Disposition: form-data; name="t"\r\n\r\né\r\n' +
  '--B\r\nContent-Disposition: form-data; name="f"; filename="ü.txt"\r\nContent-Type: text/x\r\n\r\nfile\r\n--B--\r\n'
const USED = 'TypeError: Body is unusable: Body has already been read'

const ROWS: { title: string; send: Sent; look: Look; seen: unknown }[] = [
  { title: 'methods that were taken out of the request', send: post('{"a":1}'), look: ({ json }) => json(), seen: { a: 1 } }, // prettier-ignore
  {
    title: 'a copy of one, and a method that something else has taken the place of',
    send: post('{"a":1}'),
    look: async (req) => {
      const { clone } = req
      const copy = clone()
      req.text = async () => 'mine'
      const { text } = req
      return [await copy.json(), await text()]
    },
    seen: [{ a: 1 }, 'mine'],
  },
  { title: 'text', send: post('héllo'), look: (req) => req.text(), seen: 'héllo' },
  { title: 'text without its byte order mark', send: post('\ufeffx'), look: (req) => req.text(), seen: 'x' },
  { title: 'json', send: post('{"a":1}'), look: (req) => req.json(), seen: { a: 1 } },
  {
    title: 'empty json as an error',
    send: post(''),
    look: (req) => attempt(() => req.json()),
    seen: 'SyntaxError: Unexpected end of JSON input',
  },
  { title: 'bytes', send: post('abc'), look: async (req) => (await req.arrayBuffer()).byteLength, seen: 3 },
  {
    title: 'a blob with its type',
    send: post('x', { 'content-type': 'Text/X' }),
    look: async (req) => (await req.blob()).type,
    seen: 'text/x',
  },
  {
    title: 'a form',
    send: post('a=1&a=%20', { 'content-type': 'application/x-www-form-urlencoded' }),
    look: (req) => entriesOf(req.formData()),
    seen: [
      ['a', '1'],
      ['a', ' '],
    ],
  },
  {
    title: 'files',
    send: post(MULTIPART, { 'content-type': 'multipart/form-data; boundary=B' }),
    look: (req) => entriesOf(req.formData()),
    seen: [
      ['t', 'é'],
      ['f', 'ü.txt', 'text/x', 'file'],
    ],
  },
  {
    title: 'a form that is none as an error',
    send: post('x'),
    look: (req) => attempt(() => req.formData()),
    seen: 'TypeError: Content-Type was not one of "multipart/form-data" or "application/x-www-form-urlencoded".',
  },
  {
    title: 'a body only once',
    send: post('x'),
    look: async (req) => [await req.text(), await attempt(() => req.text()), req.bodyUsed],
    seen: ['x', USED, true],
  },
  {
    title: 'null as the body of GET',
    send: {},
    look: async (req) => [req.body, await req.text(), req.bodyUsed],
    seen: [null, '', false],
  },
  {
    title: 'a stream as the body of an empty POST',
    send: { method: 'POST' },
    look: (req) => req.body instanceof ReadableStream,
    seen: true,
  },
  {
    title: 'the body as a stream',
    send: post('x'.repeat(200_000)),
    look: async (req) => {
      let size = 0
      for await (const chunk of req.body ?? []) size += chunk.byteLength
      return [size, req.bodyUsed]
    },
    seen: [200_000, true],
  },
  {
    title: 'the body after its stream was looked at',
    send: post('x'),
    look: async (req) => [req.body?.locked, await req.text()],
    seen: [false, 'x'],
  },
  {
    title: 'the body in a clone too',
    send: post('x'),
    look: async (req) => [await req.clone().text(), await req.text()],
    seen: ['x', 'x'],
  },
  {
    title: 'a clone that is a plain Request',
    send: post('x'),
    look: (req) => ['nextUrl' in req.clone(), req.clone() instanceof Request],
    seen: [false, true],
  },
  {
    title: 'no clone once it was read',
    send: post('x'),
    look: async (req) => [await req.text(), String(await attempt(() => req.clone())).split(':')[0]],
    seen: ['x', 'TypeError'],
  },
  {
    title: 'itself to new Request()',
    send: post('x'),
    look: async (req) => {
      const copy = new Request(req, { headers: { a: '1' } })
      return [copy.method, await copy.text(), copy.headers.get('a')]
    },
    seen: ['POST', 'x', '1'],
  },
  {
    title: 'itself to new NextRequest()',
    send: post('x', { cookie: 'a=1' }),
    look: async (req) => {
      const copy = new NextRequest(req)
      return [await copy.json().catch(() => 'no json'), copy.cookies.get('a')?.value]
    },
    seen: ['no json', '1'],
  },
  {
    title: 'itself as options of a request',
    send: post('x', { 'x-a': '1' }),
    look: async (req) => {
      const copy = new NextRequest('http://other/', req as RequestInit as never)
      return [copy.url, copy.method, copy.headers.get('x-a'), await copy.text()]
    },
    seen: ['http://other/', 'POST', '1', 'x'],
  },
  {
    title: 'itself to a class made from Request',
    send: {},
    look: (req) => {
      class Own extends Request {}
      return new Own(req) instanceof Own
    },
    seen: true,
  },
  {
    title: 'headers that can be written, and are by cookies',
    send: { headers: { cookie: 'a=1' } },
    look: (req) => {
      req.cookies.set('b', 'x y')
      req.headers.set('x-n', '1')
      return [req.headers.get('cookie'), new Request(req).headers.get('x-n')]
    },
    seen: ['a=1; b=x%20y', '1'],
  },
  {
    title: 'no header Next.js keeps for itself',
    send: { headers: { 'x-middleware-next': '1', 'x-middleware-subrequest': 's' } },
    look: (req) => [req.headers.get('x-middleware-next'), req.headers.get('x-middleware-subrequest')],
    seen: [null, 's'],
  },
  {
    title: 'nextUrl and url apart',
    send: { path: '/a?b=1' },
    look: (req) => {
      req.nextUrl.pathname = '/c'
      return [req.url, req.nextUrl.href]
    },
    seen: ['http://localhost:3000/a?b=1', 'http://localhost:3000/c?b=1'],
  },
  {
    title: 'what the platform says of a received request',
    send: {},
    look: ({ mode, cache, redirect, referrer, keepalive }) => [mode, cache, redirect, referrer, keepalive],
    seen: ['cors', 'default', 'follow', 'about:client', false],
  },
  {
    title: 'a signal that is not aborted',
    send: {},
    look: (req) => [req.signal instanceof AbortSignal, req.signal.aborted],
    seen: [true, false],
  },
]

for (const { title, send, look, seen } of ROWS) {
  test(`a request gives ${title}`, async () => {
    const handler = async (req: NextRequest): Promise<Response> => Response.json(await look(req))
    const running = await serveHandlers({ GET: handler, POST: handler })
    try {
      assert.deepEqual(JSON.parse((await running.send(send)).body), seen)
    } finally {
      await running.close()
    }
  })
}

test('request.url is written as Next.js writes it', () => {
  const rows: [target: string, url: string][] = [
    ['/a?a=1&b=2&a=3', '/a?a=1&a=3&b=2'],
    ['/a?x=%7E&y=a%20b', '/a?x=%7E&y=a+b'],
    ['/a?flag&&2=b&1=a', '/a?1=a&2=b&flag='],
    ['/a?nxtPid=1&_rsc=b', '/a?_rsc=b'],
    ['/a?__proto__=1&constructor=2', '/a?constructor=2'],
    ['/a?', '/a'],
    ['/a?b=1#c', '/a?b=1'],
    ['/a/../b', '/b'],
    ['/a/%2e%2E/b', '/b'],
    ['/\u00e9"', '/%C3%A9%22'],
    ["/a'b%2Fc;d", "/a'b%2Fc;d"],
  ]
  for (const [target, url] of rows) assert.equal(toUrl('http://h', target), `http://h${url}`, target)
})
