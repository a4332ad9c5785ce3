import assert from 'node:assert/strict'
import type http from 'node:http'
import { test } from 'node:test'
import { cookies, headers } from '../../src/next/headers.ts'
import { redirect } from '../../src/next/navigation.ts'
import type { ProxyOutcome } from '../../src/next/proxy.ts'
import { type NextFetchEvent, type NextRequest, NextResponse } from '../../src/next/server.ts'
import { ORIGIN, type Proxy, pass } from './run-proxy.ts'

const at = (path: string): URL => new URL(path, ORIGIN)

const CLIENT = { 'x-client': 'orig', 'x-del': 'd', cookie: 'ck=1' }

interface Step {
  title: string
  proxy: Proxy
  outcome: ProxyOutcome
  /** Request headers that differ from the client's; undefined for one that is gone. */
  request?: Record<string, string | string[] | undefined>
}

const on = (...list: [string, string | string[]][]): ProxyOutcome => ({ kind: 'continue', headers: list })

const STEPS: Step[] = [
  { title: 'nothing lets the request go on', proxy: () => {}, outcome: on() },
  { title: 'null lets the request go on', proxy: () => null, outcome: on() },
  { title: 'next() lets the request go on', proxy: () => NextResponse.next(), outcome: on() },
  { title: 'the status of next() means nothing', proxy: () => NextResponse.next({ status: 418 }), outcome: on() },
  {
    title: 'headers of next() go on the answer and on the request',
    proxy: () => NextResponse.next({ headers: { 'x-mw': '1', 'content-length': '7' } }),
    outcome: on(['x-mw', '1']),
    request: { 'x-mw': '1' },
  },
  {
    title: "request headers of next() replace the client's",
    proxy: (req) => {
      const own = new Headers(req.headers)
      own.set('x-client', 'changed')
      own.set('x-new', '1')
      own.delete('x-del')
      return NextResponse.next({ request: { headers: own } })
    },
    outcome: on(),
    request: { 'x-client': 'changed', 'x-new': '1', 'x-del': undefined },
  },
  {
    title: 'a name missing from the request headers of next() is gone',
    proxy: () => NextResponse.next({ request: { headers: new Headers({ 'x-only': '1' }) } }),
    outcome: on(),
    request: {
      'x-only': '1',
      'x-client': undefined,
      'x-del': undefined,
      cookie: undefined,
      host: undefined,
      connection: undefined,
    },
  },
  {
    title: 'a cookie set on the request goes on with it',
    proxy: (req) => {
      req.cookies.set('in', 'yes')
      return NextResponse.next({ request: req })
    },
    outcome: on(),
    request: { cookie: 'ck=1; in=yes' },
  },
  {
    title: 'cookies go on the answer; the note of them goes nowhere',
    proxy: () => {
      const response = NextResponse.next()
      response.cookies.set('a', '1').set('b', '2', { path: '/x' })
      return response
    },
    outcome: on(['set-cookie', ['a=1; Path=/', 'b=2; Path=/x']]),
    request: { 'set-cookie': ['a=1; Path=/', 'b=2; Path=/x'] },
  },
  {
    title: 'next/headers works',
    proxy: async () => {
      ;(await cookies()).set('api', '1')
      return NextResponse.next({ headers: { 'x-saw': (await headers()).get('x-client') ?? '-' } })
    },
    outcome: on(['x-saw', 'orig'], ['set-cookie', ['api=1; Path=/']]),
    request: { 'x-saw': 'orig', 'set-cookie': ['api=1; Path=/'] },
  },
  {
    title: 'rewrite() leads to another path',
    proxy: () => NextResponse.rewrite(at('/q?from=mw'), { headers: { 'x-rw': '1' }, status: 418 }),
    outcome: {
      kind: 'rewrite',
      headers: [
        ['x-rw', '1'],
        ['x-middleware-rewrite', '/q?from=mw'],
      ],
      target: '/q?from=mw',
    },
    request: { 'x-rw': '1' },
  },
  {
    title: 'rewrite() of a loopback address is one of this server',
    proxy: () => NextResponse.rewrite('http://127.0.0.1:3000/q'),
    outcome: { kind: 'rewrite', headers: [['x-middleware-rewrite', '/q']], target: '/q' },
  },
  {
    title: 'rewrite() may lead to another server',
    proxy: () => NextResponse.rewrite('http://example.com/up?z=1'),
    outcome: {
      kind: 'forward',
      headers: [['x-middleware-rewrite', 'http://example.com/up?z=1']],
      url: 'http://example.com/up?z=1',
    },
  },
  {
    title: "another server's loopback address keeps its name",
    proxy: () => NextResponse.rewrite('http://127.0.0.1:4199/up'),
    outcome: {
      kind: 'forward',
      headers: [['x-middleware-rewrite', 'http://127.0.0.1:4199/up']],
      url: 'http://127.0.0.1:4199/up',
    },
  },
  {
    title: 'marks written by hand mean the same',
    proxy: () =>
      new Response(null, {
        headers: {
          'x-middleware-next': '1',
          'x-middleware-request-x-raw': 'r',
          'x-middleware-override-headers': 'x-raw,host',
        },
      }),
    outcome: on(),
    request: {
      'x-raw': 'r',
      host: undefined,
      'x-client': undefined,
      'x-del': undefined,
      cookie: undefined,
      connection: undefined,
    },
  },
]

for (const { title, proxy, outcome, request } of STEPS) {
  test(`in a proxy, ${title}`, async () => {
    const passed = await pass(proxy, { headers: CLIENT })
    assert.deepEqual(passed.outcome, outcome)
    const before: http.IncomingHttpHeaders = {
      ...CLIENT,
      host: passed.request.host,
      connection: passed.request.connection,
    }
    const expected = Object.entries({ ...before, ...request }).filter(([, value]) => value !== undefined)
    assert.deepEqual({ ...passed.request }, Object.fromEntries(expected))
  })
}

interface Answer {
  title: string
  proxy: Proxy
  status: number
  headers?: [string, string][]
  body?: string
  errors?: RegExp
}

const ANSWERS: Answer[] = [
  {
    title: 'a response is the answer',
    proxy: () => Response.json(1, { status: 401, headers: { 'x-j': '1', 'content-length': '999' } }),
    status: 401,
    headers: [
      ['content-length', '1'],
      ['content-type', 'application/json'],
      ['x-cfg', '1'],
      ['x-j', '1'],
    ],
    body: '1',
  },
  {
    title: 'a response wins over next.config',
    proxy: () => new Response(null, { headers: { 'x-cfg': 'mw', 'set-cookie': 'm=1' } }),
    status: 200,
    headers: [
      ['content-length', '0'],
      ['set-cookie', 'm=1'],
      ['x-cfg', 'mw'],
    ],
  },
  {
    title: 'a redirect to this server is relative',
    proxy: () => NextResponse.redirect(at('/m?a=1')),
    status: 307,
    headers: [
      ['content-length', '6'],
      ['location', '/m?a=1'],
      ['x-cfg', '1'],
    ],
    body: '/m?a=1',
  },
  {
    title: 'a permanent redirect refreshes',
    proxy: () => NextResponse.redirect('https://example.com/x', 308),
    status: 308,
    headers: [
      ['content-length', '21'],
      ['location', 'https://example.com/x'],
      ['refresh', '0;url=https://example.com/x'],
      ['x-cfg', '1'],
    ],
    body: 'https://example.com/x',
  },
  {
    title: 'a redirect keeps its cookies',
    proxy: () => {
      const response = NextResponse.redirect(at('/m'))
      response.cookies.set('r', '1')
      return response
    },
    status: 307,
    headers: [
      ['content-length', '2'],
      ['location', '/m'],
      ['set-cookie', 'r=1; Path=/'],
      ['x-cfg', '1'],
    ],
    body: '/m',
  },
  {
    title: 'an error ends the request',
    proxy: () => {
      throw new Error('boom')
    },
    status: 500,
    headers: [['content-length', '0']],
    errors: /boom/,
  },
  {
    title: 'what is no response ends the request',
    proxy: () => 'str',
    status: 500,
    headers: [['content-length', '0']],
    errors: /instance of Response/,
  },
  {
    title: 'redirect() of next/navigation ends the request',
    proxy: () => redirect('/m'),
    status: 500,
    headers: [['content-length', '0']],
    errors: /NEXT_REDIRECT/,
  },
  {
    title: 'a relative Location ends the request',
    proxy: () => new Response(null, { status: 307, headers: { location: '/m' } }),
    status: 500,
    headers: [['content-length', '0']],
    errors: /Invalid URL/,
  },
]

for (const { title, proxy, status, headers: expected = [], body = '', errors } of ANSWERS) {
  test(`in a proxy, ${title}`, async () => {
    const passed = await pass(proxy, {}, { preset: [['x-cfg', '1']] })
    assert.equal(passed.seen.status, status)
    assert.deepEqual(passed.seen.headers.sort(), expected)
    assert.equal(passed.body, body)
    assert.deepEqual(
      passed.errors.map(({ info }) => info.phase),
      errors ? ['proxy'] : [],
    )
    if (errors) assert.match(String(passed.errors[0]?.error), errors)
  })
}

test('a proxy sees the URL with basePath apart, and no header that means something to Next.js alone', async () => {
  const look = (req: NextRequest, event: NextFetchEvent): Response => {
    const names = ['rsc', 'x-middleware-next', 'x-middleware-subrequest'].map((name) => req.headers.get(name))
    const members = Object.getOwnPropertyNames(Object.getPrototypeOf(event)).sort()
    return Response.json([req.url, req.nextUrl.pathname, req.nextUrl.basePath, req.nextUrl.locale, ...names, members])
  }
  const sent = {
    path: '/base/fr/m.rsc?a=1&b=2&a=3',
    headers: { rsc: '1', 'x-middleware-next': '1', 'x-middleware-subrequest': 's' },
  }
  const urlConfig = { basePath: '/base', i18n: { locales: ['en', 'fr'], defaultLocale: 'en' } }
  const { body } = await pass(look, sent, { urlConfig })
  const url = `${ORIGIN}/base/fr/m?a=1&a=3&b=2`
  assert.deepEqual(JSON.parse(body), [
    url,
    '/m',
    '/base',
    'fr',
    null,
    null,
    's',
    ['constructor', 'request', 'respondWith'],
  ])
})
