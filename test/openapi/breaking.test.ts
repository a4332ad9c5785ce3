import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findBreakingChanges } from '../../src/openapi/breaking.ts'

const ref = (name: string): object => ({ $ref: `#/components/schemas/${name}` })
const parameter = (name: string, more: object = {}): object => ({
  name,
  in: 'query',
  schema: { type: 'string' },
  ...more,
})
const answers = (schema: object, status = '200'): object => ({
  responses: { [status]: { description: '', content: { 'application/json': { schema } } } },
})
const takes = (schema: object, required = true): object => ({
  requestBody: { required, content: { 'application/json': { schema } } },
  responses: {},
})
const object = (properties: object, required: string[] = []): object => ({ type: 'object', properties, required })
const text = { type: 'string' }

function document(operation: object, schemas: object = {}, path = '/api/x'): { [key: string]: unknown } {
  return { paths: { [path]: { get: operation } }, components: { schemas } }
}

const ROWS: [title: string, before: object, after: object, found: string[]][] = [
  ['an operation that stays', { responses: {} }, { responses: {} }, []],
  ['a new optional parameter', {}, { parameters: [parameter('q')] }, []],
  [
    'a new required parameter',
    {},
    { parameters: [parameter('q', { required: true })] },
    ['parameter-required GET /api/x query parameter q is new and required'],
  ],
  [
    'a parameter that became required',
    { parameters: [parameter('q')] },
    { parameters: [parameter('q', { required: true })] },
    ['parameter-required GET /api/x query parameter q became required'],
  ],
  [
    'a parameter with fewer values',
    { parameters: [parameter('q', { schema: { enum: ['a', 'b'] } })] },
    { parameters: [parameter('q', { schema: { enum: ['a', 'c'] } })] },
    ['request-narrowed GET /api/x query parameter q: value "b" is not accepted any more'],
  ],
  [
    'a shorter limit',
    { parameters: [parameter('q')] },
    { parameters: [parameter('q', { schema: { ...text, maxLength: 3 } })] },
    ['request-narrowed GET /api/x query parameter q: maxLength is 3 now'],
  ],
  ['a body that became required', takes(text, false), takes(text), ['body-required GET /api/x a body became required']],
  [
    'a body field that became required',
    takes(object({ a: text })),
    takes(object({ a: text }, ['a'])),
    ['request-narrowed GET /api/x body application/json /a: became required'],
  ],
  ['a new optional body field', takes(object({})), takes(object({ a: text })), []],
  ['a body that takes more', takes({ type: 'integer' }), takes({ type: ['number', 'null'] }), []],
  [
    'a body that takes less',
    takes({ type: 'number' }),
    takes({ type: 'integer' }),
    ['request-narrowed GET /api/x body application/json: type number is not accepted'],
  ],
  ['a body of which nothing was known', takes({}), takes(text), []],
  [
    'a media type that is gone',
    takes(text),
    { requestBody: { required: true, content: {} }, responses: {} },
    ['request-narrowed GET /api/x body: application/json is gone'],
  ],
  [
    'an answer field that is gone',
    answers(object({ a: text, b: text })),
    answers(object({ a: text })),
    ['response-narrowed GET /api/x status 200 application/json /b: is gone'],
  ],
  [
    'an answer field that may be missing',
    answers(object({ a: text }, ['a'])),
    answers(object({ a: text })),
    ['response-narrowed GET /api/x status 200 application/json /a: may be missing now'],
  ],
  ['a new answer field', answers(object({})), answers(object({ a: text }, ['a'])), []],
  [
    'an answer of another type',
    answers({ type: 'array', items: text }),
    answers({ type: 'array', items: { type: ['string', 'null'] } }),
    ['response-narrowed GET /api/x status 200 application/json /*: type null is new'],
  ],
  ['a success that is gone', answers(text), answers(text, '201'), ['response-narrowed GET /api/x status 200 is gone']],
  ['an error that is gone', answers(text, '404'), answers(text, '409'), []],
  [
    'one more kind of answer',
    answers({ oneOf: [text] }),
    answers({ oneOf: [text, { type: 'number' }] }),
    ['response-narrowed GET /api/x status 200 application/json: a new kind of value is possible'],
  ],
  [
    'one kind of body less',
    takes({ anyOf: [text, { type: 'number' }] }),
    takes({ anyOf: [text] }),
    ['request-narrowed GET /api/x body application/json: a kind of value is not accepted any more'],
  ],
  [
    'credentials that became required',
    {},
    { security: [{ bearer: [] }] },
    ['security-added GET /api/x credentials became required'],
  ],
]

for (const [title, before, after, found] of ROWS) {
  test(`${found.length > 0 ? 'finds' : 'lets pass'} ${title}`, () => {
    const changes = findBreakingChanges(document(before), document(after))
    assert.deepEqual(
      changes.map(({ code, operation, detail }) => `${code} ${operation} ${detail}`),
      found,
    )
  })
}

test('finds an operation that is gone, and one that only renamed its parameter', () => {
  const before = { paths: { '/a/{id}': { get: {} }, '/b': { get: {}, post: {} } } }
  const after = { paths: { '/a/{key}': { get: {} }, '/b': { get: {} } } }
  assert.deepEqual(
    findBreakingChanges(before, after).map(({ code, operation }) => `${code} ${operation}`),
    ['operation-removed POST /b'],
  )
})

test('follows references, recursive ones too', () => {
  const node = (more: object): object => ({ Node: object({ next: ref('Node'), ...more }, Object.keys(more)) })
  const before = document(answers(ref('Node')), node({ name: text }))
  const after = document(answers(ref('Node')), node({ name: { type: 'number' } }))
  assert.deepEqual(
    findBreakingChanges(before, after).map(({ detail }) => detail),
    ['status 200 application/json /name: type number is new'],
  )
})
