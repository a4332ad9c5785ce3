import assert from 'node:assert/strict'
import path from 'node:path'
import { test } from 'node:test'
import { extendZodWithOpenApi } from '@asteasolutions/zod-to-openapi'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { z } from 'zod'
import { z as mini } from 'zod/v4-mini'
import { z as z3 } from 'zod/v3'
import { openRegistries } from '../../src/schema/registries.ts'
import { toJsonSchema, type Direction } from '../../src/schema/zod.ts'

/** What a schema is as JSON Schema; the same both ways unless two are given. */
const ROWS: [title: string, schema: unknown, input: object, output?: object][] = [
  ['an integer without the bounds of the language', z.int(), { type: 'integer' }],
  ['an integer with its own bounds', z.int().min(1).max(9), { type: 'integer', minimum: 1, maximum: 9 }],
  ['int32 with its bounds', z.int32(), { type: 'integer', minimum: -2147483648, maximum: 2147483647 }],
  ['steps', z.number().multipleOf(0.5), { type: 'number', multipleOf: 0.5 }],
  ['an e-mail by its format', z.email(), { type: 'string', format: 'email' }],
  ['a uuid by its format', z.uuid(), { type: 'string', format: 'uuid' }],
  ['a cuid by its pattern', z.cuid(), { type: 'string', pattern: z.regexes.cuid.source }],
  ['a nanoid by its pattern', z.nanoid(), { type: 'string', pattern: z.regexes.nanoid.source }],
  ['a jwt as text', z.jwt(), { type: 'string' }],
  ['a pattern of the author', z.string().regex(/^a+$/i), { type: 'string', pattern: '^a+$' }],
  ['a date as its text', z.date(), { type: 'string', format: 'date-time' }],
  ['a coerced date', z.coerce.date(), { type: 'string', format: 'date-time' }],
  ['a coerced number', z.coerce.number().default(3), { type: 'number', default: 3 }],
  ['a bigint as its text', z.bigint(), { type: 'string', pattern: '^-?[0-9]+$' }],
  ['mixed literals', z.literal(['x', 1, null]), { enum: ['x', 1, null] }],
  ['a boolean written as text', z.stringbool(), { type: 'string' }, { type: 'boolean' }],
  ['a pipe by its two ends', z.string().pipe(z.coerce.number()), { type: 'string' }, { type: 'number' }],
  ['a transformation by its input', z.string().transform((text) => text.length), { type: 'string' }, {}],
  ['what has no JSON type', z.custom<Buffer>(), {}],
  ['a map', z.map(z.string(), z.number()), {}],
  ['a catch', z.string().catch('x'), { default: 'x', type: 'string' }, { default: 'x', type: 'string' }],
  ['a nullable', z.string().nullable(), { type: ['string', 'null'] }],
  [
    'an object that drops unknown keys',
    z.object({ a: z.string().default('x'), b: z.unknown() }),
    { type: 'object', properties: { a: { default: 'x', type: 'string' }, b: {} }, required: ['b'] },
    { type: 'object', properties: { a: { default: 'x', type: 'string' }, b: {} }, required: ['a', 'b'] },
  ],
  [
    'an object that refuses unknown keys',
    z.strictObject({ a: z.string() }),
    { type: 'object', properties: { a: { type: 'string' } }, required: ['a'], additionalProperties: false },
  ],
  [
    'metadata, as far as OpenAPI knows it',
    z.string().meta({ description: 'D', examples: ['e'], 'x-a': 1, secret: true, default: new Date(0) }),
    { type: 'string', description: 'D', examples: ['e'], 'x-a': 1, default: '1970-01-01T00:00:00.000Z' },
  ],
  [
    'zod mini',
    mini.object({ a: mini.optional(mini.string()) }),
    { type: 'object', properties: { a: { type: 'string' } } },
  ],
  [
    'zod 3',
    z3.object({ a: z3.number().positive(), t: z3.tuple([z3.string()]), e: z3.string().transform(Number) }),
    {
      type: 'object',
      properties: {
        a: { type: 'number', exclusiveMinimum: 0 },
        t: { type: 'array', minItems: 1, maxItems: 1, prefixItems: [{ type: 'string' }], items: {} },
        e: { type: 'string' },
      },
      required: ['a', 't', 'e'],
    },
    {
      type: 'object',
      properties: {
        a: { type: 'number', exclusiveMinimum: 0 },
        t: { type: 'array', minItems: 1, maxItems: 1, prefixItems: [{ type: 'string' }], items: {} },
        e: {},
      },
      required: ['a', 't', 'e'],
    },
  ],
]

for (const [title, schema, input, output = input] of ROWS) {
  test(`says ${title} as JSON Schema`, () => {
    const directions: [Direction, object][] = [
      ['input', input],
      ['output', output],
    ]
    for (const [direction, expected] of directions) {
      assert.deepEqual(toJsonSchema(schema, direction, 'Hint'), { schema: expected, components: {}, notes: [] })
    }
  })
}

test('lifts named schemas, at the root and below', () => {
  const Book = z.object({ title: z.string() }).meta({ id: 'Book 1' })
  const { schema, components } = toJsonSchema(z.array(Book), 'output', 'Hint')
  assert.deepEqual(schema, { type: 'array', items: { $ref: '#/components/schemas/Book_1|output' } })
  assert.deepEqual(components, {
    Book_1: { type: 'object', properties: { title: { type: 'string' } }, required: ['title'] },
  })
  assert.deepEqual(toJsonSchema(Book, 'input', 'Hint').schema, { $ref: '#/components/schemas/Book_1|input' })
})

test('names recursive schemas that have no name', () => {
  const Tree = z.object({
    get children() {
      return z.array(Tree)
    },
  })
  const itself = toJsonSchema(Tree, 'output', 'GetTree')
  assert.deepEqual(itself.schema, { $ref: '#/components/schemas/GetTree|output' })
  assert.deepEqual(itself.components['GetTree']?.['properties'], {
    children: { type: 'array', items: { $ref: '#/components/schemas/GetTree|output' } },
  })
  const inside = toJsonSchema(z.object({ tree: Tree }), 'output', 'GetTree')
  assert.deepEqual(inside.schema['properties'], { tree: { $ref: '#/components/schemas/GetTreePart1|output' } })
  assert.deepEqual(Object.keys(toJsonSchema(z.json(), 'input', 'Any').components).length, 1)
})

test('gives a discriminated union of named schemas a discriminator', () => {
  const Cat = z.object({ kind: z.literal(['cat', 'kitten']) }).meta({ id: 'Cat' })
  const Dog = z.object({ kind: z.literal('dog') }).meta({ id: 'Dog' })
  const { schema } = toJsonSchema(z.discriminatedUnion('kind', [Cat, Dog]), 'output', 'Pet')
  assert.deepEqual(schema['discriminator'], {
    propertyName: 'kind',
    mapping: {
      cat: '#/components/schemas/Cat|output',
      kitten: '#/components/schemas/Cat|output',
      dog: '#/components/schemas/Dog|output',
    },
  })
})

test('degrades what it cannot say, with a note', () => {
  const rows: unknown[] = [
    { '~standard': { version: 1, vendor: 'other', validate: () => ({}) } },
    {
      _zod: { def: { type: 'string' } },
      toJSONSchema() {
        throw new Error('broken')
      },
    },
    'text',
  ]
  for (const schema of rows) {
    const converted = toJsonSchema(schema, 'input', 'Hint')
    assert.deepEqual(converted.schema, {})
    assert.equal(converted.notes.length, 1)
    assert.match(converted.notes[0] ?? '', /^Hint: /)
  }
})

// prettier-ignore
const FORMATS = [
  z.cuid(), z.cuid2(), z.ulid(), z.xid(), z.ksuid(), z.nanoid(), z.emoji(), z.jwt(), z.base64(), z.base64url(),
  z.e164(), z.mac(), z.cidrv4(), z.cidrv6(), z.ipv4(), z.ipv6(), z.hostname(), z.email(), z.url(), z.guid(), z.uuid(),
  z.hash('sha256'), z.hex(), z.iso.datetime(), z.iso.date(), z.iso.time(), z.iso.duration(), z.int64(),
  z.stringFormat('isbn', /^\d+$/), z.string().meta({ format: 'isbn' }),
]

test('says every format so that a strict validator takes it', () => {
  const ajv = new Ajv2020({ strict: true })
  formats.default(ajv)
  for (const one of FORMATS) {
    const { schema } = toJsonSchema(one, 'input', 'X')
    assert.doesNotThrow(() => ajv.compile({ ...schema }), JSON.stringify(schema))
  }
})

test('asks a library with Standard JSON Schema', () => {
  const jsonSchema = { input: () => ({ type: 'string', format: 'its-own' }), output: () => ({ type: 'number' }) }
  const schema = { '~standard': { version: 1, vendor: 'other', validate: () => ({}), jsonSchema } }
  assert.deepEqual(toJsonSchema(schema, 'output', 'Hint').schema, { type: 'number' })
})

test('reads what was noted by the .openapi() of zod-to-openapi', async () => {
  const dir = path.resolve(import.meta.dirname, '../..')
  await openRegistries({ dir, aboutDir: dir, importFile: (url) => import(url) })
  extendZodWithOpenApi(z)
  const Noted = z.object({ a: z.string().openapi({ example: 'x', description: 'D' }) }).openapi('Noted')
  const { schema, components } = toJsonSchema(z.array(Noted), 'output', 'Hint')
  assert.deepEqual(schema, { type: 'array', items: { $ref: '#/components/schemas/Noted|output' } })
  assert.deepEqual(components['Noted']?.['properties'], { a: { type: 'string', description: 'D', examples: ['x'] } })
})
