import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { openObservations, readObserved, toObservedFile } from '../../src/dev/observed.ts'
import { toCacheDir } from '../../src/inference.ts'
import { plant } from '../app/plant.ts'
import { runIn } from './context.ts'

const HELLO = "export default function handler(req, res) {\n  res.status(200).json({ message: 'hi' })\n}\n"

test('rehost openapi --explain says how each fact is known, and writes nothing', async () => {
  const dir = plant({ 'api/hello.js': HELLO })
  const { code, out } = await runIn(['openapi', dir, '--explain'])
  assert.equal(code, 0)
  assert.match(out, /^\/api\/hello {2}\(api\/hello\.js\)$/m)
  assert.match(out, /^ {4}200 {2}application\/json \{ message \} {2}\[\w+ api\/hello\.js:2\]$/m)
  assert.match(out, /^Read with .+: 1 operation, /m)
  assert.throws(() => readFileSync(path.join(dir, 'openapi/openapi.json')), /ENOENT/)
})

test('rehost openapi --explain --json says the same to programs', async () => {
  const { out } = await runIn(['openapi', plant({ 'api/hello.js': HELLO }), '--explain', '--json'])
  const { summary, routes } = JSON.parse(out)
  assert.deepEqual([summary.operations, routes[0].name], [1, 'api/hello.js'])
})

test('rehost openapi --learn adds what was seen in development, and nothing that is known or went wrong', async () => {
  const dir = plant({ 'api/hello.js': HELLO, 'openapi/base.json': '{ "info": { "title": "Mine" } }' })
  const observations = openObservations(toObservedFile(toCacheDir(dir), dir))
  const seen = { route: 'api/hello.js', method: 'GET', contentType: 'application/json' }
  for (const status of [503, 200, 500, 503]) observations.note({ ...seen, status })
  observations.note({ ...seen, route: 'api/gone.js', status: 404 })
  await observations.close()
  const { code, out } = await runIn(['openapi', dir, '--learn'])
  assert.equal(code, 0)
  assert.match(out, /^learnt: GET \/api\/hello 503\nwritten: openapi\/base\.json\n/)
  const base = JSON.parse(readFileSync(path.join(dir, 'openapi/base.json'), 'utf8'))
  const response = {
    description: 'Service Unavailable',
    content: { 'application/json': { schema: {} } },
    'x-observed': true,
  }
  assert.deepEqual(base, {
    info: { title: 'Mine' },
    paths: { '/api/hello': { get: { responses: { 503: response } } } },
  })
  const document = JSON.parse(readFileSync(path.join(dir, 'openapi/openapi.json'), 'utf8'))
  assert.ok('200' in document.paths['/api/hello'].get.responses && '503' in document.paths['/api/hello'].get.responses)
  assert.match((await runIn(['openapi', dir, '--learn'])).out, /^nothing to learn: /)
})

test('rehost openapi --check --json tells programs what changed', async () => {
  const dir = plant({ 'api/hello.js': HELLO })
  const { code, out } = await runIn(['openapi', dir, '--check', '--json'])
  assert.deepEqual([code, JSON.parse(out).stale], [1, ['openapi/openapi.json', 'openapi/openapi.yaml']])
})

test('observations outlive the process, once each', async () => {
  const file = path.join(plant({ x: '' }), 'cache/observed.json')
  const one = { route: 'a.js', method: 'GET', status: 404, contentType: undefined }
  for (let times = 0; times < 2; times += 1) {
    const observations = openObservations(file)
    observations.note(one)
    await observations.close()
  }
  assert.deepEqual(await readObserved(file), [{ route: 'a.js', method: 'GET', status: 404 }])
})
