import assert from 'node:assert/strict'
import { test } from 'node:test'
import { suggest } from '../../src/config/suggest.ts'

const KNOWN = ['start', 'build', 'routes', 'openapi', 'dev', 'trailingSlash', 'limits']

const ROWS = [
  { word: 'strat', meant: 'start' },
  { word: 'statr', meant: 'start' },
  { word: 'START', meant: 'start' },
  { word: 'biuld', meant: 'build' },
  { word: 'route', meant: 'routes' },
  { word: 'openapis', meant: 'openapi' },
  { word: 'dve', meant: 'dev' },
  { word: 'trailingslashes', meant: 'trailingSlash' },
  { word: 'limit', meant: 'limits' },
  { word: 'deploy', meant: undefined },
  { word: 'x', meant: undefined },
  { word: '', meant: undefined },
]

for (const { word, meant } of ROWS) {
  test(`for ${word || 'nothing'} suggests ${meant ?? 'nothing'}`, () => assert.equal(suggest(word, KNOWN), meant))
}
