import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parsePlan } from '../../src/compare/read-plan.ts'
import type { PlannedRequest } from '../../src/compare/request.ts'
import { Fault } from '../../src/errors.ts'

const planned = async (text: string, name: string): Promise<readonly PlannedRequest[]> =>
  (await parsePlan(text, name)).requests

/** An operation of a document, and the request that is made of it. */
const OPERATIONS: {
  title: string
  path?: string
  method?: string
  operation: object
  sends: Partial<PlannedRequest>
}[] = [
  { title: 'a path without parameters as it is', operation: {}, sends: { method: 'GET', target: '/things' } },
  {
    title: 'examples before defaults, and required parameters of their type',
    path: '/things/{id}',
    operation: {
      parameters: [
        { in: 'path', name: 'id', required: true, schema: { type: 'string' }, example: 'a b' },
        { in: 'query', name: 'page', required: true, schema: { type: 'integer', minimum: 3 } },
        { in: 'query', name: 'sort', schema: { enum: ['up', 'down'], default: 'down' } },
        { in: 'query', name: 'rare', schema: { type: 'string' } },
        { in: 'header', name: 'X-Key', required: true, schema: { type: 'string', format: 'uuid' } },
        { in: 'cookie', name: 'sid', required: true, schema: { const: 'x' } },
      ],
    },
    sends: {
      target: '/things/a%20b?page=3&sort=down',
      headers: { 'x-key': '123e4567-e89b-42d3-a456-426614174000', cookie: 'sid=x' },
    },
  },
  {
    title: 'a path parameter without anything known as 1, a rest with its slashes',
    path: '/things/{id}/{rest}',
    operation: { parameters: [{ in: 'path', name: 'id', required: true, schema: { type: 'string' } }, { in: 'path', name: 'rest', required: true, example: 'a/b' }] }, // prettier-ignore
    sends: { target: '/things/1/a/b' },
  },
  {
    title: 'a list as the parameter several times',
    operation: { parameters: [{ in: 'query', name: 'tag', schema: { type: 'array' }, example: ['a', 'b'] }] },
    sends: { target: '/things?tag=a&tag=b' },
  },
  {
    title: 'a JSON body of the required properties, through references',
    method: 'post',
    operation: { requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } } } },
    sends: { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"name":"Ada","parts":[]}' },
  },
  {
    title: 'a form body',
    method: 'put',
    operation: {
      requestBody: { content: { 'application/x-www-form-urlencoded': { example: { a: '1 2', b: true } } } },
    },
    sends: { method: 'PUT', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'a=1+2&b=true' },
  },
]

const components = {
  schemas: {
    Thing: {
      type: 'object',
      required: ['name', 'parts'],
      properties: {
        name: { type: 'string', examples: ['Ada'] },
        parts: { type: 'array', items: { $ref: '#/components/schemas/Thing' } },
        note: { type: 'string' },
      },
    },
  },
}

for (const { title, path = '/things', method = 'get', operation, sends } of OPERATIONS) {
  test(`a document gives ${title}`, async () => {
    const document = { openapi: '3.1.0', paths: { [path]: { [method]: operation } }, components }
    const [request] = await planned(JSON.stringify(document), 'openapi.json')
    assert.deepEqual(request, { method: 'GET', target: '/things', headers: {}, body: undefined, ...sends })
  })
}

test('a document in YAML is read too', async () => {
  assert.equal((await planned('paths:\n  /a:\n    get: {}\n', 'openapi.yaml'))[0]?.target, '/a')
})

test('an operation whose body is a file is left out with a note', async () => {
  const operation = { requestBody: { content: { 'multipart/form-data': {} } } }
  const { requests, notes } = await parsePlan(JSON.stringify({ paths: { '/a': { post: operation } } }), 'a.json')
  assert.deepEqual([requests, notes], [[], ['POST /a was left out: its body is neither JSON nor a form']])
})

test('an archive gives its requests once, without what belongs to the connection', async () => {
  const request = {
    method: 'POST',
    url: 'https://app.example/api/a?x=1',
    headers: [
      { name: ':authority', value: 'app.example' },
      { name: 'Host', value: 'app.example' },
      { name: 'Accept-Encoding', value: 'br' },
      { name: 'Authorization', value: 'Bearer x' },
    ],
    postData: { mimeType: 'application/json', text: '{}' },
  }
  assert.deepEqual(await planned(JSON.stringify({ log: { entries: [{ request }, { request }] } }), 'a.har'), [
    { method: 'POST', target: '/api/a?x=1', headers: { authorization: 'Bearer x' }, body: '{}' },
  ])
})

test('a list gives a request a line', async () => {
  const text = '# all\n/api/a\n\nhead /api/b?x=%2F\nPOST https://x.example/api/c {"a": 1}\nPUT /api/d a=1&b=2\n'
  assert.deepEqual(await planned(text, 'list.txt'), [
    { method: 'GET', target: '/api/a', headers: {}, body: undefined },
    { method: 'HEAD', target: '/api/b?x=%2F', headers: {}, body: undefined },
    { method: 'POST', target: '/api/c', headers: { 'content-type': 'application/json' }, body: '{"a": 1}' },
    {
      method: 'PUT',
      target: '/api/d',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'a=1&b=2',
    },
  ])
})

const BAD = [
  {
    name: 'list.txt',
    text: '/a\nwhat',
    says: "list.txt:2: 'what' is no request; write a method and a path: GET /api/users",
  },
  { name: 'a.json', text: '{ "x": 1 }', says: 'a.json is neither an OpenAPI document nor an HTTP archive' },
  { name: 'a.json', text: '{ "x": ', says: /^a\.json: / },
]

for (const { name, text, says } of BAD) {
  test(`${JSON.stringify(text)} in ${name} is refused`, async () => {
    await assert.rejects(parsePlan(text, name), (error) => {
      assert.ok(error instanceof Fault && error.code === 'COMMAND_INVALID')
      if (typeof says === 'string') assert.equal(error.message, says)
      else assert.match(error.message, says)
      return true
    })
  })
}
