// Examples that bring a command of their own.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, it } from 'node:test'
import { promisify } from 'node:util'
import { parse } from 'yaml'
import { ask } from './ask.ts'
import { reasonToSkip, runCommand, startExample, toDir } from './serve.ts'

const run = promisify(execFile)

describe('examples/express-app', { skip: reasonToSkip('express-app', true) }, () => {
  it('serves the routes below its mount path, between its own', async () => {
    const { url, stop } = await startExample('express-app', { args: ['server.js'] })
    try {
      for (const row of [
        { path: '/health', status: 200, answer: /^ok$/ },
        { path: '/shop/api/items', status: 200, answer: [{ id: 1, name: 'Lamp' }] },
        { path: '/shop/api/items/1', status: 200, answer: { id: 1, name: 'Lamp' } },
        { path: '/shop/api/items', method: 'DELETE', status: 405, has: { allow: /^GET$/ } },
        { path: '/shop/openapi.json', status: 200, answer: /"\/api\/items\/\{id\}"/ },
        { path: '/shop/none', status: 404, answer: { message: 'Nothing at /shop/none' } },
      ])
        await ask(url, { title: row.path, ...row })
    } finally {
      assert.equal(await stop(), 0)
    }
  })
})

describe('examples/monorepo', { skip: reasonToSkip('monorepo', true) }, () => {
  it('serves what a package of the workspace says, built as well', async () => {
    const out = mkdtempSync(path.join(tmpdir(), 'rehost-monorepo-'))
    const built = await runCommand('build', path.join(toDir('monorepo'), 'apps/api'), '--out', out)
    assert.equal(built.code, 0, built.output)
    const { url, stop } = await startExample('monorepo/apps/api')
    try {
      const answer = { sku: 'lamp', net: 20, gross: 24.6 }
      await ask(url, { title: '', path: '/api/prices/lamp', status: 200, answer })
      await ask(url, { title: '', path: '/api/prices/none', status: 404 })
    } finally {
      await stop()
      rmSync(out, { recursive: true })
    }
  })
})

describe('examples/typed-client', { skip: reasonToSkip('typed-client') }, () => {
  it('calls the API with types made from its document', async () => {
    const dir = toDir('typed-client')
    const { url, stop } = await startExample('typed-client')
    try {
      const { stdout } = await run(process.execPath, ['--import', 'tsx', path.join(dir, 'client/main.ts'), url])
      assert.deepEqual(JSON.parse(stdout), { text: 'Water the plants', missing: 'There is no such note.', count: 1 })
    } finally {
      await stop()
    }
    await run(process.execPath, [path.join(dir, 'node_modules/typescript/bin/tsc'), '-p', dir])
  })

  it('has the types that its document gives', async () => {
    const dir = toDir('typed-client')
    const generator = path.join(dir, 'node_modules/openapi-typescript/bin/cli.js')
    const { stdout } = await run(process.execPath, [generator, path.join(dir, 'openapi/openapi.json')])
    assert.equal(readFileSync(path.join(dir, 'client/schema.d.ts'), 'utf8'), stdout)
  })
})

describe('examples/next-front-end', () => {
  it('has a compose file whose API is made from this folder and starts first', () => {
    const text = readFileSync(path.join(toDir('next-front-end'), 'docker-compose.yml'), 'utf8')
    const { services } = parse(text)
    assert.equal(services.api.build.args.APP_DIR, 'examples/next-front-end')
    assert.ok(existsSync(path.join(toDir('next-front-end'), services.api.build.context, 'Dockerfile')))
    assert.deepEqual(services.web.depends_on, { api: { condition: 'service_healthy' } })
    assert.equal(services.web.build.args.API_URL, 'http://api:3000')
  })
})

for (const example of ['quickstart', 'bookshop', 'typed-client']) {
  it(`examples/${example} has the document that its routes give`, { skip: reasonToSkip(example) }, async () => {
    const { code, output } = await runCommand('openapi', toDir(example), '--check')
    assert.equal(code, 0, output)
  })
}
