import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type EdgeCall, answerEdge } from '../../src/next/edge-door.ts'
import { type NextRequest, NextResponse } from '../../src/next/server.ts'
import { type Running, type Sent, listen, sendTo, toHost } from './serve-handlers.ts'

const showUrl = (req: NextRequest): Response =>
  Response.json([req.nextUrl.pathname, req.nextUrl.basePath, [...req.nextUrl.searchParams]])

interface Row {
  title: string
  handler: unknown
  send?: Sent
  call?: Partial<EdgeCall>
  status?: number
  reason?: string
  body?: string
  errors?: number
}

const ROWS: Row[] = [
  {
    title: 'answers with the response',
    handler: () => new Response('x', { status: 418, statusText: 'Teapot' }),
    status: 418,
    reason: 'Teapot',
    body: 'x',
  },
  {
    title: 'gets a request and its page',
    handler: async (req: Request, context: object) => Response.json([await req.text(), context]),
    send: { method: 'POST', body: 'b' },
    body: '["b",{"sourcePage":"/api/p/[id]"}]',
  },
  {
    title: 'has path parameters in the query',
    handler: showUrl,
    send: { path: '/api/p/42?q=1' },
    call: { params: { id: '42' } },
    body: '["/api/p/42","",[["q","1"],["id","42"]]]',
  },
  {
    title: 'lets path parameters win',
    handler: showUrl,
    send: { path: '/api/p/a%20b%2Fc?id=x&q=1' },
    call: { params: { id: 'a b/c' } },
    body: '["/api/p/a%20b%2Fc","",[["id","a b/c"],["q","1"]]]',
  },
  {
    title: 'has catch-all parameters one by one',
    handler: showUrl,
    send: { path: '/api/p/a/b' },
    call: { params: { slug: ['a', 'b'] } },
    body: '["/api/p/a/b","",[["slug","a"],["slug","b"]]]',
  },
  {
    title: 'sees basePath in the URL only',
    handler: showUrl,
    send: { path: '/base/api/p/' },
    call: { urlConfig: { basePath: '/base', trailingSlash: true } },
    body: '["/api/p/","/base",[]]',
  },
  { title: 'drops the body for HEAD', handler: () => new Response('x'), send: { method: 'HEAD' }, body: '' },
  { title: 'fails empty when it throws', handler: () => Promise.reject(new Error('boom')), status: 500, errors: 1 },
  { title: 'fails when it returns nothing', handler: () => {}, status: 500, errors: 1 },
  {
    title: 'fails when it is written for Node',
    handler: (_req: unknown, res: { status(code: number): void }) => res.status(200),
    status: 500,
    errors: 1,
  },
  { title: 'does not leak the marks of a proxy', handler: () => NextResponse.next(), status: 500, errors: 1 },
]

for (const { title, handler, send, call, status = 200, reason, body = '', errors = 0 } of ROWS) {
  test(`an edge handler ${title}`, async () => {
    const seen: Running['errors'] = []
    const base = { handler, route: '/api/p/[id]', file: 'pages/api/p/[id].ts', params: undefined, host: toHost(seen) }
    const { url, close } = await listen((req, res) => {
      void answerEdge(req, res, { ...base, target: req.url ?? '/', origin: 'http://localhost:3000', ...call })
    })
    const answer = await sendTo(url, send)
    await close()
    assert.equal(answer.status, status)
    if (reason !== undefined) assert.equal(answer.reason, reason)
    assert.equal(answer.body, body)
    assert.equal(seen.length, errors)
    assert.equal(
      answer.headers.some(([name]) => name === 'vary'),
      false,
    )
  })
}
