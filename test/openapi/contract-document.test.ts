import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { operation, type Contract } from '../../src/openapi/contract.ts'
import { toDocument } from '../../src/openapi/document.ts'
import type { ProblemFormat } from '../../src/openapi/problem.ts'
import { readContract } from '../../src/openapi/read-contract.ts'
import { facts, found, input, route } from './project.ts'

const Book = z.object({ id: z.uuid(), pages: z.int().default(1) }).meta({ id: 'Book' })
const books = route('/api/books/[id]')

const openapi = {
  GET: {
    summary: 'One book',
    params: z.object({ id: z.uuid().describe('Which') }),
    query: z.object({ lang: z.enum(['en', 'de']).default('en'), year: z.coerce.number().int() }),
    responses: { 200: Book, 404: { description: 'No such book', contentType: 'application/problem+json' }, 204: {} },
    security: [{ bearer: [] }],
    openapi: { 'x-own': true, externalDocs: { url: 'https://example.com' } },
  },
  PUT: {
    body: {
      content: { 'application/json': Book, 'text/csv': z.string() },
      example: { id: '5f0c1b0e-7f5b-4c3e-9f0a-0d3c8c1f2a11' },
    },
    responses: { 200: Book },
    deprecated: true,
  },
  DELETE: { validate: false, body: Book, responses: { default: z.object({ message: z.string() }) } },
} satisfies Contract

function documentOf(exports: object, more: Parameters<typeof input>[1] = {}) {
  const contract = readContract({ exports })
  assert.ok(contract)
  return toDocument(input([books], { contracts: new Map([[books.name, contract]]), ...more }))
}

test('documents a contract as it is stated', () => {
  const { document, notes } = documentOf({ openapi, default: () => {} })
  assert.deepEqual(notes, [])
  const item = document.paths['/api/books/{id}']
  assert.deepEqual(Object.keys(item ?? {}), ['get', 'put', 'delete'])
  assert.deepEqual(item?.get, {
    operationId: 'getBooksById',
    summary: 'One book',
    tags: ['books'],
    parameters: [
      { name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' }, description: 'Which' },
      { name: 'lang', in: 'query', schema: { type: 'string', enum: ['en', 'de'], default: 'en' } },
      { name: 'year', in: 'query', required: true, schema: { type: 'integer' } },
    ],
    security: [{ bearer: [] }],
    'x-own': true,
    externalDocs: { url: 'https://example.com' },
    responses: {
      200: {
        description: 'OK',
        content: { 'application/json': { schema: { $ref: '#/components/schemas/BookOutput' } } },
      },
      204: { description: 'No Content' },
      404: { description: 'No such book', content: { 'application/problem+json': { schema: {} } } },
      422: { $ref: '#/components/responses/ContractViolation' },
    },
  })
  assert.deepEqual(Object.keys(document.components['schemas'] ?? {}), ['BookInput', 'BookOutput', 'Problem'])
})

test('documents the refusals of a body, unless nothing is checked', () => {
  const { document } = documentOf({ openapi, default: () => {} })
  const item = document.paths['/api/books/{id}']
  assert.deepEqual(Object.keys(item?.put?.responses ?? {}), ['200', '400', '413', '415', '422'])
  assert.deepEqual(Object.keys(item?.delete?.responses ?? {}), ['default'])
  assert.deepEqual(Object.keys(item?.put?.requestBody?.content ?? {}), ['application/json', 'text/csv'])
  assert.equal(item?.put?.deprecated, true)
})

test('documents the error format of the project', () => {
  const schema = { type: 'object', required: ['errors'] }
  const problem = { format: () => ({ body: {} }), schema }
  const { document, notes } = documentOf({ openapi, default: () => {} }, { problem })
  const { responses = {} } = document.components
  for (const name of ['UnreadableBody', 'UnsupportedMediaType', 'ContractViolation']) {
    assert.deepEqual(responses[name]?.['content'], { 'application/json': { schema } })
  }
  assert.deepEqual(Object.keys(Object(responses['BodyTooLarge']?.['content'])), ['application/problem+json'])
  assert.deepEqual(notes, [])
})

test('documents its statuses and media types as the format gives them', () => {
  const Fault = z.object({ fault: z.string(), at: z.date().optional() }).meta({ id: 'Fault' })
  const format: ProblemFormat = ({ status, detail }) =>
    status === 415
      ? { body: detail }
      : { status: 400, contentType: 'application/vnd.fault+json', body: { fault: detail } }
  const { document } = documentOf({ openapi, default: () => {} }, { problem: { format, schema: Fault } })
  const item = document.paths['/api/books/{id}']
  assert.deepEqual(Object.keys(item?.put?.responses ?? {}), ['200', '400', '413', '415'])
  const content = { 'application/vnd.fault+json': { schema: { $ref: '#/components/schemas/Fault' } } }
  assert.deepEqual(item?.put?.responses['400'], {
    description: 'The body cannot be read as its Content-Type says. Values of the request break the contract.',
    content,
  })
  assert.deepEqual(item?.get?.responses['400'], { $ref: '#/components/responses/ContractViolation' })
  assert.deepEqual(document.components['responses']?.['ContractViolation']?.['content'], content)
  assert.deepEqual(Object.keys(Object(document.components['schemas']?.['Fault']?.['properties'])), ['fault', 'at'])
})

test('says that it does not know the bodies of a format without a schema, or one that throws', () => {
  const rows: [format: ProblemFormat, note: RegExp][] = [
    [({ detail }) => ({ body: detail }), /^problem: its bodies are \{\} in the document; .*schema/],
    [({ errors }) => ({ body: errors?.[0]?.pointer.toUpperCase() ?? raise() }), /^problem: the format throws for an example: no errors$/], // prettier-ignore
  ]
  for (const [format, note] of rows) {
    const { document, notes } = documentOf({ openapi, default: () => {} }, { problem: { format } })
    const { content } = Object(document.components['responses']?.['ContractViolation'])
    assert.deepEqual(content, { 'application/json': { schema: {} } })
    assert.ok(notes.some((one) => note.test(one)), notes.join('\n')) // prettier-ignore
  }
  const nothing = documentOf({ openapi: { GET: {} }, default: () => {} }, { problem: { format: () => raise() } })
  assert.deepEqual(nothing.notes, [])
})

function raise(): never {
  throw new Error('no errors')
}

test('fills what a contract leaves open from what inference found', () => {
  const known = { from: 'type', at: 'a.ts:1' } as const
  const media = [{ contentType: 'application/json', schema: { type: 'string' }, known }]
  const inferred = facts({
    [books.name]: [
      found('GET', {
        description: 'From the code.',
        parameters: [
          { in: 'query', name: 'other', required: false, schema: {}, known },
          { in: 'header', name: 'x-trace', required: false, schema: {}, known },
        ],
        responses: [
          { status: 200, headers: {}, media, known },
          { status: 409, headers: {}, media, known },
          { status: 'default', headers: {}, media, known },
        ],
        notes: ['something'],
      }),
      found('PATCH'),
    ],
  })
  const { document } = documentOf({ openapi, default: () => {} }, { facts: inferred })
  const item = document.paths['/api/books/{id}']
  assert.deepEqual(Object.keys(item ?? {}), ['get', 'put', 'delete'])
  assert.equal(item?.get?.description, 'From the code.')
  assert.deepEqual(
    item?.get?.parameters?.map(({ name }) => name),
    ['id', 'lang', 'year', 'x-trace'],
  )
  assert.deepEqual(Object.keys(item?.get?.responses ?? {}), ['200', '204', '404', '409', '422'])
  assert.equal(item?.get?.['x-inference-notes'], undefined)
})

test('keeps the contract schema and renames an inferred one of the same name', () => {
  const known = { from: 'type' } as const
  const schema = { $ref: '#/components/schemas/Book' }
  const responses = [{ status: 200, headers: {}, media: [{ contentType: 'application/json', schema, known }], known }]
  const list = route('/api/books')
  const contract = readContract({ exports: { openapi: { GET: { responses: { 200: Book } } } } })
  assert.ok(contract)
  const { document } = toDocument(
    input([books, list], {
      contracts: new Map([[books.name, contract]]),
      facts: facts({ [list.name]: [found('GET', { responses })] }, { components: { Book: { type: 'object' } } }),
    }),
  )
  assert.deepEqual(document.components['schemas']?.['Book2'], { type: 'object' })
  const response = document.paths['/api/books']?.get?.responses['200']
  assert.ok(response && 'content' in response)
  assert.deepEqual(response.content?.['application/json']?.schema, { $ref: '#/components/schemas/Book2' })
})

test('reads a contract in each of its legal forms', () => {
  const spec = { summary: 'S' }
  const handler = operation(spec, async () => new Response())
  const rows: [title: string, exports: object, beside: object | undefined, methods: string[], exclusive: boolean][] = [
    ['pages: export const openapi', { openapi: { GET: spec }, default: () => {} }, undefined, ['GET'], true],
    [
      'pages: handler.openapi',
      { default: Object.assign(() => {}, { openapi: { PUT: spec } }) },
      undefined,
      ['PUT'],
      true,
    ],
    ['route.ts: operation()', { POST: handler, GET: () => {} }, undefined, ['POST'], false],
    ['route.ts: openapi.ts beside, by method', { GET: () => {} }, { GET: spec }, ['GET'], false],
    ['route.ts: openapi.ts beside, openapi', { GET: () => {} }, { openapi: { GET: spec } }, ['GET'], false],
    ['route.ts: openapi.ts beside, default', { GET: () => {} }, { default: { GET: spec } }, ['GET'], false],
  ]
  for (const [title, exports, beside, methods, exclusive] of rows) {
    const contract = readContract({ exports, beside })
    assert.deepEqual(Object.keys(contract?.operations ?? {}), methods, title)
    assert.equal(contract?.exclusive, exclusive, title)
  }
  assert.equal(readContract({ exports: { openapi: 'text', GET: () => {}, default: 3 } }), undefined)
})

test('prefers the contract nearest to the handler', () => {
  const near = { summary: 'near' }
  const far = { summary: 'far' }
  const exports = { GET: operation(near, () => {}), openapi: { GET: far, POST: far } }
  const contract = readContract({ exports, beside: { GET: far, PUT: far } })
  assert.equal(contract?.operations.GET?.summary, 'near')
  assert.equal(contract?.operations.PUT?.summary, 'far')
})

test('gives two methods their own operationId and says so when an author used one twice', () => {
  const contract = readContract({ exports: { openapi: { GET: { operationId: 'x' }, POST: { operationId: 'x' } } } })
  assert.ok(contract)
  const { document, notes } = toDocument(input([books], { contracts: new Map([[books.name, contract]]) }))
  const item = document.paths['/api/books/{id}']
  assert.deepEqual([item?.get?.operationId, item?.post?.operationId], ['x', 'x2'])
  assert.deepEqual(notes, ['pages/api/books/[id].ts POST: operationId x is taken, so it is x2'])
})
