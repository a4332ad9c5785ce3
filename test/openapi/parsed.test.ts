import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { operation, parsed, type ContractContext, type Operation } from '../../src/openapi/contract.ts'
import { enforceContract } from '../../src/openapi/enforce.ts'
import { readContract } from '../../src/openapi/read-contract.ts'
import { route } from './project.ts'

const spec = {
  parsed: true,
  params: z.object({ id: z.coerce.number() }),
  query: z.object({ page: z.coerce.number().default(1), tag: z.array(z.string()).optional() }),
  headers: z.object({ 'x-key': z.string() }),
  cookies: z.object({ sid: z.string() }),
  body: z.object({ title: z.string().trim() }),
} satisfies Operation

const seen: { body: unknown; params: unknown }[] = []
const POST = operation(spec, async (request: Request, context: ContractContext<typeof spec>) => {
  const values = await parsed(request, spec, context)
  seen.push({ body: await request.json(), params: await context.params })
  return Response.json(values)
})

const expected = {
  params: { id: 7 },
  query: { page: 2, tag: ['a', 'b'] },
  headers: { 'x-key': 'k' },
  cookies: { sid: 'a b' },
  body: { title: 'x' },
}

function send(body = '{"title":" x ","more":1}', search = '?page=2&tag=a&tag=b'): Request {
  const headers = { 'content-type': 'application/json', 'x-key': 'k', cookie: 'sid=a%20b; other' }
  return new Request(`http://localhost/api/books/7${search}`, { method: 'POST', body, headers })
}

const context = () => ({ params: Promise.resolve({ id: '7' }) })

function served() {
  const books = route('/api/books/[id]', 'app')
  const contract = readContract({ exports: { POST } })
  assert.ok(contract)
  const handlers = { POST: (request: Request, given: { params: Promise<unknown> }) => POST(request, given as never) }
  const endpoint = enforceContract({ style: 'web', handlers, exports: {} }, books, { contract, format: undefined })
  assert.ok(endpoint.style === 'web' && endpoint.handlers.POST)
  return endpoint.handlers.POST
}

test('gives a web-style handler what the schemas made of the values, and leaves body and path as they were sent', async () => {
  const response = await served()(send(), context())
  assert.ok(response instanceof Response)
  assert.deepEqual(await response.json(), expected)
  assert.deepEqual(seen.pop(), { body: { title: ' x ', more: 1 }, params: { id: '7' } })
})

test('reads text as the document says where rehost has read it', async () => {
  const response = await served()(send(undefined, '?page=2&tag=a'), context())
  assert.ok(response instanceof Response)
  const { query } = (await response.json()) as typeof expected
  assert.deepEqual(query, { page: 2, tag: ['a'] })
})

test('asks the schemas itself where nobody has', async () => {
  const response = await POST(send(), context() as never)
  assert.deepEqual(await response.json(), expected)
  assert.deepEqual(seen.pop(), { body: { title: ' x ', more: 1 }, params: { id: '7' } })
})

test('throws there for values that do not fit', async () => {
  await assert.rejects(parsed(send('{}'), spec, context()), { name: 'TypeError', message: /^body: Invalid input/ })
  await assert.rejects(parsed(send(), spec), { name: 'TypeError', message: /^params: / })
  await assert.rejects(parsed(send('{'), { body: spec.body }), SyntaxError)
})

test('reads bodies of every kind there', async () => {
  const body = {
    required: false,
    content: {
      'application/json': z.object({ a: z.number() }),
      'multipart/form-data': z.object({ a: z.string() }),
      'application/x-www-form-urlencoded': z.object({ a: z.array(z.string()) }),
      'text/plain': z.string(),
    },
  } as const
  const form = new FormData()
  form.append('a', 'x')
  const rows: [body: BodyInit | null, contentType: string | undefined, value: unknown][] = [
    ['{"a":1}', 'application/json; charset=utf-8', { a: 1 }],
    [form, undefined, { a: 'x' }],
    ['a=1&a=2', 'application/x-www-form-urlencoded', { a: ['1', '2'] }],
    ['hello', 'text/plain', 'hello'],
    [null, undefined, undefined],
  ]
  for (const [sent, type, value] of rows) {
    const request = new Request('http://localhost/', {
      method: 'POST',
      body: sent,
      headers: type === undefined ? {} : { 'content-type': type },
    })
    assert.deepEqual((await parsed(request, { body })).body, value)
  }
})
