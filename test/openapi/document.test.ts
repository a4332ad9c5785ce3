import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toDocument } from '../../src/openapi/document.ts'
import { facts, found, input, route } from './project.ts'

const json = (schema: object, from: 'type' | 'literal' = 'type') => ({
  contentType: 'application/json',
  schema: { ...schema },
  known: { from, at: 'pages/api/users.ts:3' },
})
const ok = (schema: object) => ({ status: 200, headers: {}, media: [json(schema)], known: { from: 'type' as const } })

test('says each kind of path in the words of OpenAPI', () => {
  const rows: [paths: string[], written: string[]][] = [
    [['/api/hello'], ['/api/hello']],
    [['/api'], ['/api']],
    [['/api/users/[id]'], ['/api/users/{id}']],
    [['/api/docs/[...slug]'], ['/api/docs/{slug}']],
    [['/api/docs/[[...slug]]'], ['/api/docs', '/api/docs/{slug}']],
    [
      ['/api/[id]', '/api/[...rest]'],
      ['/api/{id}', '/api/{rest1}/{rest}'],
    ],
    [
      ['/api/[...rest]', '/api/[id]', '/api/[id]/[sub]'],
      ['/api/{id}', '/api/{id}/{sub}', '/api/{rest1}/{rest2}/{rest}'],
    ],
  ]
  for (const [paths, written] of rows) {
    const { document } = toDocument(input(paths.map((path) => route(path))))
    assert.deepEqual(Object.keys(document.paths), written)
  }
})

test('marks the parameter of a catch-all', () => {
  const { document } = toDocument(input([route('/api/docs/[...slug]')]))
  const [parameter] = document.paths['/api/docs/{slug}']?.get?.parameters ?? []
  assert.equal(parameter?.['x-catch-all'], true)
  assert.equal(parameter?.required, true)
})

test('documents a route nobody knows anything about as a guess', () => {
  const { document } = toDocument(input([route('/api/hello')]))
  const operation = document.paths['/api/hello']?.get
  assert.equal(operation?.['x-any-method'], true)
  assert.deepEqual(operation?.['x-inferred'], { from: 'guess' })
  assert.deepEqual(Object.keys(operation?.responses ?? {}), ['2XX', '4XX'])
})

test('documents exactly the methods a web-style module exports', () => {
  const one = route('/api/users', 'app')
  const { document } = toDocument(input([one], { methods: new Map([[one.name, ['POST', 'GET']]]) }))
  assert.deepEqual(Object.keys(document.paths['/api/users'] ?? {}), ['get', 'post'])
})

test('names operations by method and path, once each', () => {
  const rows: [path: string, id: string, summary: string, tag: string][] = [
    ['/api/users', 'getUsers', 'Get users', 'users'],
    ['/api/users/[id]', 'getUsersById', 'Get users by id', 'users'],
    ['/api/v2/order-items/[itemId]', 'getV2OrderItemsByItemId', 'Get order items by item id', 'order-items'],
    ['/api/hello', 'getHello', 'Get hello', 'api'],
    ['/api', 'getRoot', 'Get root', 'api'],
    ['/api/été-日', 'getEteU65e5', 'Get été 日', 'api'],
  ]
  const { document } = toDocument(input(rows.map(([path]) => route(path))))
  const written = Object.values(document.paths).map((item) => item.get)
  assert.deepEqual(
    written.map((operation) => [operation?.operationId, operation?.summary, operation?.tags[0]]).sort(),
    rows.map(([, ...names]) => names).sort(),
  )
  const twice = toDocument(input([route('/api/a-b'), route('/api/aB')]))
  assert.deepEqual(
    Object.values(twice.document.paths).map((item) => item.get?.operationId),
    ['getAB', 'getAB2'],
  )
})

test('writes what inference found, with its source', () => {
  const users = route('/api/users')
  const { document } = toDocument(
    input([users], {
      facts: facts(
        {
          [users.name]: [
            found('GET', {
              parameters: [
                { in: 'query', name: 'page', required: false, schema: { type: 'integer' }, known: { from: 'use' } },
                { in: 'header', name: 'authorization', required: true, schema: {}, known: { from: 'use' } },
              ],
              responses: [ok({ $ref: '#/components/schemas/User' })],
              security: [{ scheme: 'bearer', scopes: [] }],
              notes: ['one thing was not understood'],
            }),
          ],
        },
        { components: { User: { type: 'object' }, Unused: {} } },
      ),
    }),
  )
  const operation = document.paths['/api/users']?.get
  assert.deepEqual(operation?.parameters, [
    { name: 'page', in: 'query', schema: { type: 'integer' }, 'x-inferred': { from: 'use' } },
  ])
  assert.deepEqual(operation?.security, [{ bearer: [] }])
  assert.deepEqual(operation?.['x-inference-notes'], ['one thing was not understood'])
  assert.deepEqual(Object.keys(document.components['schemas'] ?? {}), ['Message', 'Problem', 'User'])
  assert.deepEqual(document.components['securitySchemes'], { bearer: { type: 'http', scheme: 'bearer' } })
})

test('degrades one bad schema and keeps the rest', () => {
  const users = route('/api/users')
  const bad = {
    type: 'object',
    properties: {
      a: { $ref: '#/components/schemas/Gone' },
      b: { type: 'Date' },
      c: { type: 'array' },
      d: { pattern: '(' },
    },
  }
  const { document, notes } = toDocument(
    input([users], { facts: facts({ [users.name]: [found('GET', { responses: [ok(bad)] })] }) }),
  )
  const response = document.paths['/api/users']?.get?.responses['200']
  assert.ok(response && 'content' in response)
  assert.deepEqual(response.content?.['application/json']?.schema['properties'], {
    a: {},
    b: {},
    c: { type: 'array', items: {} },
    d: {},
  })
  assert.equal(notes.length, 3)
  for (const note of notes) assert.match(note, /^pages\/api\/users\.ts GET: /)
})

test('joins bodies of one status and one media type', () => {
  const users = route('/api/users')
  const responses = [ok({ type: 'string' }), ok({ type: 'number' }), ok({ type: 'string' })]
  const { document } = toDocument(input([users], { facts: facts({ [users.name]: [found('GET', { responses })] }) }))
  const response = document.paths['/api/users']?.get?.responses['200']
  assert.ok(response && 'content' in response)
  assert.deepEqual(response.content?.['application/json']?.schema, { anyOf: [{ type: 'string' }, { type: 'number' }] })
})

test('leaves the body of a GET out, with a note', () => {
  const users = route('/api/users')
  const body = { required: true, media: [json({})] }
  const { document, notes } = toDocument(input([users], { facts: facts({ [users.name]: [found('GET', { body })] }) }))
  assert.equal(document.paths['/api/users']?.get?.requestBody, undefined)
  assert.deepEqual(notes, ['pages/api/users.ts GET: a body of GET was left out'])
})

test('lets the hand-written base win', () => {
  const { document } = toDocument(
    input([route('/api/users/[id]')], {
      basePath: '/v1',
      base: {
        info: { title: 'Mine', contact: { name: 'me' } },
        tags: [{ name: 'users', description: 'People.' }],
        paths: { '/api/users/{id}': { get: { summary: 'One person' } } },
        components: { securitySchemes: { key: { type: 'apiKey', in: 'query', name: 'key' } } },
        security: [{ key: [] }],
      },
    }),
  )
  assert.equal(document.info.title, 'Mine')
  assert.equal(document.info.version, '1.0.0')
  assert.deepEqual(document.servers, [{ url: '/v1' }])
  assert.deepEqual(document.tags, [{ name: 'users', description: 'People.' }])
  assert.equal(document.paths['/api/users/{id}']?.get?.summary, 'One person')
  assert.equal(document.paths['/api/users/{id}']?.get?.operationId, 'getUsersById')
  assert.deepEqual(document.components['securitySchemes'], { key: { type: 'apiKey', in: 'query', name: 'key' } })
})

test('writes the same document whatever the order of the routes', () => {
  const paths = ['/api/b', '/api/[...rest]', '/api/a/[id]', '/api/[id]', '/api/a', '/api/c/[[...x]]']
  const routes = paths.map((path) => route(path))
  const text = JSON.stringify(toDocument(input(routes)).document)
  assert.equal(JSON.stringify(toDocument(input(routes.toReversed())).document), text)
})

test('leaves out examples and defaults that break their own schema', () => {
  const users = route('/api/users')
  const known = { from: 'literal' } as const
  const schema = { $ref: '#/components/schemas/User' }
  const media = [{ contentType: 'application/json', schema, examples: [{ id: 1 }, { id: 'x' }], known }]
  const operation = found('GET', {
    parameters: [
      { in: 'query', name: 'n', required: false, schema: { type: 'integer', default: 'x' }, example: 1.5, known },
    ],
    responses: [{ status: 200, headers: {}, media, known }],
  })
  const User = { type: 'object', properties: { id: { type: 'integer', examples: [1, 'y'] } } }
  const { document, notes } = toDocument(
    input([users], { facts: facts({ [users.name]: [operation] }, { components: { User } }) }),
  )
  const written = document.paths['/api/users']?.get
  assert.deepEqual(written?.parameters?.[0]?.schema, { type: 'integer' })
  assert.equal(written?.parameters?.[0]?.example, undefined)
  const response = written?.responses['200']
  assert.ok(response && 'content' in response)
  assert.deepEqual(response.content?.['application/json']?.examples, { example1: { value: { id: 1 } } })
  assert.deepEqual(document.components['schemas']?.['User']?.['properties'], { id: { type: 'integer', examples: [1] } })
  assert.equal(notes.length, 3)
})

test('writes names that readers trip over in another way, and keeps them beside', () => {
  const odd = route('/api/[$id]/[__proto__]')
  const known = { from: 'type' } as const
  const parameters = [{ in: 'path', name: '$id', required: true, schema: { type: 'integer' }, known } as const]
  const { document } = toDocument(input([odd], { facts: facts({ [odd.name]: [found('GET', { parameters })] }) }))
  const written = document.paths['/api/{_id}/{__proto___}']?.get?.parameters
  assert.deepEqual(
    written?.map(({ name, schema, ...more }) => [name, more['x-name'], schema]),
    [
      ['_id', '$id', { type: 'integer' }],
      ['__proto___', '__proto__', { type: 'string' }],
    ],
  )
})
