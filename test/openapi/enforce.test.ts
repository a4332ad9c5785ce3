import assert from 'node:assert/strict'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { test } from 'node:test'
import request from 'supertest'
import { z } from 'zod'
import { RAW } from '../../src/openapi/contract-body.ts'
import type { Operation } from '../../src/openapi/contract.ts'
import { enforceContract } from '../../src/openapi/enforce.ts'
import type { ProblemFormat } from '../../src/openapi/problem.ts'
import { route } from './project.ts'

const spec = {
  params: z.object({ id: z.coerce.number() }),
  query: z.object({ page: z.coerce.number().default(1) }),
  headers: z.object({ 'x-key': z.string().optional() }),
  cookies: z.object({ sid: z.string().optional() }),
  body: z.object({ title: z.string() }),
} satisfies Operation
const books = route('/api/books/[id]')
const exports = {}

const settings = {
  bodyLimit: 1024,
  bodyLimitText: '1kb',
  responseLimit: false,
  externalResolver: false,
  maxDuration: undefined,
} as const

/** A server whose handler answers what it sees, behind the contract; it adds what the Node door would add. */
function nodeServer(operation: Operation, format?: ProblemFormat) {
  const handler = (req: IncomingMessage, res: ServerResponse): void => {
    const seen = { query: Reflect.get(req, 'query'), body: Reflect.get(req, 'body'), method: req.method }
    res.end(JSON.stringify(seen))
  }
  const contract = { operations: { POST: operation, GET: {} }, exclusive: true }
  const endpoint = enforceContract({ style: 'node', handler, settings, exports }, books, { contract, format })
  assert.equal(endpoint.style, 'node')
  return createServer(async (req, res) => {
    const chunks = await req.toArray()
    const text = Buffer.concat(chunks).toString()
    const body: unknown = text === '' ? '' : JSON.parse(text)
    const { searchParams } = new URL(req.url ?? '/', 'http://localhost')
    Object.assign(req, { query: { id: '7', ...Object.fromEntries(searchParams) }, cookies: {}, body })
    if (endpoint.style === 'node') endpoint.handler(req, res)
  })
}

test('hands a Node-style handler the values as they were sent', async () => {
  const answer = await request(nodeServer(spec)).post('/?page=2').send({ title: 'x', more: 1 }).expect(200)
  assert.deepEqual(JSON.parse(answer.text), {
    query: { id: '7', page: '2' },
    body: { title: 'x', more: 1 },
    method: 'POST',
  })
})

test('hands it what the schemas made of them on demand', async () => {
  const answer = await request(nodeServer({ ...spec, parsed: true }))
    .post('/')
    .send({ title: 'x', more: 1 })
    .expect(200)
  assert.deepEqual(JSON.parse(answer.text), { query: { page: 1, id: 7 }, body: { title: 'x' }, method: 'POST' })
})

test('refuses before a Node-style handler runs', async () => {
  const refused = await request(nodeServer(spec)).post('/?page=x').send({}).expect(422)
  assert.equal(refused.headers['content-type'], 'application/problem+json')
  const { errors } = JSON.parse(refused.text) as { errors: { in: string; pointer: string }[] }
  assert.deepEqual(
    errors.map((error) => `${error.in} ${error.pointer}`),
    ['query /page', 'body /title'],
  )
  await request(nodeServer(spec)).post('/').type('text/plain').send('"x"').expect(415)
})

test('refuses in the format of the project', async () => {
  const format: ProblemFormat = ({ detail }) => ({ status: 400, body: { oops: detail } })
  const refused = await request(nodeServer(spec, format)).post('/').send({}).expect(400)
  assert.deepEqual(refused.body, { oops: 'The request breaks its contract in one place.' })
})

test('lets GET answer HEAD', async () => {
  await request(nodeServer(spec)).head('/').expect(200)
})

function webHandler() {
  const contract = { operations: { POST: spec }, exclusive: false }
  const POST = async (incoming: Request): Promise<Response> => Response.json(await incoming.json())
  const endpoint = enforceContract({ style: 'web', handlers: { POST }, exports }, books, {
    contract,
    format: undefined,
  })
  assert.ok(endpoint.style === 'web' && endpoint.handlers.POST)
  return endpoint.handlers.POST
}

function post(body: string, headers: Record<string, string> = { 'content-type': 'application/json' }): Request {
  return new Request('http://localhost/api/books/7?page=1', { method: 'POST', body, headers })
}

const context = { params: Promise.resolve({ id: '7' }) }

/** The same request as the web door makes it: with a raw side that shows the bytes. */
function withRaw(incoming: Request, text: string): Request {
  const raw = {
    headers: Object.fromEntries(incoming.headers),
    jsonDepth: 4,
    bytes: async () => new TextEncoder().encode(text),
  }
  return Object.assign(incoming, { [RAW]: () => raw })
}

test('leaves the body of a web request to be read', async () => {
  for (const incoming of [post('{"title":"x"}'), withRaw(post('{"title":"x"}'), '{"title":"x"}')]) {
    const response = await webHandler()(incoming, context)
    assert.ok(response instanceof Response)
    assert.deepEqual(await response.json(), { title: 'x' })
  }
})

const REFUSED: [title: string, text: string, type: string, status: number][] = [
  ['values that break the contract', '{}', 'application/json', 422],
  ['a body that is no JSON', '{', 'application/json', 400],
  ['another media type', 'x', 'text/plain', 415],
]

for (const [title, text, type, status] of REFUSED) {
  test(`refuses ${title} before a web handler runs`, async () => {
    const headers = { 'content-type': type }
    for (const incoming of [post(text, headers), withRaw(post(text, headers), text)]) {
      const response = await webHandler()(incoming, context)
      assert.ok(response instanceof Response)
      assert.equal(response.status, status)
      assert.equal(response.headers.get('content-type'), 'application/problem+json')
    }
  })
}

test('refuses JSON that is nested too deep', async () => {
  const text = '[[[[[[]]]]]]'
  const incoming = withRaw(post(text), text)
  await assert.rejects(async () => webHandler()(incoming, context), { code: 'JSON_TOO_DEEP' })
})
