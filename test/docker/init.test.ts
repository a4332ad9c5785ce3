import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { findPort } from '../../bench/load/server.ts'
import { run } from '../commands/context.ts'
import { docker, hasDocker, untilAnswered } from './compose.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const IMAGE = 'rehost-init-test'

function reasonToSkip(): string | false {
  if (process.env['IMAGE_TEST'] !== '1') return 'the image test is run by .ci/run, or with IMAGE_TEST=1'
  return hasDocker() ? false : 'no Docker engine answers here'
}

describe('what rehost init writes', { skip: reasonToSkip() }, () => {
  const dir = mkdtempSync(path.join(tmpdir(), 'rehost-init-'))
  let container = ''
  let port = 0

  before(async () => {
    cpSync(path.join(ROOT, 'examples/quickstart/api'), path.join(dir, 'api'), { recursive: true })
    execFileSync('npm', ['pack', ROOT, '--silent'], { cwd: dir })
    const packed = readdirSync(dir).find((name) => name.endsWith('.tgz'))
    const json = { name: 'shop', type: 'module', dependencies: { rehost: `file:./${packed}` } }
    writeFileSync(path.join(dir, 'package.json'), JSON.stringify(json))
    assert.equal((await run(['init', dir])).code, 0)
    await docker(['build', '-t', IMAGE, dir])
    port = await findPort()
    container = await docker(['run', '-d', '--read-only', '--tmpfs', '/tmp', '-p', `${port}:3000`, IMAGE])
  })
  after(async () => {
    if (container !== '') await docker(['rm', '-f', container])
    rmSync(dir, { recursive: true, force: true })
  })

  it('builds an image that answers', async () => {
    const url = `http://127.0.0.1:${port}/api/hello`
    await untilAnswered(url)
    const response = await fetch(url)
    assert.deepEqual(await response.json(), { message: 'Hello, API Route!' })
  })
})
