import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { z } from 'zod'
import { toDocument } from '../../src/openapi/document.ts'
import type { RouteContract } from '../../src/openapi/read-contract.ts'
import { isObject, type JsonObject } from '../../src/schema/json.ts'
import { facts, found, input, route } from './project.ts'

// A light version of what `npm run judges` does with outside tools: it runs with every test.

const Category = z.object({
  name: z.string(),
  get parent() {
    return Category.optional()
  },
})
const Cat = z.object({ kind: z.literal('cat'), lives: z.int().max(9) }).meta({ id: 'Cat' })
const Dog = z.object({ kind: z.literal('dog'), tricks: z.tuple([z.string()]).rest(z.number()) }).meta({ id: 'Dog' })
const Everything = z
  .object({
    pet: z.discriminatedUnion('kind', [Cat, Dog]),
    category: Category,
    when: z.coerce.date().default(new Date(0)),
    size: z.bigint().optional(),
    map: z.map(z.string(), z.number()).optional(),
    record: z.record(z.string(), z.union([z.string(), z.null()])),
    pair: z.tuple([z.string(), z.number()]),
    any: z.any(),
    never: z.never().optional(),
    file: z.file().optional(),
    json: z.json(),
    pattern: z.string().regex(/^[\w-]+$/i),
    both: z.intersection(z.object({ a: z.string() }), z.object({ b: z.number() })),
    text: z.stringbool(),
    ip: z.ipv4(),
    template: z.templateLiteral(['a-', z.number()]),
    caught: z.string().catch('x'),
  })
  .meta({ id: 'Every thing' })

const operations: RouteContract['operations'] = {
  GET: {
    params: z.object({ id: z.string() }),
    query: z.object({ tags: z.array(z.enum(['a', 'b'])).optional(), page: z.coerce.number().default(1) }),
    cookies: z.object({ sid: z.string() }),
    responses: { 200: Everything, 404: {}, 503: z.object({ until: z.date() }) },
    security: [{ bearer: ['read'] }, {}],
  },
  PUT: {
    body: { content: { 'application/json': Everything, 'multipart/form-data': z.object({ cover: z.file() }) } },
    responses: { 200: Everything, default: z.unknown() },
    security: [{ unheardOf: [] }],
  },
}

const routes = ['/api/[id]', '/api/[...rest]', '/api/a/[[...x]]', '/api/a/[$odd]/b', '/api'].map((path) => route(path))
const named = route('/api/[id]').name
const { document } = toDocument(
  input(routes, {
    contracts: new Map([[named, { operations, exclusive: true }]]),
    facts: facts(
      {
        [route('/api').name]: [
          found('POST', {
            body: {
              required: true,
              media: [{ contentType: 'application/json', schema: { type: 'array' }, known: { from: 'use' } }],
            },
            responses: [{ status: 'default', headers: {}, media: [], known: { from: 'use' } }],
          }),
        ],
      },
      { components: { Broken: { $ref: '#/components/schemas/Broken' } } },
    ),
  }),
)

function* walk(value: unknown, at: readonly string[] = []): Generator<[at: readonly string[], value: JsonObject]> {
  if (Array.isArray(value)) for (const [index, one] of value.entries()) yield* walk(one, [...at, String(index)])
  if (!isObject(value)) return
  yield [at, value]
  for (const [key, inner] of Object.entries(value)) yield* walk(inner, [...at, key])
}

const written = Object.entries(document.paths).flatMap(([path, item]) => {
  return Object.entries(item).map(([method, operation]) => ({ path, name: `${method} ${path}`, operation }))
})

test('refers to nothing that is not there, and holds nothing that nobody refers to', () => {
  const refs = new Set([...walk(document)].map(([, { $ref }]) => $ref).filter((ref) => typeof ref === 'string'))
  const there = Object.entries(document.components).flatMap(([kind, parts]) =>
    kind === 'securitySchemes' ? [] : Object.keys(parts).map((name) => `#/components/${kind}/${name}`),
  )
  assert.deepEqual([...refs].sort(), there.sort())
})

test('gives each operation an id of its own, a summary, a known tag and an answer', () => {
  const ids = written.map(({ operation }) => operation.operationId)
  assert.equal(new Set(ids).size, ids.length)
  for (const id of ids) assert.match(id, /^[A-Za-z][A-Za-z0-9]*$/)
  const tags = new Set(document.tags.map(({ name }) => name))
  for (const { name, operation } of written) {
    assert.ok(operation.summary, name)
    assert.ok(
      operation.tags.every((tag) => tags.has(tag)),
      name,
    )
    assert.ok(Object.keys(operation.responses).length > 0, name)
    assert.ok(
      Object.keys(operation.responses).some((status) => /^4|default/.test(status)),
      name,
    )
  }
})

test('declares exactly the parameters of each path, and no two paths of one shape', () => {
  for (const { path, name, operation } of written) {
    const inPath = [...path.matchAll(/\{([^}]+)\}/g)].map(([, parameter]) => parameter)
    const declared = operation.parameters?.filter((parameter) => parameter.in === 'path').map((one) => one.name) ?? []
    assert.deepEqual(declared, inPath, name)
  }
  const shapes = Object.keys(document.paths).map((path) => path.replaceAll(/\{[^}]*\}/g, '{}'))
  assert.equal(new Set(shapes).size, shapes.length)
})

test('defines every security scheme that is asked for', () => {
  const schemes = new Set(Object.keys(document.components['securitySchemes'] ?? {}))
  const asked = written.flatMap(({ operation }) => operation.security ?? []).flatMap((one) => Object.keys(one))
  assert.deepEqual([...new Set(asked)].sort(), [...schemes].sort())
})

test('holds only schemas that a strict validator compiles', () => {
  const ajv = new Ajv2020({
    strict: true,
    strictTypes: false,
    strictRequired: false,
    strictTuples: false,
    allowUnionTypes: true,
  })
  formats.default(ajv)
  ajv.addFormat('binary', true)
  ajv.addKeyword('discriminator')
  const local = (schema: unknown): object =>
    JSON.parse(JSON.stringify(schema).replaceAll('"#/components/schemas/', '"component:'))
  for (const [name, schema] of Object.entries(document.components['schemas'] ?? {})) {
    ajv.addSchema(local(schema), `component:${name}`)
  }
  const schemas = [...walk(document)].flatMap(([at, { schema }]) => (isObject(schema) ? [{ at, schema }] : []))
  assert.ok(schemas.length > 20)
  for (const { at, schema } of schemas) assert.doesNotThrow(() => ajv.compile(local(schema)), at.join('/'))
  for (const name of Object.keys(document.components['schemas'] ?? {})) ajv.getSchema(`component:${name}`)
})
