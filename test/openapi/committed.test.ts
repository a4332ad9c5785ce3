import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { plant } from '../app/plant.ts'
import { runIn } from '../commands/context.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')

test('openapi/ has the document of what npm start serves, laid under its base.json', async () => {
  const dir = path.join(ROOT, 'examples/quickstart')
  const { code, out, err } = await runIn(['openapi', dir, '--out', path.join(ROOT, 'openapi'), '--check'])
  assert.deepEqual([code, out.trim()], [0, 'the document is up to date'], err)
  const [base, document] = ['base.json', 'openapi.json'].map((file) =>
    JSON.parse(readFileSync(path.join(ROOT, 'openapi', file), 'utf8')),
  )
  assert.deepEqual(document.servers, base.servers)
  assert.equal(document.info.title, base.info.title)
  assert.deepEqual(Object.keys(document.paths), ['/api/hello', '/api/methods', '/api/{id}'])
})

test('the base.json beside the written files counts, else that of the project', async () => {
  const dir = plant({
    'api/hello.js': 'export default (req, res) => res.json(1)',
    'openapi/base.json': '{ "info": { "title": "Project" } }',
    'elsewhere/base.json': '{ "info": { "title": "Elsewhere" } }',
  })
  for (const [out, title] of [
    ['elsewhere', 'Elsewhere'],
    ['nowhere', 'Project'],
  ] as const) {
    await runIn(['openapi', dir, '--out', out, '--format', 'json'])
    assert.equal(JSON.parse(readFileSync(path.join(dir, out, 'openapi.json'), 'utf8')).info.title, title)
  }
})
