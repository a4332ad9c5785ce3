import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseManifest, toManifest } from '../../src/routes/manifest.ts'
import { RouteTable } from '../../src/routes/table.ts'
import { PRECEDENCE_ROWS } from './precedence-rows.ts'
import { toRoute } from './rows.ts'

const FILES = PRECEDENCE_ROWS.flatMap(({ files }) => files)

test('a table read from its manifest is the same, below another folder', () => {
  const routes = FILES.slice(0, 4).map(toRoute)
  const text = JSON.stringify(toManifest(routes, '/project'))
  assert.deepEqual(parseManifest(JSON.parse(text), '/project'), routes)
  const moved = parseManifest(JSON.parse(text), '/elsewhere')
  assert.equal(moved[0]?.file, `/elsewhere/${FILES[0]}`)
  assert.equal(moved[0]?.name, FILES[0])
  assert.equal(RouteTable.create(moved).match('/api/mix/create')?.route.file, '/elsewhere/pages/api/mix/create.js')
})

const good = { file: 'a', name: 'a', root: 'pages', path: '/api/a', segments: [{ kind: 'static', value: 'api' }] }
const DAMAGED = [
  { json: null, says: /not of version 1/ },
  { json: { version: 2, routes: [] }, says: /not of version 1/ },
  { json: { version: 1 }, says: /not of version 1/ },
  { json: { version: 1, routes: [good, null] }, says: /routes\[1\]/ },
  { json: { version: 1, routes: [{ ...good, root: 'other' }] }, says: /routes\[0\]/ },
  { json: { version: 1, routes: [{ ...good, segments: [{ kind: 'param' }] }] }, says: /routes\[0\]/ },
]

for (const { json, says } of DAMAGED) {
  test(`refuses ${JSON.stringify(json).slice(0, 70)} and says to build again`, () => {
    assert.throws(() => parseManifest(json, '/project'), { code: 'CONFIG_INVALID', message: says })
  })
}
