import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { serveFiles, type Served } from '../ops/serve.ts'

const SCHEMA = `const n = { type: 'object', properties: { n: { type: 'integer' } }, required: ['n'] }
const N = {
  '~standard': {
    version: 1,
    vendor: 'test',
    validate: (value) => (Number.isInteger(value.n) ? { value } : { issues: [{ message: 'No' }] }),
    jsonSchema: { input: () => n, output: () => n },
  },
}
export const openapi = { POST: { body: N } }
`
const PAGES = 'export default (req, res) => res.json(req.body)'
const WEB = 'export const POST = async (request) => Response.json(await request.json())'
const FILES = {
  'package.json': '{ "type": "module" }',
  'pages/api/n.js': SCHEMA + PAGES,
  'pages/api/edge.js': `${SCHEMA}
    export const config = { runtime: 'edge' }
    export default async (request) => Response.json(await request.json())`,
  'app/n/route.js': SCHEMA + WEB,
  'app/bare/route.js': WEB,
}
const NEVER_STORED = 'private, no-cache, no-store, max-age=0, must-revalidate'

let served: Served
before(async () => {
  served = await serveFiles(FILES)
})
after(() => served.stop())

const call = (target: string, init: RequestInit): Promise<Response> =>
  fetch(`http://127.0.0.1:${served.port}${target}`, init)

for (const target of ['/api/n', '/api/edge', '/n']) {
  test(`a 405 of ${target}, which has a contract, is problem details with Allow`, async () => {
    const answer = await call(target, { method: 'DELETE' })
    assert.equal(answer.status, 405)
    assert.equal(answer.headers.get('content-type'), 'application/problem+json')
    assert.equal(answer.headers.get('cache-control'), NEVER_STORED)
    assert.match(answer.headers.get('allow') ?? '', /^(?=.*POST)(?=.*OPTIONS)/)
    assert.deepEqual(await answer.json(), {
      type: 'about:blank',
      title: 'Method Not Allowed',
      status: 405,
      detail: 'DELETE is not allowed here',
      code: 'METHOD_NOT_ALLOWED',
    })
    assert.equal((await call(target, { method: 'OPTIONS' })).status, 204)
  })
}

test('that of a web-style route without a contract is empty, as under Next.js', async () => {
  const answer = await call('/bare', { method: 'DELETE', headers: { accept: 'application/problem+json' } })
  assert.deepEqual([answer.status, answer.headers.get('allow'), await answer.text()], [405, 'OPTIONS, POST', ''])
})
