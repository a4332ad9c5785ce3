import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { z as z3 } from 'zod/v3'
import type { Operation } from '../../src/openapi/contract.ts'
import { readBodyBytes, readRequestBody } from '../../src/openapi/contract-body.ts'
import { toProblemAnswer } from '../../src/openapi/problem.ts'
import { compileContract, type OperationCheck, type RequestParts } from '../../src/openapi/validate.ts'

function compile(spec: Operation): OperationCheck {
  const check = compileContract({ operations: { POST: spec }, exclusive: true }).get('POST')
  assert.ok(check)
  return check
}

function parts(more: Partial<RequestParts> = {}): RequestParts {
  const none = {
    params: {},
    query: {},
    headers: {},
    cookies: {},
    body: undefined,
    bodyRead: true,
    contentType: undefined,
  }
  return { ...none, ...more }
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const format = ({ detail }: { detail: string }) => ({ body: { error: detail }, status: 400 })
const json = (body: unknown) => parts({ body, contentType: 'application/json; charset=utf-8' })

/** `errors` as `in pointer code`; empty when the request passes. */
async function errorsOf(spec: Operation, request: RequestParts): Promise<string[]> {
  const result = await compile(spec).check(request)
  if (result.ok) return []
  assert.equal(result.problem.status, 422)
  return (result.problem.errors ?? []).map((error) => `${error.in} ${error.pointer} ${error.code}`)
}

const Book = z.object({ title: z.string().min(1), tags: z.array(z.string()), 'a/b~c': z.number().optional() })

const ROWS: [title: string, spec: Operation, request: RequestParts, errors: string[]][] = [
  ['a body that fits', { body: Book }, json({ title: 'x', tags: [] }), []],
  ['a field that is missing', { body: Book }, json({ tags: [] }), ['body /title invalid_type']],
  ['a place deep inside', { body: Book }, json({ title: 'x', tags: ['a', 1] }), ['body /tags/1 invalid_type']],
  [
    'a name with slash and tilde',
    { body: Book },
    json({ title: 'x', tags: [], 'a/b~c': '' }),
    ['body /a~1b~0c invalid_type'],
  ],
  ['a body that is missing', { body: Book }, parts(), ['body  required']],
  ['a body that may be missing', { body: { schema: Book, required: false } }, parts(), []],
  ['a body its handler reads', { body: Book }, parts({ bodyRead: false, contentType: 'application/json' }), []],
  [
    'every part at once',
    { body: Book, query: z.object({ q: z.string() }) },
    json({}),
    ['query /q invalid_type', 'body /title invalid_type', 'body /tags invalid_type'],
  ],
  ['a number as its text', { query: z.object({ page: z.number().int() }) }, parts({ query: { page: '2' } }), []],
  [
    'a text that is no number',
    { query: z.object({ page: z.number() }) },
    parts({ query: { page: '0x10' } }),
    ['query /page invalid_type'],
  ],
  [
    'an empty text for a number',
    { query: z.object({ page: z.number() }) },
    parts({ query: { page: '' } }),
    ['query /page invalid_type'],
  ],
  ['a boolean as its text', { query: z.object({ on: z.boolean() }) }, parts({ query: { on: 'false' } }), []],
  ['one value for an array', { query: z.object({ id: z.array(z.number()) }) }, parts({ query: { id: '1' } }), []],
  [
    'several values for an array',
    { query: z.object({ id: z.array(z.number()) }) },
    parts({ query: { id: ['1', 'x'] } }),
    ['query /id/1 invalid_type'],
  ],
  ['digits where text is wanted', { query: z.object({ q: z.string() }) }, parts({ query: { q: '12' } }), []],
  [
    'digits where text or a number is wanted',
    { query: z.object({ q: z.union([z.string(), z.number()]) }) },
    parts({ query: { q: '12' } }),
    [],
  ],
  ['a number that has a default', { query: z.object({ page: z.coerce.number().default(1) }) }, parts(), []],
  [
    'a path parameter',
    { params: z.object({ id: z.uuid() }) },
    parts({ params: { id: '7' } }),
    ['path /id invalid_format'],
  ],
  [
    'a rest parameter',
    { params: z.object({ slug: z.array(z.string()).max(1) }) },
    parts({ params: { slug: ['a', 'b'] } }),
    ['path /slug too_big'],
  ],
  [
    'a header',
    { headers: z.object({ 'x-key': z.string() }) },
    parts({ headers: { other: 'x' } }),
    ['header /x-key invalid_type'],
  ],
  ['a cookie', { cookies: z.object({ sid: z.string() }) }, parts(), ['cookie /sid invalid_type']],
  [
    'a form field as its text',
    { body: { contentType: 'application/x-www-form-urlencoded', schema: z.object({ n: z.number() }) } },
    parts({ body: { n: '3' }, contentType: 'application/x-www-form-urlencoded' }),
    [],
  ],
  [
    'the schema of the body that came',
    { body: { content: { 'application/json': Book, 'text/*': z.string().max(2) } } },
    parts({ body: 'abc', contentType: 'text/csv' }),
    ['body  too_big'],
  ],
  [
    'a check that takes its time',
    { body: z.string().refine(async (text) => text === 'a') },
    json('b'),
    ['body  custom'],
  ],
  ['zod 3', { body: z3.object({ a: z3.string() }) }, json({}), ['body /a invalid_type']],
]

for (const [title, spec, request, errors] of ROWS) {
  test(`${errors.length > 0 ? 'refuses' : 'accepts'} ${title}`, async () => {
    assert.deepEqual(await errorsOf(spec, request), errors)
  })
}

test('asks a schema of another library through Standard Schema', async () => {
  const schema = {
    '~standard': {
      version: 1 as const,
      vendor: 'other',
      validate: async () => ({ issues: [{ message: 'No', path: [{ key: 'a' }, 0] }] }),
    },
  }
  assert.deepEqual(await errorsOf({ body: schema }, json({})), ['body /a/0 invalid'])
})

test('hands raw values on, and parsed ones only on demand', async () => {
  const spec = { query: z.object({ page: z.coerce.number().default(1) }) }
  const request = parts({ query: { page: '2', other: 'x' } })
  assert.deepEqual(await compile(spec).check(request), { ok: true, values: request })
  const parsed = await compile({ ...spec, parsed: true }).check(request)
  assert.deepEqual(parsed, { ok: true, values: { ...request, query: { page: 2 } } })
})

test('answers at once when no schema takes its time', () => {
  assert.ok(!(compile({ body: Book }).check(json({ title: 'x', tags: [] })) instanceof Promise))
})

test('throws what a check of the author throws', async () => {
  const body = z.string().refine(() => {
    throw new Error('the author')
  })
  await assert.rejects(async () => compile({ body }).check(json('x')), /the author/)
})

test('refuses a media type the contract does not name with 415', () => {
  const check = compile({ body: { content: { 'application/json': Book, 'image/*': z.unknown() } } })
  const rows: [contentType: string | undefined, hasBody: boolean, status: number | undefined][] = [
    ['application/json', true, undefined],
    ['Application/JSON;charset=utf-8', true, undefined],
    ['image/png', true, undefined],
    ['text/plain', true, 415],
    [undefined, true, 415],
    ['text/plain', false, undefined],
  ]
  for (const [contentType, hasBody, status] of rows) {
    assert.equal(check.checkMedia(contentType, hasBody)?.status, status, String(contentType))
  }
  assert.equal(
    check.checkMedia('text/plain', true)?.detail,
    'text/plain is not accepted here; send application/json, image/*.',
  )
  assert.equal(compile({ query: Book }).checkMedia('text/plain', true), undefined)
})

test('says how a body has to be read', () => {
  const check = compile({ body: { content: { 'application/merge-patch+json': Book, 'multipart/form-data': Book } } })
  assert.equal(check.bodyKind('application/merge-patch+json'), 'json')
  assert.equal(check.bodyKind('multipart/form-data; boundary=x'), 'multipart')
  assert.equal(check.bodyKind('text/plain'), undefined)
  assert.equal(compile({ body: { contentType: 'image/png' } }).bodyKind('image/png'), undefined)
})

test('reads bodies of each kind, and says when it cannot', async () => {
  assert.deepEqual(readBodyBytes('json', bytes('{"a":1}')), { ok: true, body: { a: 1 } })
  assert.deepEqual(readBodyBytes('form', bytes('a=1&a=2&b=3')), { ok: true, body: { a: ['1', '2'], b: '3' } })
  assert.deepEqual(readBodyBytes('text', bytes('x')), { ok: true, body: 'x' })
  assert.deepEqual(readBodyBytes('json', bytes('')), { ok: true, body: undefined })
  const broken = readBodyBytes('json', bytes('{'))
  assert.ok(!broken.ok)
  assert.equal(broken.problem.status, 400)

  const form = new FormData()
  form.append('name', 'x')
  form.append('tag', 'a')
  form.append('tag', 'b')
  const request = new Request('http://localhost/', { method: 'POST', body: form })
  assert.deepEqual(await readRequestBody('multipart', request), { ok: true, body: { name: 'x', tag: ['a', 'b'] } })
  assert.equal((await request.formData()).get('name'), 'x')
})

test('checks nothing where the contract says so', () => {
  for (const validate of [false, { request: false }]) {
    assert.equal(compileContract({ operations: { POST: { body: Book, validate } }, exclusive: true }).size, 0)
  }
})

test('checks HEAD as GET', () => {
  const checks = compileContract({ operations: { GET: { query: Book } }, exclusive: true })
  assert.equal(checks.get('HEAD'), checks.get('GET'))
})

test('lists no more than fifty errors', async () => {
  const errors = await errorsOf({ body: z.array(z.string()) }, json(Array.from({ length: 200 }, () => 1)))
  assert.equal(errors.length, 50)
})

test('answers in the format of the project', () => {
  const problem = { type: 'about:blank', title: 'T', status: 422, detail: 'D' }
  assert.deepEqual(toProblemAnswer(problem), { status: 422, contentType: 'application/problem+json', body: problem })
  assert.deepEqual(toProblemAnswer(problem, format), {
    status: 400,
    contentType: 'application/json',
    body: { error: 'D' },
  })
})
