import assert from 'node:assert/strict'
import { test } from 'node:test'
import { notFound, permanentRedirect, redirect } from '../../src/next/navigation.ts'
import { NextRequest, NextResponse } from '../../src/next/server.ts'
import { EMPTY, type Row, TEXT, at, check, length } from './rows.ts'
import { serveHandlers } from './serve-handlers.ts'

const FORM = { 'content-type': 'application/x-www-form-urlencoded' }
const ok = (): Response => new Response('GET')

const METHODS: Row[] = [
  { title: 'GET', handlers: { GET: ok }, status: 200, headers: [TEXT, length(3)], body: 'GET' },
  { title: 'HEAD by GET, without a body', handlers: { GET: ok }, send: at('HEAD'), status: 200, headers: [TEXT] },
  {
    title: 'OPTIONS with the methods it has',
    handlers: { GET: ok, POST: ok },
    send: at('OPTIONS'),
    status: 204,
    headers: [['allow', 'GET, HEAD, OPTIONS, POST']],
  },
  {
    title: 'a missing method with 405 and Allow',
    handlers: { POST: ok },
    send: at('DELETE'),
    status: 405,
    headers: [['allow', 'OPTIONS, POST'], ...EMPTY],
  },
  {
    title: 'a method Next.js does not know with 400',
    handlers: { LINK: ok },
    send: at('LINK'),
    status: 400,
    headers: EMPTY,
  },
  {
    title: 'null as not exported',
    handlers: { POST: null },
    send: at('POST'),
    status: 405,
    headers: [['allow', 'OPTIONS'], ...EMPTY],
  },
  {
    title: 'what is no function with 500',
    handlers: { POST: 0 },
    send: at('POST'),
    status: 500,
    headers: EMPTY,
    errors: [/0/],
  },
  {
    title: 'with `this` null and two arguments',
    handlers: {
      GET(this: unknown, ...args: unknown[]) {
        return Response.json([this, args.length])
      },
    },
    status: 200,
    headers: [['content-type', 'application/json'], length(8)],
    body: '[null,2]',
  },
]

const FLOW: Row[] = [
  {
    title: 'redirect with 307',
    handlers: { GET: () => redirect('/a?b;c') },
    status: 307,
    headers: [['location', '/a?b;c'], ...EMPTY],
  },
  {
    title: 'redirect after a form with 303',
    handlers: { POST: () => permanentRedirect('/a') },
    send: at('POST', { headers: FORM, body: 'a=1' }),
    status: 303,
    headers: [['location', '/a'], ...EMPTY],
  },
  {
    title: 'a caught redirect, which says push after a form, with what was caught',
    handlers: {
      POST() {
        try {
          return redirect('/a')
        } catch (error) {
          return new Response(String(Reflect.get(Object(error), 'digest')))
        }
      },
    },
    send: at('POST', { headers: FORM, body: 'a=1' }),
    status: 200,
    headers: [['content-type', 'text/plain;charset=UTF-8'], length(26)],
    body: 'NEXT_REDIRECT;push;/a;307;',
  },
  { title: 'notFound with 404', handlers: { GET: () => notFound() }, status: 404, headers: EMPTY },
  {
    title: 'an empty redirect with 500',
    handlers: { GET: () => redirect('') },
    status: 500,
    headers: EMPTY,
    errors: [/redirect/],
  },
  {
    title: 'a forged digest with an unknown status as an error',
    handlers: {
      GET() {
        throw Object.assign(new Error('x'), { digest: 'NEXT_REDIRECT;replace;/f;301;' })
      },
    },
    status: 500,
    headers: EMPTY,
    errors: ['x'],
  },
  {
    title: 'a thrown error with an empty 500',
    handlers: {
      GET() {
        throw new Error('secret')
      },
    },
    status: 500,
    headers: EMPTY,
    errors: ['secret'],
  },
  {
    title: 'undefined with 500',
    handlers: { GET: () => undefined },
    status: 500,
    headers: EMPTY,
    errors: [/received 'undefined' \(method: GET, url: \/\)/],
  },
  {
    title: 'NextResponse.next() with 500',
    handlers: { GET: () => NextResponse.next() },
    status: 500,
    headers: EMPTY,
    errors: [/next\(\)/],
  },
  {
    title: 'Response.error() with 500',
    handlers: { GET: () => Response.error() },
    status: 500,
    headers: EMPTY,
    errors: [/error\(\)/],
  },
  {
    title: 'a body that was read with 500',
    handlers: {
      async GET() {
        const response = new Response('used', { headers: { 'x-a': '1' } })
        await response.text()
        return response
      },
    },
    status: 500,
    headers: EMPTY,
    errors: [/already been read/],
  },
  {
    title: 'a header HTTP cannot carry with 500, without the others',
    handlers: { GET: () => new Response('x', { headers: { 'a-first': '1', 'x-bell': '\u0007' } }) },
    status: 500,
    headers: EMPTY,
    errors: [/Invalid character/],
  },
]

for (const row of METHODS) test(`answers ${row.title}`, () => check(row))
for (const row of FLOW) test(`answers ${row.title}`, () => check(row))

const showParams = async (_req: Request, { params }: { params: Promise<unknown> | undefined }): Promise<Response> =>
  Response.json([params instanceof Promise, (await params) ?? null])
const echo = async (req: Request): Promise<Response> => new Response(await req.text())
const showClasses = (req: unknown): Response =>
  Response.json([req instanceof NextRequest, req instanceof Request, String(req)])

test('gives path parameters as a promise, and undefined for a route without any', async () => {
  for (const [params, body] of [
    [{ id: 'a/b' }, '[true,{"id":"a/b"}]'],
    [undefined, '[false,null]'],
  ] as const) {
    const running = await serveHandlers({ GET: showParams }, { call: { params } })
    assert.equal((await running.send()).body, body)
    await running.close()
  }
})

test('a body over the limit is refused with 413, declared or not', async () => {
  const running = await serveHandlers({ POST: echo }, { call: { limitBytes: 4 } })
  assert.equal((await running.send({ method: 'POST', body: 'abcd' })).body, 'abcd')
  assert.equal((await running.send({ method: 'POST', body: 'abcde' })).status, 413)
  await running.close()
})

test('a request is a NextRequest and a Request', async () => {
  const running = await serveHandlers({ GET: showClasses })
  assert.equal((await running.send()).body, '[true,true,"[object Request]"]')
  await running.close()
})
