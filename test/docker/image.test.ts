import assert from 'node:assert/strict'
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { after, before, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { findPort } from '../../bench/load/server.ts'
import { docker, hasDocker, upStack } from './compose.ts'
import type { Stack } from './compose.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const BASE = 'node:24-bookworm-slim'
const MEGABYTE = 1e6

/** Why these tests do not run, or false when they do. */
function reasonToSkip(): string | false {
  if (process.env['IMAGE_TEST'] !== '1') return 'the image test is run by .ci/run, or with IMAGE_TEST=1'
  return hasDocker() ? false : 'no Docker engine answers here'
}

const ANSWERS = [
  { method: 'GET', path: '/api/hello', status: 200, message: 'Hello, API Route!' },
  { method: 'GET', path: '/api/methods', status: 200, message: 'GET request received!' },
  { method: 'POST', path: '/api/methods', status: 200, message: 'POST request received!' },
  { method: 'DELETE', path: '/api/methods', status: 405, message: 'Method Not Allowed' },
  { method: 'GET', path: '/api/123', status: 200, message: 'Received ID: 123' },
] as const

describe('the image', { skip: reasonToSkip() }, () => {
  let stack: Stack
  const exec = (...command: string[]): Promise<string> => docker(['exec', stack.container, ...command])

  before(async () => {
    stack = await upStack(await findPort())
  })
  after(() => stack.down())

  for (const { method, path: url, status, message } of ANSWERS) {
    it(`answers ${method} ${url} with ${status}`, async () => {
      const response = await fetch(stack.url + url, { method })
      assert.equal(response.status, status)
      assert.deepEqual(await response.json(), { message })
      if (status === 405) assert.match(response.headers.get('allow') ?? '', /GET/)
    })
  }

  it('runs as a user that is not root and has no capabilities', async () => {
    assert.equal(await exec('id', '-u'), '1000')
    const status = await exec('cat', '/proc/self/status')
    assert.match(status, /CapEff:\s+0000000000000000/)
    assert.match(status, /CapBnd:\s+0000000000000000/)
    assert.match(status, /NoNewPrivs:\s+1/)
  })

  it('cannot write its own files, but can write /tmp', async () => {
    await assert.rejects(exec('node', '-e', `fs.writeFileSync('/app/x', '')`), /EROFS/)
    await exec('node', '-e', `fs.writeFileSync('/tmp/x', '')`)
  })

  it('carries no development packages and no source of rehost', async () => {
    const names = ['typescript', 'esbuild', 'tsx'].flatMap((name) => ['-o', '-name', name]).slice(1)
    assert.equal(await exec('find', '/app', ...names), '')
    await assert.rejects(exec('ls', '/opt/rehost'))
  })

  it('is at most 15 MB larger than its base', async () => {
    const image = await docker(['inspect', '-f', '{{.Image}}', stack.container])
    const [own, base] = await Promise.all(
      [image, BASE].map(async (name) => Number(await docker(['image', 'inspect', '-f', '{{.Size}}', name]))),
    )
    assert.ok(own !== undefined && base !== undefined)
    const added = (own - base) / MEGABYTE
    console.log(`the image adds ${added.toFixed(1)} MB to its base of ${(base / MEGABYTE).toFixed(0)} MB`)
    assert.ok(added <= 15, `${added} MB`)
  })

  it('loses no request when it is stopped under load', async () => {
    // In the network of the container, so that nothing stands between the clients and the server's own sockets.
    const load = JSON.stringify({ url: 'http://127.0.0.1:3000/api/hello', seconds: 20, clients: 40, rate: 800 })
    const mount = `${path.join(ROOT, 'bench/prove')}:/prove:ro`
    const network = `container:${stack.container}`
    const client = ['node', '--no-warnings', '/prove/exact-load-cli.ts', load, '/readyz']
    const clients = docker(['run', '--rm', '--network', network, '-v', mount, BASE, ...client])
    await new Promise((resolve) => setTimeout(resolve, 4000))
    await docker(['stop', '--time', '30', stack.container])
    const result: { sent: number; failed: number; outcomes: object; first: string[] } = JSON.parse(await clients)
    console.log(`${result.sent} sent, ${result.failed} lost, ${JSON.stringify(result.outcomes)}`)
    assert.ok(result.sent > 500, `only ${result.sent} were sent`)
    assert.equal(result.failed, 0, result.first.join('; '))
    assert.equal(await docker(['inspect', '-f', '{{.State.ExitCode}}', stack.container]), '0')
  })
})

describe('APP_DIR', { skip: reasonToSkip() }, () => {
  it('serves another folder, with the packages its lock file names', async () => {
    const dir = mkdtempSync(path.join(ROOT, 'image-test-app-'))
    let stack: Stack | undefined
    try {
      cpSync(path.join(ROOT, 'test/docker/app'), dir, { recursive: true })
      writeFileSync(path.join(dir, 'api/own.js'), `export default (req, res) => res.json({ from: 'APP_DIR' })\n`)
      stack = await upStack(await findPort(), { APP_DIR: `./${path.basename(dir)}` })
      const own = await fetch(`${stack.url}/api/own`)
      assert.deepEqual(await own.json(), { from: 'APP_DIR' })
      const parsed = await fetch(`${stack.url}/api/size?text=1mb`)
      assert.deepEqual(await parsed.json(), { bytes: 1_048_576 })
    } finally {
      await stack?.down()
      rmSync(dir, { recursive: true, force: true })
    }
  })
})
