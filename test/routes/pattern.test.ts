import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Fault } from '../../src/errors.ts'
import { parsePattern } from '../../src/routes/pattern.ts'
import { BAD_NAME_ROWS } from './refused-rows.ts'
import { toRoute } from './rows.ts'

const PATTERNS = [
  { place: 'users/[id]', root: 'pages', path: '/api/users/[id]' },
  { place: 'index', root: 'pages', path: '/api' },
  { place: 'index/index', root: 'pages', path: '/api/index' },
  { place: '[[...slug]]', root: 'api', path: '/api/[[...slug]]' },
  { place: 'route', root: 'app', path: '/' },
  { place: 'api/(v1)/@a/users/[id]/route', root: 'app', path: '/api/users/[id]' },
  { place: '%5Funder/%5Fnext/route', root: 'app', path: '/_under/_next' },
] as const

for (const { place, root, path } of PATTERNS) {
  test(`reads ${root} ${place} as ${path}`, () => {
    assert.equal(parsePattern(place, root).path, path)
  })
}

test('keeps kind and name of every part', () => {
  assert.deepEqual(parsePattern('a/[b]/[[...c]]', 'pages').segments, [
    { kind: 'static', value: 'api' },
    { kind: 'static', value: 'a' },
    { kind: 'param', name: 'b' },
    { kind: 'optional-rest', name: 'c' },
  ])
  assert.deepEqual(parsePattern('[...r]', 'pages').segments.at(-1), { kind: 'rest', name: 'r' })
})

for (const { file, says } of BAD_NAME_ROWS) {
  test(`refuses ${file} and names the file`, () => {
    assert.throws(
      () => toRoute(file),
      (thrown) => {
        assert.ok(thrown instanceof Fault)
        assert.equal(thrown.code, 'ROUTE_NAME_INVALID')
        assert.equal(thrown.file, file)
        assert.ok(thrown.message.startsWith(`${file}: `))
        assert.match(thrown.message, says)
        return true
      },
    )
  })
}
