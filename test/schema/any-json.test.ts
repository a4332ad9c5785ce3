import assert from 'node:assert/strict'
import { test } from 'node:test'
import { simplifyAnyJson } from '../../src/schema/any-json.ts'
import type { JsonSchema } from '../../src/schema/facts.ts'

const ref = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` })
const list = (items: JsonSchema): JsonSchema => ({ type: 'array', items })
const record = (values: JsonSchema): JsonSchema => ({ type: 'object', additionalProperties: values })
const PLAIN = [{ type: 'string' }, { type: 'number' }, { type: 'boolean' }, { type: 'null' }]
const anyOf = (...options: JsonSchema[]): JsonSchema => ({ anyOf: options })

const ROWS: [title: string, components: Record<string, JsonSchema>, simple: Record<string, JsonSchema>][] = [
  ['any JSON value in one type', { J: anyOf(...PLAIN, list(ref('J')), record(ref('J'))) }, { J: {} }],
  [
    'any JSON value in several types',
    { J: anyOf(...PLAIN, list(ref('J')), ref('O')), O: record(anyOf(...PLAIN, list(ref('J')), ref('O'))) },
    { J: {}, O: record({}) },
  ],
  [
    'its notes',
    { J: { description: 'Any', ...anyOf({ type: ['string', 'number', 'boolean', 'null'] }, list({}), record({})) } },
    { J: { description: 'Any' } },
  ],
  ['a use of it', { J: anyOf(...PLAIN, list({}), record({})), A: list(ref('J')) }, { J: {}, A: list(ref('J')) }],
]

for (const [title, components, simple] of ROWS) {
  test(`writes {} for ${title}`, () => assert.deepEqual(simplifyAnyJson(components), simple))
}

const KEPT: [title: string, components: Record<string, JsonSchema>][] = [
  ['a union without null', { J: anyOf(...PLAIN.slice(0, 3), list(ref('J')), record(ref('J'))) }],
  ['one whose numbers are whole', { J: anyOf({ type: 'string' }, { type: 'integer' }, { type: 'boolean' }, { type: 'null' }, list({}), record({})) }], // prettier-ignore
  ['one with short texts', { J: anyOf({ type: 'string', maxLength: 3 }, ...PLAIN.slice(1), list({}), record({})) }],
  ['one with lists of texts', { J: anyOf(...PLAIN, list({ type: 'string' }), record(ref('J'))) }],
  ['one whose objects have a property', { J: anyOf(...PLAIN, list({}), { ...record({}), required: ['a'] }) }],
  ['one that leads to itself alone', { J: anyOf(ref('J'), { type: 'string' }) }],
  ['a tree', { T: { type: 'object', properties: { children: list(ref('T')) } } }],
  ['a reference to nothing', { J: anyOf(...PLAIN, list({}), ref('Gone')) }],
]

for (const [title, components] of KEPT) {
  test(`keeps ${title}`, () => assert.deepEqual(simplifyAnyJson(components), components))
}
