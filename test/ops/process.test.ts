import assert from 'node:assert/strict'
import { closeSync, openSync } from 'node:fs'
import { createServer as createNetServer, type AddressInfo } from 'node:net'
import { after, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { removeProjects } from '../module/temp-project.ts'
import { readLines, startChild } from './child.ts'

const STRAYS = {
  'pages/api/hello.js': 'export default (req, res) => res.json({ hello: 1 })',
  'pages/api/timer.js': 'export default (req, res) => { setTimeout(() => { throw new Error("stray") }, 1); res.end() }',
  'pages/api/promise.js': 'export default (req, res) => { Promise.reject(new Error("stray")); res.end() }',
  'pages/api/odd.js':
    'export default (req, res) => { Promise.reject(undefined); setTimeout(() => { throw null }); res.end() }',
  'pages/api/emitter.js': `
    import { EventEmitter } from 'node:events'
    export default (req, res) => { setTimeout(() => new EventEmitter().emit('error', new Error('stray'))); res.end() }`,
  'pages/api/slow.js': 'export default (req, res) => void setTimeout(() => res.end("slow"), 300)',
  'pages/api/never.js': 'export default () => new Promise(() => {})',
  'app/after/route.js': `
    import { after } from 'next/server'
    export const GET = () => { after(() => { throw new Error('stray') }); return new Response('ok') }`,
}

after(removeProjects)

async function findPort(): Promise<number> {
  const server = createNetServer()
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => {
    server.close(resolve)
  })
  return port
}

describe('a server in a process of its own', { concurrency: 2 }, () => {
  test('errors outside of any request are logged and counted, and the process goes on', async () => {
    const child = startChild(STRAYS)
    const url = await child.ready
    for (const path of ['/api/timer', '/api/promise', '/api/odd', '/api/emitter', '/after']) {
      assert.equal((await fetch(url + path)).status, 200)
      await sleep(20)
    }
    assert.equal(await (await fetch(`${url}/api/hello`)).text(), '{"hello":1}')
    child.kill('SIGTERM')
    assert.equal(await child.ended, 0)
    const strays = readLines(child.stdout()).filter(({ count }) => count !== undefined)
    assert.deepEqual(
      strays.map(({ count }) => count),
      [1, 2, 3, 4, 5],
    )
    assert.equal(child.stderr(), '')
  })

  test('STRAYS_PER_MINUTE errors outside of any request end readiness, and nothing else', async () => {
    const child = startChild(STRAYS, { env: { STRAYS_PER_MINUTE: '2' } })
    const url = await child.ready
    const readiness = async (): Promise<unknown> => (await fetch(`${url}/readyz`)).json()
    for (const status of ['ok', 'faulty']) {
      await fetch(`${url}/api/timer`)
      await sleep(50)
      assert.deepEqual(await readiness(), { status })
    }
    assert.equal((await fetch(`${url}/livez`)).status, 200)
    assert.equal((await fetch(`${url}/api/hello`)).status, 200)
    child.kill('SIGTERM')
    assert.equal(await child.ended, 0)
  })

  test('a full disk under the log costs lines, not the process', async () => {
    const full = openSync('/dev/full', 'w')
    const port = await findPort()
    const child = startChild(STRAYS, { stdout: full, env: { PORT: String(port) } })
    closeSync(full)
    const url = `http://127.0.0.1:${port}/api/hello`
    let text: string | undefined
    while (text === undefined)
      text = await fetch(url).then(
        (res) => res.text(),
        () => sleep(50, undefined),
      )
    for (let n = 0; n < 50; n++) assert.equal((await fetch(url)).status, 200)
    assert.equal(text, '{"hello":1}')
    child.kill('SIGTERM')
    assert.equal(await child.ended, 0)
    assert.doesNotMatch(child.stderr(), /at .*node:/)
  })

  test('metrics and probes have ports of their own, also for several processes', async () => {
    const [metrics, health] = [await findPort(), await findPort()]
    const ports = { METRICS_PORT: String(metrics), HEALTH_PORT: String(health), HOST: '', METRICS_HOST: '127.0.0.1' }
    const child = startChild(STRAYS, { env: { ...ports, WORKERS: '2', DRAIN_DELAY_MS: '2000' } })
    const url = await child.ready
    assert.equal((await fetch(`${url}/api/hello`)).status, 200)
    for (const port of [metrics, metrics + 1]) {
      assert.match(await (await fetch(`http://127.0.0.1:${port}/metrics`)).text(), /^rehost_draining 0$/m)
    }
    const probe = async (path: string): Promise<number> => (await fetch(`http://127.0.0.1:${health}${path}`)).status
    while ((await probe('/readyz')) !== 200) await sleep(20)
    child.kill('SIGTERM')
    while ((await probe('/readyz')) !== 503) await sleep(20)
    assert.equal(await probe('/livez'), 200)
    assert.equal(await child.ended, 0)
  })

  test('SIGTERM lets requests finish, tells balancers, and ends with 0', async () => {
    const child = startChild(STRAYS, { env: { DRAIN_DELAY_MS: '2000' } })
    const url = await child.ready
    const slow = fetch(`${url}/api/slow`)
    await sleep(50)
    child.kill('SIGTERM')
    while ((await fetch(`${url}/readyz`)).status !== 503) await sleep(20)
    const late = await fetch(`${url}/api/hello`)
    assert.deepEqual([late.status, late.headers.get('connection')], [200, 'close'])
    assert.equal(await (await slow).text(), 'slow')
    assert.equal(await child.ended, 0)
    assert.equal(child.stderr(), '')
  })

  test('SIGTERM does not wait longer than it may for a handler that never answers', async () => {
    const child = startChild(STRAYS, { env: { DRAIN_DELAY_MS: '0', DRAIN_MS: '100' } })
    const url = await child.ready
    const never = fetch(`${url}/api/never`).catch(() => 'cut off')
    await sleep(50)
    child.kill('SIGTERM')
    assert.equal(await child.ended, 0)
    assert.equal(await never, 'cut off')
  })

  test('SIGTERM twice ends at once', async () => {
    const child = startChild(STRAYS, { env: { DRAIN_DELAY_MS: '60000' } })
    const url = await child.ready
    child.kill('SIGTERM')
    while ((await fetch(`${url}/readyz`)).status !== 503) await sleep(10)
    child.kill('SIGTERM')
    assert.equal(await child.ended, 1)
  })

  test('SIGTERM while starting ends without an error', async () => {
    for (const ms of [0, 150, 400]) {
      const child = startChild(STRAYS, { env: { DRAIN_DELAY_MS: '0' } })
      await sleep(ms)
      child.kill('SIGTERM')
      assert.ok([0, 'SIGTERM'].includes(await child.ended))
      assert.equal(child.stderr(), '')
    }
  })
})
