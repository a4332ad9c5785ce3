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
    async setup(routes) {
      await null
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

test('an error of middleware is answered by Express, without its stack', async () => {
  const app = await open({
    setup(routes) {
      routes.set('env', 'production')
      routes.use(() => {
        throw new Error('secret')
      })
    },
  })
  const answer = await request(app).get('/api/hello')
  assert.equal(answer.status, 500)
  assert.doesNotMatch(answer.text, /secret/)
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
