import assert from 'node:assert/strict'
import { test } from 'node:test'
import express, { type Express } from 'express'
import request from 'supertest'
import { createServer, rehost, type RehostOptions } from '../../src/index.ts'
import { send, withServer } from '../http/wire.ts'
import { plant } from './plant.ts'

const DIR = plant({
  'api/hello.js': `export default (req, res) => res.json({ user: req.user ?? null, body: req.body })`,
  'api/long.js': `export default (req, res) => res.json('x'.repeat(3000))`,
})
const open = (options: RehostOptions): Promise<Express> => rehost({ dir: DIR, logging: false, ...options })

test('middleware runs before the routes, in its order, and may answer', async () => {
  const order: string[] = []
  const app = await open({
    setup(routes) {
      routes.use((_req, _res, next) => (order.push('first'), next()))
      routes.use((req, _res, next) => (order.push('second'), Object.assign(req, { user: 'ada' }), next()))
      routes.get('/api/closed', (_req, res) => void res.status(403).json({ message: 'closed' }))
    },
  })
  assert.deepEqual((await request(app).get('/api/hello')).body, { user: 'ada', body: '' })
  assert.equal((await request(app).get('/api/closed')).status, 403)
  assert.deepEqual(order, ['first', 'second', 'first', 'second'])
})

test('a parser in front of the routes leaves its body to the handler', async () => {
  const app = await open({ setup: (routes) => void routes.use(express.json()) })
  const answer = await request(app).post('/api/hello').send({ a: 1 })
  assert.deepEqual(answer.body, { user: null, body: { a: 1 } })
})

test('long answers are compressed behind middleware too', async () => {
  const app = await open({ setup: (routes) => void routes.use((_req, _res, next) => next()) })
  const answer = await request(app).get('/api/long').set('Accept-Encoding', 'gzip')
  assert.equal(answer.headers['content-encoding'], 'gzip')
  assert.equal(answer.body.length, 3000)
})

const failWith = (error: unknown) =>
  open({
    setup: (routes) =>
      void routes.use(() => {
        throw error
      }),
  })

const FAILURES = [
  { what: 'an error', error: new Error('secret'), status: 500, message: 'Internal Server Error' },
  { what: 'nothing', error: 'secret', status: 500, message: 'Internal Server Error' },
  { what: 'an error of status 503', error: Object.assign(new Error('secret'), { status: 503 }), status: 503, message: 'Service Unavailable' }, // prettier-ignore
  { what: 'an error of status 403', error: Object.assign(new Error('secret'), { status: 403 }), status: 403, message: 'Forbidden' }, // prettier-ignore
  { what: 'an error of status 403 that may be shown', error: Object.assign(new Error('not yours'), { status: 403, expose: true }), status: 403, message: 'not yours' }, // prettier-ignore
]

for (const { what, error, status, message } of FAILURES) {
  test(`middleware that throws ${what} is answered with ${status} and "${message}" as JSON`, async () => {
    const answer = await request(await failWith(error)).get('/api/hello')
    assert.deepEqual([answer.status, answer.body], [status, { message }])
  })
}

test('a body that a parser in front of the routes refuses is answered with its status', async () => {
  const app = await open({ setup: (routes) => void routes.use(express.json({ limit: 10 })) })
  const post = (body: string) => request(app).post('/api/hello').set('Content-Type', 'application/json').send(body)
  assert.equal((await post('{"a":')).status, 400)
  assert.deepEqual((await post('{"a":"too long"}')).body, { message: 'request entity too large' })
})

const ORIGIN = { origin: 'https://shop.example' }

test('with cors a preflight is answered before the routes, and answers carry the header', async () => {
  const app = await open({ cors: { origin: ['https://shop.example'], methods: ['GET'], maxAge: 60 } })
  await withServer(createServer(app), async (port) => {
    const headers = { ...ORIGIN, 'access-control-request-method': 'GET' }
    const preflight = await send(port, { method: 'OPTIONS', path: '/api/hello', headers })
    assert.equal(preflight.status, 204)
    assert.equal(preflight.headers['access-control-allow-origin'], 'https://shop.example')
    assert.equal(preflight.headers['access-control-allow-methods'], 'GET')
    assert.equal(preflight.headers['access-control-max-age'], '60')
    const answer = await send(port, { path: '/api/hello', headers: ORIGIN })
    assert.equal(answer.headers['access-control-allow-origin'], 'https://shop.example')
    const other = await send(port, { path: '/api/hello', headers: { origin: 'https://evil.example' } })
    assert.equal(other.headers['access-control-allow-origin'], undefined)
  })
})

test('without cors no answer allows another origin', async () => {
  const answer = await request(await open({}))
    .get('/api/hello')
    .set('Origin', ORIGIN.origin)
  assert.equal(answer.headers['access-control-allow-origin'], undefined)
})

test('a setup that fails fails the start', async () => {
  const setup = (): never => {
    throw new Error('no database')
  }
  await assert.rejects(open({ setup }), /no database/)
})

test('the config file of the folder counts, and options given to rehost() win', async () => {
  const dir = plant({
    'api/hello.js': `export default (req, res) => res.json('hello')`,
    'rehost.config.mjs': `export default {
      docs: { path: '/from-file' },
      limits: { targetLength: 100 },
      setup(app) { app.use((req, res, next) => req.get('x-key') ? next() : res.status(401).end()) },
    }`,
  })
  const app = await rehost({ dir, logging: false, docs: { path: '/given' } })
  await request(app).get('/api/hello').expect(401)
  await request(app).get('/api/hello').set('x-key', '1').expect(200)
  await request(app).get('/from-file').set('x-key', '1').expect(404)
  await request(app).get('/given/').set('x-key', '1').expect(200)
  await withServer(createServer(app), async (port) => {
    assert.equal((await send(port, { path: `/api/hello?${'x'.repeat(100)}` })).status, 414)
  })
})

test('probes are answered before the middleware', async () => {
  const app = await open({ setup: (routes) => void routes.use((_req, res) => void res.status(401).end()) })
  await withServer(createServer(app), async (port) => {
    assert.equal((await send(port, { path: '/livez' })).status, 200)
    assert.equal((await send(port, { path: '/readyz' })).status, 200)
    assert.equal((await send(port, { path: '/api/hello' })).status, 401)
  })
})
