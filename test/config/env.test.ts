import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import { loadEnv } from '../../src/config/env.ts'

let dir: string
let before: NodeJS.ProcessEnv

beforeEach(() => {
  before = { ...process.env }
  dir = mkdtempSync(join(tmpdir(), 'rehost-env-'))
})

afterEach(() => {
  rmSync(dir, { recursive: true })
  for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name]
  Object.assign(process.env, before)
})

function write(files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, name), text)
}

test('the most specific file wins and the environment beats them all', () => {
  process.env['REHOST_SHELL'] = 'shell'
  delete process.env['NODE_ENV']
  write({
    '.env': 'REHOST_A=env\nREHOST_B=env\nREHOST_C=env\nREHOST_D=env\nREHOST_SHELL=env\n',
    '.env.production': 'REHOST_B=production\nREHOST_C=production\nREHOST_D=production\n',
    '.env.local': 'REHOST_C=local\nREHOST_D=local\n',
    '.env.production.local': 'REHOST_D=production-local\n',
    '.env.development': 'REHOST_E=development\n',
  })
  const loaded = loadEnv(dir, 'production')
  assert.deepEqual(loaded.files, ['.env.production.local', '.env.local', '.env.production', '.env'])
  const names = ['A', 'B', 'C', 'D', 'E', 'SHELL'].map((name) => process.env[`REHOST_${name}`])
  assert.deepEqual(names, ['env', 'production', 'local', 'production-local', undefined, 'shell'])
  assert.equal(process.env['NODE_ENV'], 'production')
  assert.equal(process.env['NEXT_RUNTIME'], 'nodejs')
})

const EXPANSIONS = [
  { line: 'REHOST_X=$REHOST_BASE/suffix', value: 'base/suffix' },
  { line: 'REHOST_X=${REHOST_BASE}-braced', value: 'base-braced' },
  { line: 'REHOST_X=${REHOST_NONE:-fallback}', value: 'fallback' },
  { line: 'REHOST_X=\\$REHOST_BASE', value: '$REHOST_BASE' },
  { line: "REHOST_X='single $REHOST_BASE'", value: 'single base' },
  { line: 'REHOST_X="double\\nline"', value: 'double\nline' },
  { line: 'REHOST_X="first\nsecond"', value: 'first\nsecond' },
  { line: 'REHOST_X=value # comment', value: 'value' },
  { line: 'REHOST_X="value # not comment"', value: 'value # not comment' },
  { line: 'REHOST_X=', value: '' },
  { line: 'export REHOST_X=exported', value: 'exported' },
]

for (const { line, value } of EXPANSIONS) {
  test(`reads ${JSON.stringify(line)} as ${JSON.stringify(value)}`, () => {
    write({ '.env': `REHOST_BASE=base\n${line}\n` })
    loadEnv(dir, 'production')
    assert.equal(process.env['REHOST_X'], value)
  })
}

test('a second reading takes back what the first one set and leaves the rest alone', () => {
  write({ '.env': 'REHOST_A=one\nREHOST_B=one\nREHOST_C=one\n' })
  const previous = loadEnv(dir, 'development')
  process.env['REHOST_B'] = 'changed since'
  process.env['REHOST_LATER'] = 'set since'
  write({ '.env': 'REHOST_A=two\nREHOST_B=two\n' })
  loadEnv(dir, 'development', { previous })
  const names = ['A', 'B', 'C', 'LATER'].map((name) => process.env[`REHOST_${name}`])
  assert.deepEqual(names, ['two', 'changed since', undefined, 'set since'])
})

test('two projects in one process keep their variables', () => {
  write({ '.env': 'REHOST_A=first\n' })
  loadEnv(dir, 'production')
  const other = mkdtempSync(join(tmpdir(), 'rehost-env-'))
  writeFileSync(join(other, '.env'), 'REHOST_A=second\nREHOST_B=second\n')
  loadEnv(other, 'production')
  rmSync(other, { recursive: true })
  assert.deepEqual([process.env['REHOST_A'], process.env['REHOST_B']], ['first', 'second'])
})
