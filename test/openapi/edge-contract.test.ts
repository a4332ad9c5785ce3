import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { serveFiles, type Served } from '../ops/serve.ts'

const SCHEMAS = `const as = (json, fits, make = (value) => value) => ({
  '~standard': {
    version: 1,
    vendor: 'test',
    validate: (value) => (fits(value) ? { value: make(value) } : { issues: [{ message: 'No', path: ['n'] }] }),
    jsonSchema: { input: () => json, output: () => json },
  },
})
const n = { type: 'object', properties: { n: { type: 'integer' } }, required: ['n'] }
const N = as(n, (value) => Number.isInteger(value.n), ({ n }) => ({ n }))
`
const FILES = {
  'package.json': '{ "type": "module" }',
  'pages/api/[id].js': `${SCHEMAS}
    export const config = { runtime: 'edge' }
    const id = { type: 'object', properties: { id: { type: 'integer' } } }
    export const openapi = {
      GET: { params: as(id, ({ id }) => Number.isInteger(id)), query: N },
      POST: { body: N },
      PUT: { body: N, query: N, parsed: true },
    }
    export default async function handler(request) {
      const kept = request[Symbol.for('rehost.parsed')]
      const body = request.method === 'GET' ? null : await request.json()
      return Response.json({ method: request.method, body, kept })
    }`,
}

let served: Served
before(async () => {
  served = await serveFiles(FILES)
})
after(() => served.stop())

const call = (target: string, init?: RequestInit): Promise<Response> =>
  fetch(`http://127.0.0.1:${served.port}/api/${target}`, init)
const json = (method: string, body: string, type = 'application/json'): RequestInit => ({
  method,
  body,
  headers: { 'content-type': type },
})

test('an edge-style handler gets the request as it was sent, its body unread', async () => {
  assert.deepEqual(await (await call('7?n=1')).json(), { method: 'GET', body: null })
  assert.deepEqual(await (await call('7', json('POST', '{"n":1,"more":2}'))).json(), {
    method: 'POST',
    body: { n: 1, more: 2 },
  })
})

test('and what the schemas made of it on demand', async () => {
  assert.deepEqual(await (await call('7?n=3', json('PUT', '{"n":1,"more":2}'))).json(), {
    method: 'PUT',
    body: { n: 1, more: 2 },
    kept: { query: { n: 3 }, body: { n: 1 } },
  })
})

test('HEAD is answered as GET', async () => {
  const answer = await call('7?n=1', { method: 'HEAD' })
  assert.deepEqual([answer.status, await answer.text()], [200, ''])
  assert.equal((await call('7?n=x', { method: 'HEAD' })).status, 422)
})

const REFUSED: [title: string, target: string, init: RequestInit | undefined, status: number, errors?: string[]][] = [
  ['a query that breaks the contract', '7?n=x', undefined, 422, ['query /n']],
  ['a path parameter that does', 'x?n=1', undefined, 422, ['path /n']],
  ['a body that does', '7', json('POST', '{}'), 422, ['body /n']],
  ['no body', '7', { method: 'POST' }, 422, ['body ']],
  ['a body that is no JSON', '7', json('POST', '{'), 400],
  ['another media type', '7', json('POST', 'n', 'text/plain'), 415],
  ['a body without a type', '7', { method: 'POST', body: new Uint8Array([1]) }, 415],
  ['a method that the contract does not have', '7', { method: 'DELETE' }, 405],
]

for (const [title, target, init, status, errors] of REFUSED) {
  test(`refuses ${title} with ${status} before an edge-style handler runs`, async () => {
    const answer = await call(target, init)
    assert.equal(answer.status, status)
    assert.match(answer.headers.get('content-type') ?? '', /^application\/problem\+json/)
    const problem = (await answer.json()) as { status: number; errors?: { in: string; pointer: string }[] }
    assert.equal(problem.status, status)
    assert.deepEqual(
      problem.errors?.map((error) => `${error.in} ${error.pointer}`),
      errors,
    )
  })
}
