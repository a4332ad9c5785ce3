import assert from 'node:assert/strict'
import http from 'node:http'
import { test } from 'node:test'
import express, { type Express } from 'express'
import { rehost } from '../../src/index.ts'
import { send, withServer, type Received, type Sent } from '../http/wire.ts'
import { plant } from './plant.ts'

const DIR = plant({
  'next.config.mjs': `export default {
    headers: async () => [{ source: '/:path*', headers: [{ key: 'X-Config', value: 'set' }] }],
    redirects: async () => [{ source: '/old', destination: '/api/show', permanent: false }],
  }`,
  'pages/api/show.js': `export default (req, res) => res.json({ url: req.url, query: req.query })`,
  'pages/api/[id].js': `export default (req, res) => res.json({ url: req.url, query: req.query })`,
  'pages/api/body.js': `export default (req, res) => res.json(req.body)`,
  'pages/api/raw.js': `
    export const config = { api: { bodyParser: false } }
    export default async (req, res) => {
      let bytes = 0
      for await (const chunk of req) bytes += chunk.length
      res.json({ bytes })
    }`,
  'pages/api/fails.js': `export default () => { throw new Error('of the handler') }`,
  'pages/api/ip.js': `export default (req, res) => res.json(req.headers['x-forwarded-for'])`,
})

async function hostWith(mount: (host: Express, app: Express) => void): Promise<Express> {
  const host = express().disable('x-powered-by')
  mount(host, await rehost({ dir: DIR, logging: false }))
  host.use((req, res) => void res.send(`host ${req.originalUrl} ${req.get('x-forwarded-for')}`))
  return host
}

const ask = (host: Express, request: Sent): Promise<Received> =>
  withServer(http.createServer(host), (port) => send(port, request))

const atRoot = await hostWith((host, app) => host.use(app))

const LEFT = ['/', '/docs2/', '/static//a.js', '/static/a.js?x=1', '/livez', '/readyz', '/api/show/more', '/api2/show']
for (const path of LEFT) {
  test(`mounted at the root, ${path} is left to the host as it is`, async () => {
    const answer = await ask(atRoot, { path, headers: { 'x-forwarded-for': '203.0.113.7' } })
    assert.equal(answer.status, 200)
    assert.equal(answer.body.toString(), `host ${path} 203.0.113.7`)
    assert.equal(answer.headers['x-config'], undefined)
  })
}

const TAKEN = [
  { path: '/api/show/', location: '/api/show' },
  { path: '/api//show', location: '/api/show' },
  { path: '/api/7/?a=1', location: '/api/7?a=1' },
  { path: '/old', location: '/api/show' },
]
for (const { path, location } of TAKEN) {
  test(`mounted at the root, ${path} is redirected to ${location}`, async () => {
    const answer = await ask(atRoot, { path })
    assert.equal(answer.headers['location'], location)
  })
}

test('mounted below a parameter, the handler sees its own paths and parameters alone', async () => {
  const host = await hostWith((outer, app) => outer.use('/:tenant/v1', app))
  const answer = await ask(host, { path: '/acme/v1/api/show?a=1' })
  assert.deepEqual(JSON.parse(answer.body.toString()), { url: '/api/show?a=1', query: { a: '1' } })
  assert.equal(answer.headers['x-config'], 'set')
  assert.equal((await ask(host, { path: '/acme/v1/api/show/' })).headers['location'], '/acme/v1/api/show')
})

test('mounted in a router in an app in an app, redirects lead back to where they came from', async () => {
  const inner = express.Router()
  inner.use('/c', await rehost({ dir: DIR, logging: false }))
  const middle = express().use('/b', inner)
  const host = express().use('/a', middle)
  assert.equal((await ask(host, { path: '/a/b/c/old' })).headers['location'], '/a/b/c/api/show')
})

test('bodies that the host parsed reach the handler', async () => {
  const host = await hostWith((outer, app) => outer.use(express.json(), express.urlencoded(), app))
  const json = { 'content-type': 'application/json' }
  const parsed = await ask(host, { method: 'POST', path: '/api/body', headers: json, body: '{"a":1}' })
  assert.equal(parsed.body.toString(), '{"a":1}')
  const text = await ask(host, { method: 'POST', path: '/api/body', headers: { 'content-type': 'text/plain' }, body: 'as it is' }) // prettier-ignore
  assert.equal(text.body.toString(), '"as it is"')
  const raw = await ask(host, { method: 'POST', path: '/api/raw', headers: json, body: '{"a":1}' })
  assert.equal(raw.body.toString(), '{"bytes":0}')
})

test('a failure of a handler is answered here and does not reach the host', async () => {
  let reached = false
  const host = await hostWith((outer, app) => outer.use(app))
  host.use(((_error, _req, res, _next) => {
    reached = true
    res.end()
  }) as express.ErrorRequestHandler)
  const answer = await ask(host, { path: '/api/fails' })
  assert.deepEqual([answer.status, answer.body.toString(), reached], [500, 'Internal Server Error', false])
})

test('what the host knows of the client stays, and the handler sees the connection alone', async () => {
  const seen: unknown[] = []
  const host = await hostWith((outer, app) => {
    outer.set('trust proxy', 'loopback')
    outer.use((req, res, next) => {
      res.once('finish', () => seen.push(req.ip, req.protocol, req.get('x-middleware-next')))
      next()
    })
    outer.use(app)
  })
  const headers = { 'x-forwarded-for': '203.0.113.7', 'x-forwarded-proto': 'https', 'x-middleware-next': '1' }
  const answer = await ask(host, { path: '/api/ip', headers })
  assert.match(answer.body.toString(), /127\.0\.0\.1/)
  assert.deepEqual(seen, ['203.0.113.7', 'https', '1'])
})
