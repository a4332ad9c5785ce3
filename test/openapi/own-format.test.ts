import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { plant } from '../app/plant.ts'
import { run } from '../commands/context.ts'
import { serveFiles } from '../ops/serve.ts'
import { NUMBER_SCHEMA } from './number-schema.ts'

const ROUTE = `
${NUMBER_SCHEMA}export const openapi = { GET: { query: N, responses: { 200: N } } }
export default (req, res) => res.json({ n: Number(req.query.n) })`

const CONFIG = `export default {
  problem: {
    format: ({ detail }) => ({ status: 400, body: { fault: detail } }),
    schema: { type: 'object', properties: { fault: { type: 'string' } }, required: ['fault'] },
  },
}`

const CONTENT = {
  'application/json': { schema: { type: 'object', properties: { fault: { type: 'string' } }, required: ['fault'] } },
}

test('the written document has the error format of the config file', async () => {
  const dir = plant({ 'package.json': '{ "type": "module" }', 'api/n.js': ROUTE, 'rehost.config.js': CONFIG })
  const before = process.cwd()
  await run(['openapi', dir, '--format', 'json']).finally(() => process.chdir(before))
  const { paths, components } = JSON.parse(readFileSync(path.join(dir, 'openapi/openapi.json'), 'utf8'))
  const { responses } = paths['/api/n'].get
  assert.deepEqual(responses, { ...responses, 400: { $ref: '#/components/responses/ContractViolation' } })
  assert.deepEqual(components.responses.ContractViolation.content, CONTENT)
  assert.ok(!('422' in responses))
})

test('the served one has it too, and a refusal in it is no drift', async () => {
  const problem = {
    format: ({ detail }: { detail: string }) => ({ status: 400, body: { fault: detail } }),
    schema: CONTENT['application/json'].schema,
  }
  const served = await serveFiles(
    { 'package.json': '{ "type": "module" }', 'pages/api/n.js': ROUTE },
    { drift: { sample: 1 }, problem },
  )
  try {
    const get = (target: string): Promise<Response> => fetch(`http://127.0.0.1:${served.port}${target}`)
    const refused = await get('/api/n?n=x')
    assert.deepEqual([refused.status, await refused.json()], [400, { fault: 'The request breaks its contract in one place.' }]) // prettier-ignore
    const { components } = (await (await get('/openapi.json')).json()) as { components: { responses: object } }
    assert.deepEqual(Object(components.responses).ContractViolation.content, CONTENT)
    assert.equal(served.life.counts.drifts.size, 0)
  } finally {
    await served.stop()
  }
})
