import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import {
  operation,
  parsed,
  type Contract,
  type ContractBody,
  type ContractContext,
  type ContractRequest,
  type ContractResponse,
  type Operation,
} from '../../src/openapi/contract.ts'

// The compiler is the judge here: `npm run types` fails when a type is not what these lines say.
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
const plain = (): void => {}
const holds = <_Fact extends true>(): void => {}

const Book = z.object({ title: z.string(), pages: z.number().default(1) })
const openapi = {
  GET: {
    query: z.object({ page: z.coerce.number() }),
    responses: { 200: z.array(Book), 404: { description: 'None' } },
  },
  POST: { body: Book, responses: { 201: Book, 422: { schema: z.object({ message: z.string() }) } } },
  PUT: {
    parsed: true,
    query: z.object({ page: z.coerce.number() }),
    body: { content: { 'application/json': Book } },
    responses: { 204: {} },
  },
} satisfies Contract

function handler(req: ContractRequest<typeof openapi>, res: ContractResponse<typeof openapi>): void {
  if (req.method === 'GET') {
    holds<Same<typeof req.query.page, string | string[] | undefined>>()
    res.status(200).json([{ title: 'x', pages: 1 }])
    // @ts-expect-error 200 is a list of books
    res.status(200).json({ title: 'x', pages: 1 })
    // @ts-expect-error the contract has no 500
    res.status(500)
  }
  if (req.method === 'POST') {
    holds<Same<typeof req.body, { title: string; pages?: number | undefined }>>()
    res.status(201).json({ title: 'x', pages: 1 })
    // @ts-expect-error an answer is what the schema gives, so `pages` is there
    res.status(201).json({ title: 'x' })
    res.status(422).json({ message: 'no' })
  }
  if (req.method === 'PUT') {
    holds<Same<typeof req.query.page, number>>()
    holds<Same<typeof req.body, { title: string; pages: number }>>()
  }
}

const spec = { params: z.object({ id: z.uuid() }), body: Book }
const PUT = operation(spec, async (request: Request, context: ContractContext<typeof spec>) => {
  const { id } = await context.params
  holds<Same<typeof id, string>>()
  const book: ContractBody<typeof spec> = await request.json()
  holds<Same<typeof book.title, string>>()
  return Response.json(book)
})

const open = {
  GET: { params: z.object({ id: z.uuid(), n: z.number() }) },
  POST: { responses: { 201: Book } },
  DELETE: { responses: { 204: {}, default: z.object({ message: z.string() }) } },
} satisfies Contract

function openHandler(req: ContractRequest<typeof open>, res: ContractResponse<typeof open>): void {
  if (req.method === 'GET') {
    holds<Same<typeof req.query.id, string>>()
    holds<Same<typeof req.query.n, string | string[] | undefined>>()
    holds<Same<typeof req.query.other, string | string[] | undefined>>()
  }
  res.status(200).json({ anything: true })
  res.status(req.url === '/' ? 404 : 500).json(null)
  res.json([1])
}

const stated = { POST: { responses: { '201': Book, default: z.object({ message: z.string() }) } } } satisfies Contract

function statedHandler(res: ContractResponse<typeof stated>): void {
  res.status(201).json({ title: 'x', pages: 1 })
  res.status(500).json({ message: 'no' })
  // @ts-expect-error the default is an object with a message
  res.status(500).json({ title: 'x', pages: 1 })
  // @ts-expect-error 201 is a book
  res.status(201).json({ message: 'no' })
}

const closed = { POST: { responses: { '201': Book } } } satisfies Contract

function closedHandler(res: ContractResponse<typeof closed>): void {
  res.status(201).json({ title: 'x', pages: 1 })
  // @ts-expect-error the contract has no 500
  res.status(500)
}

const Kinds = z.object({ id: z.enum(['a', 'b']) })
const reading = {
  parsed: true,
  params: z.object({ id: z.coerce.number() }),
  query: z.object({ page: z.coerce.number().default(1) }),
  body: { schema: Book, required: false },
} satisfies Operation

const PATCH = operation(reading, async (request: Request, context: ContractContext<typeof reading>) => {
  const { params, query, body, ...rest } = await parsed(request, reading, context)
  holds<Same<typeof params, { id: number }>>()
  holds<Same<typeof query, { page: number }>>()
  holds<Same<typeof body, { title: string; pages: number } | undefined>>()
  holds<Same<keyof typeof rest, never>>()
  // Next.js gives any text there.
  const given: { params: Promise<{ id: string }> } = { params: Promise.resolve({ id: 'x' }) }
  const taken: ContractContext<{ params: typeof Kinds; parsed: true }> = given
  holds<Same<Awaited<typeof taken.params>['id'], string>>()
  holds<Same<ContractBody<typeof reading>['title'], string>>()
  return Response.json({ params, query, body })
})

const bare = { summary: 'S' } satisfies Operation
const GET = operation(bare, async (request: Request, context: ContractContext<typeof bare>) => {
  const { id } = await context.params
  holds<Same<typeof id, string | string[] | undefined>>()
  return Response.json(await parsed(request, bare))
})

test('returns the very handler, with the contract on it', () => {
  const annotated = operation({ summary: 'S' }, plain)
  assert.equal(annotated, plain)
  assert.deepEqual(annotated.openapi, { summary: 'S' })
  assert.equal(PUT.openapi, spec)
  for (const one of [handler, openHandler, statedHandler, closedHandler, PATCH, GET])
    assert.equal(typeof one, 'function')
})

test('refuses contracts with a method or a part that does not exist', () => {
  // @ts-expect-error there is no such method
  const method = { FETCH: {} } satisfies Contract
  // @ts-expect-error a schema is needed
  const part = { GET: { query: { page: 'number' } } } satisfies Contract
  assert.ok(method && part)
})
