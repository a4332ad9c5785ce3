import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { once } from 'node:events'
import { after, test } from 'node:test'
import express from 'express'
import request from 'supertest'
import { parse } from 'yaml'
import { toDocument } from '../../src/openapi/document.ts'
import type { OpenApiDocument } from '../../src/openapi/spec.ts'
import { createDocs, toDocsPath, type DocsOptions } from '../../src/openapi/ui.ts'
import { input, route } from './project.ts'

const { document } = toDocument(input([route('/api/hello')], { title: 'Dollars $& and $1' }))

function app(docs: DocsOptions = {}, current: () => OpenApiDocument = () => document) {
  return express().use(createDocs({ document: async () => current(), docs }))
}

test('serves the document as JSON and as YAML, readable from any origin', async () => {
  const json = await request(app()).get('/openapi.json').expect(200).expect('Access-Control-Allow-Origin', '*')
  assert.deepEqual(json.body, document)
  const yaml = await request(app())
    .get('/openapi.yaml')
    .expect(200)
    .expect('Content-Type', /^application\/yaml/)
  assert.deepEqual(parse(yaml.text), document)
})

test('answers 304 while the document is the same, and 200 when it changed', async () => {
  let current = document
  const server = app({}, () => current)
  const first = await request(server).get('/openapi.json').expect(200)
  const etag = first.headers['etag'] ?? ''
  await request(server).get('/openapi.json').set('If-None-Match', etag).expect(304)
  current = { ...document, info: { title: 'New', version: '2' } }
  await request(server).get('/openapi.json').set('If-None-Match', etag).expect(200)
})

test('names the mount it was asked below as server', async () => {
  const below = express().use('/v2', app())
  const { body } = await request(below).get('/v2/openapi.json').expect(200)
  assert.deepEqual(body.servers, [{ url: '/v2' }])
  const based = { ...document, servers: [{ url: '/base' }] }
  const rows: [mount: string, servers: object[], expected: string][] = [
    ['/base', [{ url: '/base' }], '/base'],
    ['/outer/base', [{ url: '/base' }], '/outer/base'],
    ['/outer', [{ url: '/other' }], '/other'],
    ['/outer', [{ url: 'https://api.example.com' }], 'https://api.example.com'],
  ]
  for (const [mount, servers, expected] of rows) {
    const mounted = express().use(
      mount,
      app({}, () => ({ ...based, servers: servers as OpenApiDocument['servers'] })),
    )
    const answer = await request(mounted).get(`${mount}/openapi.json`)
    assert.equal(answer.body.servers[0].url, expected)
  }
})

test('gives the page a server relative to the document, which survives a prefix that a proxy cuts off', async () => {
  const rows: [servers: string, expected: string][] = [
    ['/', '.'],
    ['/base', '.'],
    ['https://api.example.com', 'https://api.example.com'],
  ]
  for (const [url, expected] of rows) {
    const served = express().use(
      '/base',
      app({}, () => ({ ...document, servers: [{ url }] })),
    )
    const answer = await request(served).get('/base/openapi.json?page').expect(200)
    assert.equal(answer.body.servers[0].url, expected)
  }
})

test('redirects to the page relatively, so that a prefix cut off by a proxy survives', async () => {
  await request(app()).get('/docs?x=1').expect(307).expect('Location', './docs/?x=1')
  await request(app({ path: 'internal/docs' }))
    .get('/internal/docs')
    .expect(307)
    .expect('Location', './docs/')
})

test('serves a page under a policy that allows nothing from elsewhere', async () => {
  const page = await request(app()).get('/docs/').expect(200)
  const policy = String(page.headers['content-security-policy'])
  assert.match(policy, /^default-src 'none'; script-src 'self';/)
  assert.doesNotMatch(page.text, /https?:\/\/(?!www\.w3\.org)/)
  assert.doesNotMatch(page.text, /<script>/)
  for (const file of ['swagger-ui-bundle.js', 'swagger-ui.css', 'rehost.js']) {
    await request(app()).get(`/docs/${file}`).expect(200)
  }
})

test('lets the page reach the servers the document names', async () => {
  const elsewhere = { ...document, servers: [{ url: 'https://api.example.com/v1' }] }
  const page = await request(app({}, () => elsewhere))
    .get('/docs/')
    .expect(200)
  assert.match(String(page.headers['content-security-policy']), /connect-src 'self' https:\/\/api\.example\.com;/)
})

test('keeps several pages of one process apart', async () => {
  const both = express()
    .use('/a', app())
    .use('/b', app({ path: '/internal/docs' }))
  const a = await request(both).get('/a/docs/swagger-ui-init.js').expect(200)
  const b = await request(both).get('/b/internal/docs/swagger-ui-init.js').expect(200)
  assert.match(a.text, /"swaggerUrl": "\.\.\/openapi\.json\?page"/)
  assert.match(b.text, /"swaggerUrl": "\.\.\/\.\.\/openapi\.json\?page"/)
})

test('publishes nothing when switched off', async () => {
  for (const path of ['/docs', '/docs/', '/openapi.json'])
    await request(app({ enabled: false }))
      .get(path)
      .expect(404)
})

test('asks for user and password', async () => {
  const guarded = app({ auth: { user: 'me', password: 'pass:word' } })
  for (const path of ['/docs', '/docs/', '/docs/rehost.js', '/openapi.json', '/openapi.yaml']) {
    await request(guarded)
      .get(path)
      .expect(401)
      .expect('WWW-Authenticate', /^Basic /)
    await request(guarded).get(path).auth('me', 'wrong').expect(401)
    const answer = await request(guarded).get(path).auth('me', 'pass:word')
    assert.ok(answer.status < 400, path)
  }
})

test('asks a function who may read', async () => {
  const guarded = app({ auth: async (incoming) => incoming.headers['x-team'] === 'us' })
  await request(guarded).get('/openapi.json').expect(401)
  await request(guarded).get('/openapi.json').set('x-team', 'us').expect(200)
})

test('reads the path of the page in any spelling', () => {
  for (const path of ['docs', '/docs', '/docs/', undefined]) assert.equal(toDocsPath(path), '/docs')
})

test('works on a real socket below an Express of its own', async () => {
  const server = createServer(express().use('/mnt', app())).listen(0, '127.0.0.1')
  after(() => server.close())
  await once(server, 'listening')
  const address = server.address()
  assert.ok(address && typeof address === 'object')
  const answer = await fetch(`http://127.0.0.1:${address.port}/mnt/docs`)
  assert.equal(new URL(answer.url).pathname, '/mnt/docs/')
  assert.equal(answer.status, 200)
  await answer.text()
})
