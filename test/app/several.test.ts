import assert from 'node:assert/strict'
import http from 'node:http'
import { test } from 'node:test'
import express from 'express'
import request from 'supertest'
import { createServer, rehost } from '../../src/index.ts'
import { send, withServer } from '../http/wire.ts'
import { plant } from './plant.ts'

const counter = (name: string): Record<string, string> => ({
  'package.json': '{ "type": "module" }',
  'lib/count.js': `export let count = 0\nexport const next = () => '${name} ' + ++count`,
  'api/next.js': `import { next } from '../lib/count.js'\nexport default (req, res) => res.send(next())`,
  'api/draft.js': `export default (req, res) => req.query.on ? res.setDraftMode().end() : res.json(req.draftMode === true)`,
  [`api/${name}.js`]: `export default (req, res) => res.send('only ${name}')`,
})
const quiet = (dir: string) => rehost({ dir, logging: false })

test('two folders mounted side by side keep their routes and their state apart', async () => {
  const host = express()
  host.use('/a', await quiet(plant(counter('left'))))
  host.use('/b', await quiet(plant(counter('right'))))
  const answers = []
  for (const path of ['/a/api/next', '/b/api/next', '/a/api/next', '/a/api/left', '/b/api/right']) {
    answers.push((await request(host).get(path)).text)
  }
  assert.deepEqual(answers, ['left 1', 'right 1', 'left 2', 'only left', 'only right'])
  assert.equal((await request(host).get('/a/api/right')).status, 404)
})

test('two folders mounted at one path complete each other, the first winning', async () => {
  const host = express()
  host.use(await quiet(plant(counter('first'))))
  host.use(await quiet(plant(counter('second'))))
  assert.equal((await request(host).get('/api/next')).text, 'first 1')
  assert.equal((await request(host).get('/api/second')).text, 'only second')
})

test('one app under two mounts shares its state', async () => {
  const app = await quiet(plant(counter('one')))
  const host = express().use('/a', app).use('/b', app)
  const texts = [(await request(host).get('/a/api/next')).text, (await request(host).get('/b/api/next')).text]
  assert.deepEqual(texts, ['one 1', 'one 2'])
})

test('the same folder opened twice at once is served twice', async () => {
  const dir = plant(counter('twin'))
  const apps = await Promise.all([quiet(dir), quiet(dir)])
  for (const app of apps) assert.equal((await request(app).get('/api/twin')).text, 'only twin')
})

test('the draft cookie of one app opens no other', async () => {
  const [mine, other] = [await quiet(plant(counter('mine'))), await quiet(plant(counter('other')))]
  const cookies = (await request(mine).get('/api/draft?on=1')).get('Set-Cookie') ?? []
  const drafts = [mine, other].map(
    async (app) => (await request(app).get('/api/draft').set('Cookie', cookies.join('; '))).body,
  )
  assert.deepEqual(await Promise.all(drafts), [true, false])
})

test('two servers drain on their own', async () => {
  const dir = plant(counter('drained'))
  const leaving = createServer(await quiet(dir))
  await withServer(createServer(await quiet(dir)), async (port) => {
    await new Promise<void>((resolve) => {
      leaving.listen(0, '127.0.0.1', resolve)
    })
    await leaving.drain({ drainDelayMs: 0, drainMs: 100 })
    const ready = await send(port, { path: '/readyz' })
    assert.deepEqual([ready.status, ready.headers['connection']], [200, 'close'])
    assert.equal((await send(port, { path: '/api/drained' })).body.toString(), 'only drained')
  })
})

test('an app serves through a server of plain Node as well', async () => {
  await withServer(http.createServer(await quiet(plant(counter('plain')))), async (port) => {
    assert.equal((await send(port, { path: '/api/plain' })).body.toString(), 'only plain')
    assert.equal((await send(port, { path: '/api/none' })).status, 404)
    assert.equal((await send(port, { path: '/livez' })).body.toString(), '{"status":"ok"}')
  })
})
