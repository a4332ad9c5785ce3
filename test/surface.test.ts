import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import * as surface from '../src/index.ts'

const SOURCE = readFileSync(path.resolve(import.meta.dirname, '../src/index.ts'), 'utf8')

/** What users may rely on. A name that is added or lost here is a change they notice. */
const VALUES = ['FAULTS', 'Fault', 'createServer', 'defineConfig', 'listen', 'rehost']
const TYPES = ['DrainOptions', 'FaultCode', 'LibraryOptions', 'RehostOptions', 'RehostServer']

test('the package exports these values', () => {
  assert.deepEqual(Object.keys(surface).sort(), VALUES)
})

test('the package exports these types', () => {
  const names = [...SOURCE.matchAll(/\btype (\w+)/g)].map(([, name]) => name)
  assert.deepEqual(names.sort(), TYPES)
})

test('its entry only passes on what other files export', () => {
  assert.doesNotMatch(SOURCE.replaceAll(/^export (?:type )?\{[^}]*\} from '[^']+'$/gm, ''), /\S/)
})
