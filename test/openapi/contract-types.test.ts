import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import {
  operation,
  type Contract,
  type ContractBody,
  type ContractContext,
  type ContractRequest,
  type ContractResponse,
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
  PUT: { parsed: true, query: z.object({ page: z.coerce.number() }), body: { content: { 'application/json': Book } } },
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
  holds<Same<typeof id, string | string[] | undefined>>()
  const book: ContractBody<typeof spec> = await request.json()
  holds<Same<typeof book.title, string>>()
  return Response.json(book)
})

test('returns the very handler, with the contract on it', () => {
  const annotated = operation({ summary: 'S' }, plain)
  assert.equal(annotated, plain)
  assert.deepEqual(annotated.openapi, { summary: 'S' })
  assert.equal(PUT.openapi, spec)
  assert.equal(typeof handler, 'function')
})

test('refuses contracts with a method or a part that does not exist', () => {
  // @ts-expect-error there is no such method
  const method = { FETCH: {} } satisfies Contract
  // @ts-expect-error a schema is needed
  const part = { GET: { query: { page: 'number' } } } satisfies Contract
  assert.ok(method && part)
})
