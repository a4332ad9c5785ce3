import { test } from 'node:test'
import { NextResponse } from '../../src/next/server.ts'
import { EMPTY, type Row, TEXT, VARY, at, check, length } from './rows.ts'
import type { ServeOptions } from './serve-handlers.ts'

const encode = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text)
const ok = (): Response => new Response('GET')

const config = (name: string, value: string): ServeOptions => ({
  before: (_req, res) => void res.setHeader(name, value),
})

const HEADERS: Row[] = [
  {
    title: 'keeps the reason phrase',
    handlers: { GET: () => new Response(null, { statusText: 'Very Fine' }) },
    status: 200,
    reason: 'Very Fine',
    headers: EMPTY,
  },
  {
    title: 'drops framing headers of the handler',
    handlers: { GET: () => new Response('12345', { headers: { 'content-length': '3', 'content-encoding': 'gzip' } }) },
    status: 200,
    headers: [TEXT, length(5)],
    body: '12345',
  },
  {
    title: 'lets configured headers win',
    handlers: { GET: () => new Response('x', { headers: { 'content-type': 'text/route', 'x-r': '1' } }) },
    options: config('Content-Type', 'text/config'),
    status: 200,
    headers: [['content-type', 'text/config'], ['x-r', '1'], length(1)],
    body: 'x',
  },
  {
    title: 'lets configured headers win over an implied content type',
    handlers: { GET: ok },
    options: config('Content-Type', 'text/config'),
    status: 200,
    headers: [['content-type', 'text/config'], length(3)],
    body: 'GET',
  },
  {
    title: 'adds cookies and Vary to configured ones',
    handlers: { GET: () => new Response(null, { headers: { vary: 'X-Route', 'set-cookie': 'r=1' } }) },
    options: {
      before: (_req, res) => {
        res.setHeader('Vary', 'X-Cfg')
        res.setHeader('Set-Cookie', 'c=1')
      },
    },
    status: 200,
    vary: `X-Cfg, ${VARY}, X-Route`,
    headers: [['set-cookie', 'c=1'], ['set-cookie', 'r=1'], ...EMPTY],
  },
  {
    title: 'splits joined cookies, not their dates',
    handlers: {
      GET: () =>
        new Response(null, {
          headers: { 'set-cookie': 'a=1; Expires=Wed, 21 Oct 2037 07:28:00 GMT, b="x, y"; Future=1' },
        }),
    },
    status: 200,
    headers: [
      ['set-cookie', 'a=1; Expires=Wed, 21 Oct 2037 07:28:00 GMT'],
      ['set-cookie', 'b="x, y"; Future=1'],
      ...EMPTY,
    ],
  },
  {
    title: 'does not pass on the note of NextResponse.cookies',
    handlers: {
      GET() {
        const response = new NextResponse(null)
        response.cookies.set('n', '1')
        return response
      },
    },
    status: 200,
    headers: [['set-cookie', 'n=1; Path=/'], ...EMPTY],
  },
  {
    title: 'sends chunks where lengths are not wanted',
    handlers: { GET: ok },
    options: { host: { contentLength: false } },
    status: 200,
    headers: [TEXT, ['transfer-encoding', 'chunked']],
    body: 'GET',
  },
  {
    title: 'sends trailers announcements in chunks',
    handlers: { GET: () => new Response('t', { headers: { trailer: 'x-t' } }) },
    status: 200,
    headers: [TEXT, ['trailer', 'x-t'], ['transfer-encoding', 'chunked']],
    body: 't',
  },
]

const stream = (...chunks: unknown[]): Response =>
  new Response(
    new ReadableStream({
      start(controller) {
        for (const chunk of chunks) controller.enqueue(chunk)
        controller.close()
      },
    }),
  )
const CHUNKED: [string, string][] = [['transfer-encoding', 'chunked']]

const BODIES: Row[] = [
  {
    title: 'streams of bytes',
    handlers: { GET: () => stream(encode('a'), encode('b')) },
    status: 200,
    headers: CHUNKED,
    body: 'ab',
  },
  { title: 'streams of strings', handlers: { GET: () => stream('é', '2') }, status: 200, headers: CHUNKED, body: 'é2' },
  {
    title: 'bytes',
    handlers: { GET: () => new Response(encode('xy')) },
    status: 200,
    headers: [length(2)],
    body: 'xy',
  },
  {
    title: 'blobs',
    handlers: { GET: () => new Response(new Blob(['b'], { type: 'text/x' })) },
    status: 200,
    headers: [['content-type', 'text/x'], ...CHUNKED],
    body: 'b',
  },
  {
    title: 'a fetched response',
    handlers: { GET: () => fetch('data:text/plain,d') },
    status: 200,
    headers: [['content-type', 'text/plain'], ...CHUNKED],
    body: 'd',
  },
  {
    title: 'a clone',
    handlers: { GET: () => new Response('c').clone() },
    status: 200,
    headers: [TEXT, length(1)],
    body: 'c',
  },
  {
    title: 'a thenable',
    // oxlint-disable-next-line unicorn/no-thenable -- That is the case.
    handlers: { GET: () => ({ then: (done: (r: Response) => void) => done(new Response('t')) }) },
    status: 200,
    headers: [TEXT, length(1)],
    body: 't',
  },
  {
    title: 'the request body as answer',
    handlers: { POST: (req: Request) => new Response(req.body) },
    send: at('POST', { body: 'echo' }),
    status: 200,
    headers: CHUNKED,
    body: 'echo',
  },
]

for (const row of HEADERS) test(row.title, () => check(row))
for (const row of BODIES) test(`sends ${row.title}`, () => check(row))
