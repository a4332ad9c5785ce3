import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { serveFiles, type Served } from '../ops/serve.ts'

const SCHEMA = `const json = { type: 'object', properties: { id: { type: 'integer' } }, required: ['id'] }
const Id = { '~standard': { version: 1, vendor: 'test', validate: (value) => ({ value }), jsonSchema: { input: () => json, output: () => json } } }
const GETS = { responses: { 200: Id } }
`
const FILES = {
  'package.json': '{ "type": "module" }',
  'pages/api/node.js': `${SCHEMA}export const openapi = { GET: GETS }
    export default (req, res) => res.json({ id: req.query.id })`,
  'pages/api/edge.js': `${SCHEMA}export const config = { runtime: 'edge' }
    export const openapi = { GET: GETS }
    export default () => Response.json({ id: 'x' })`,
  'app/web/route.js': `${SCHEMA}export const GET = () => Response.json({ id: 'x' })
    GET.openapi = GETS`,
  'app/large/route.js': `${SCHEMA}export const GET = () => Response.json({ id: 1, rest: 'x'.repeat(300000) })
    GET.openapi = GETS`,
  'pages/api/packed.js': `import { gzipSync } from 'node:zlib'
    ${SCHEMA}export const openapi = { GET: GETS }
    export default (req, res) => {
      res.setHeader('content-type', 'application/json').setHeader('content-encoding', 'gzip').end(gzipSync('{"id":1}'))
    }`,
  'app/fails/route.js': `${SCHEMA}export const GET = () => { throw new Error('of the test') }
    GET.openapi = GETS`,
}

const ENVIRONMENT = process.env['NODE_ENV']
let served: Served
const get = async (path: string, coding: string): Promise<Response> => {
  const answer = await fetch(`http://127.0.0.1:${served.port}${path}`, { headers: { 'accept-encoding': coding } })
  await answer.arrayBuffer()
  return answer
}

before(async () => {
  process.env['NODE_ENV'] = 'test'
  served = await serveFiles(FILES)
  // The first answer has the document made; nobody waits for it.
  const isMarked = async (): Promise<boolean> => (await get('/api/node?id=x', 'gzip')).headers.has('x-rehost-drift')
  for (let tries = 0; tries < 300 && !(await isMarked()); tries += 1) await sleep(10)
})
after(async () => {
  await served.stop()
  if (ENVIRONMENT === undefined) delete process.env['NODE_ENV']
  else process.env['NODE_ENV'] = ENVIRONMENT
})

for (const path of ['/api/node?id=x', '/api/edge', '/web']) {
  for (const coding of ['gzip', 'identity']) {
    test(`in tests an answer of ${path} that drifts is marked, coded as ${coding}`, async () => {
      const { status, headers } = await get(path, coding)
      assert.deepEqual([status, headers.get('x-rehost-drift')], [200, '/id'])
    })
  }
}

for (const path of ['/large', '/api/packed', '/fails']) {
  test(`an answer of ${path}, which cannot be compared, is not marked`, async () => {
    const { headers } = await get(path, 'identity')
    assert.equal(headers.get('x-rehost-drift'), null)
  })
}
