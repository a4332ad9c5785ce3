import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { parse } from 'yaml'
import { toDiffLines } from '../../src/openapi/diff.ts'
import { toDocument } from '../../src/openapi/document.ts'
import { compareDocument, loadBase, writeDocument } from '../../src/openapi/write.ts'
import { input, route } from './project.ts'

const dir = await mkdtemp(join(tmpdir(), 'rehost-openapi-'))
after(() => rm(dir, { recursive: true }))
const place = { dir: join(dir, 'openapi'), formats: ['json', 'yaml'] as const }
const { document } = toDocument(input([route('/api/a'), route('/api/b')]))

test('writes JSON and YAML that say the same', async () => {
  const files = await writeDocument(document, place)
  assert.deepEqual(files, [join(place.dir, 'openapi.json'), join(place.dir, 'openapi.yaml')])
  const [json = '', yaml = ''] = await Promise.all(files.map((file) => readFile(file, 'utf8')))
  assert.deepEqual(JSON.parse(json), document)
  assert.deepEqual(parse(yaml), document)
  assert.ok(json.endsWith('}\n'))
})

test('finds nothing stale right after writing', async () => {
  await writeDocument(document, place)
  assert.deepEqual(await compareDocument(document, place), { stale: [], changes: [], breaking: [] })
})

test('tells what changed and what breaks clients', async () => {
  await writeDocument(document, place)
  const next = toDocument(input([route('/api/a'), route('/api/c')], { version: '2.0.0' })).document
  const { stale, changes, breaking } = await compareDocument(next, place)
  assert.equal(stale.length, 2)
  const lines = toDiffLines(changes)
  assert.equal(lines[0], '~ info › version: "1.0.0" → "2.0.0"')
  assert.deepEqual(
    lines.slice(1).map((line) => line.slice(0, 20)),
    ['- paths › /api/b: {"', '+ paths › /api/c: {"'],
  )
  assert.deepEqual(breaking, [{ code: 'operation-removed', operation: 'GET /api/b', detail: 'is gone' }])
})

test('finds files stale that are missing or broken', async () => {
  const empty = { dir: join(dir, 'none'), formats: ['json'] as const }
  assert.deepEqual(await compareDocument(document, empty), {
    stale: [join(empty.dir, 'openapi.json')],
    changes: [],
    breaking: [],
  })
  await writeDocument(document, empty)
  await writeFile(join(empty.dir, 'openapi.json'), '{')
  assert.equal((await compareDocument(document, empty)).stale.length, 1)
})

test('reads base.json, and names what is wrong with it', async () => {
  assert.deepEqual(await loadBase(join(dir, 'nowhere')), {})
  const rows: [text: string, message: RegExp | undefined][] = [
    ['{"info":{"title":"T"}}', undefined],
    ['{', /base\.json: /],
    ['[]', /base\.json: must be a JSON object$/],
    ['{"info":1}', /base\.json: info must be an object$/],
    ['{"tags":{}}', /base\.json: tags must be a list$/],
  ]
  for (const [text, message] of rows) {
    await writeFile(join(dir, 'base.json'), text)
    if (message) await assert.rejects(loadBase(dir), { code: 'CONFIG_INVALID', message })
    else assert.deepEqual(await loadBase(dir), { info: { title: 'T' } })
  }
})
