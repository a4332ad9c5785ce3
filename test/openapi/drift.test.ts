import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { toDocument } from '../../src/openapi/document.ts'
import { createDriftDetector, type SentAnswer } from '../../src/openapi/drift.ts'
import type { RouteContract } from '../../src/openapi/read-contract.ts'
import { facts, found, input, route } from './project.ts'

const Tree = z.object({
  name: z.string(),
  made: z.date(),
  get children() {
    return z.array(Tree).optional()
  },
})
const trees = route('/api/trees/[id]')
const inferred = route('/api/inferred')
const rest = route('/api/[...rest]')
const one = route('/api/[one]')

const contract: RouteContract = {
  exclusive: true,
  operations: {
    GET: { responses: { 200: Tree, 204: {}, 404: z.object({ message: z.string() }) } },
    POST: { responses: { 201: { content: { 'text/csv': z.string(), 'application/json': Tree } } } },
    PUT: { responses: { 201: {} } },
    PATCH: {},
    DELETE: { responses: { 200: z.string() }, validate: { response: false } },
  },
}
const known = { from: 'type' } as const
const media = [{ contentType: 'application/json', schema: { $ref: '#/components/schemas/User' }, known }]
const routes = [trees, inferred, rest, one]
const { document } = toDocument(
  input(routes, {
    contracts: new Map<string, RouteContract>([
      [trees.name, contract],
      [rest.name, { exclusive: true, operations: { GET: { responses: { 200: z.number() } } } }],
      [one.name, { exclusive: true, operations: { GET: { responses: { 200: z.string() } } } }],
    ]),
    facts: facts(
      { [inferred.name]: [found('GET', { responses: [{ status: 200, headers: {}, media, known }] })] },
      { components: { User: { type: 'object', properties: { id: { type: 'integer' } }, required: ['id'] } } },
    ),
  }),
)
const detector = createDriftDetector(document, routes)
const leaf = { name: 'a', made: '2026-01-01T00:00:00.000Z' }

function answer(body: unknown, more: Partial<SentAnswer> = {}): SentAnswer {
  const type = body === undefined ? undefined : 'application/json; charset=utf-8'
  return { route: trees.name, method: 'GET', status: 200, contentType: type, body, ...more }
}

const ROWS: [title: string, sent: SentAnswer, drifts: string[]][] = [
  ['a body that fits, dates being text', answer({ ...leaf, children: [leaf] }), []],
  ['a field that is missing', answer({ made: leaf.made }), [" must have required property 'name'"]],
  ['a place deep inside', answer({ ...leaf, children: [{ ...leaf, name: 1 }] }), ['/children/0/name must be string']],
  ['an unknown field', answer({ ...leaf, more: 1 }), []],
  ['a date that is none', answer({ ...leaf, made: 'x' }), ['/made must match format "date-time"']],
  ['a status that is not documented', answer({}, { status: 500 }), [' status 500 is not documented']],
  ['no body where none is documented', answer(undefined, { status: 204 }), []],
  ['no body where one is documented', answer(undefined), [' a body is documented and none was sent']],
  ['what the client has already', answer(undefined, { status: 304 }), []],
  ['the answer to HEAD', answer(undefined, { method: 'HEAD' }), []],
  ['another media type', answer('x', { contentType: 'text/html' }), [' media type text/html is not documented']],
  ['text of a documented type', answer('a,b', { method: 'POST', status: 201, contentType: 'text/csv' }), []],
  ['a body of an answer that has none', answer({}, { status: 201, method: 'PUT' }), [' a body is not documented']],
  ['an operation that states nothing', answer({ any: 1 }, { method: 'PATCH' }), []],
  ['an operation that wants no check', answer(1, { method: 'DELETE' }), []],
  ['a refusal of rehost itself', answer({ message: 'No' }, { method: 'POST', status: 405 }), []],
  ['an inferred schema', answer({ id: 'x' }, { route: inferred.name }), ['/id must be integer']],
  ['a catch-all beside a parameter', answer('x', { route: rest.name }), [' must be number']],
  ['a parameter beside a catch-all', answer('x', { route: one.name }), []],
  ['a body too large to be kept', answer(undefined, { contentType: 'application/json', isReadable: false }), []],
  ['a large body where none is documented', answer(undefined, { status: 201, method: 'PUT', contentType: 'text/csv', isReadable: false }), [' a body is not documented']], // prettier-ignore
  ['a redirect, whose body has no type', answer('/x', { status: 201, method: 'PUT', contentType: undefined }), []],
  ['a route that is not documented', answer({}, { route: 'gone.ts' }), []],
]

for (const [title, sent, drifts] of ROWS) {
  test(`${drifts.length > 0 ? 'tells' : 'is silent'} about ${title}`, async () => {
    const told = await detector.compare(sent)
    assert.deepEqual(
      told.map(({ pointer, detail }) => `${pointer} ${detail}`),
      drifts,
    )
  })
}
