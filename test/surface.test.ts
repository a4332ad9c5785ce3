import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import * as surface from '../src/index.ts'
import * as contract from '../src/openapi/contract.ts'

const ROOT = path.resolve(import.meta.dirname, '..')
const ENTRY = readFileSync(path.join(ROOT, 'src/index.ts'), 'utf8')
const PACKAGE: { exports: Record<string, unknown>; bin: unknown } = JSON.parse(
  readFileSync(path.join(ROOT, 'package.json'), 'utf8'),
)

// What users may rely on. A name that is added or lost here is a change they notice.
test('rehost exports these values', () => {
  const names = ['FAULTS', 'Fault', 'createServer', 'defineConfig', 'listen', 'rehost']
  assert.deepEqual(Object.keys(surface).sort(), names)
})

test('rehost exports these types', () => {
  const names = [...ENTRY.matchAll(/\btype (\w+)/g)].map(([, name]) => name)
  assert.deepEqual(names.sort(), ['DrainOptions', 'FaultCode', 'LibraryOptions', 'RehostOptions', 'RehostServer'])
})

test('its entry only passes on what other files export', () => {
  assert.doesNotMatch(ENTRY.replaceAll(/^export (?:type )?\{[^}]*\} from '[^']+'$/gm, ''), /\S/)
})

test('rehost/contract exports these values', () => {
  assert.deepEqual(Object.keys(contract).sort(), ['operation'])
})

test('nothing else of the package can be imported', () => {
  assert.deepEqual(Object.keys(PACKAGE.exports), ['.', './contract', './package.json'])
  assert.deepEqual(PACKAGE.bin, { rehost: './dist/cli.js' })
})
