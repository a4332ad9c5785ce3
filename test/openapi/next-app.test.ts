import assert from 'node:assert/strict'
import { symlinkSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { createServer, rehost, type RehostServer } from '../../src/index.ts'
import { plant } from '../app/plant.ts'
import { FILES, REFUSED, ROWS, sendRow } from './next-app.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')

const CONTRACT = pathToFileURL(path.join(ROOT, 'src/openapi/contract.ts'))

/** The project with the packages it imports: zod, and the sources of `rehost/contract`. */
function plantProject(): string {
  const dir = plant({
    ...FILES,
    'package.json': '{ "private": true }',
    'node_modules/rehost/package.json': '{ "exports": { "./contract": "./contract.mjs" } }',
    'node_modules/rehost/contract.mjs': `export * from ${JSON.stringify(CONTRACT)}`,
  })
  symlinkSync(path.join(ROOT, 'node_modules/zod'), path.join(dir, 'node_modules/zod'))
  return dir
}

let server: RehostServer
let origin: string
before(async () => {
  server = createServer(await rehost({ dir: plantProject(), logging: false, drift: { sample: 0 } }))
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
after(() => server.drain({ drainDelayMs: 0, drainMs: 0 }))

for (const row of ROWS) {
  test(`${row.method} ${row.path} answers ${row.status}, as under Next.js`, async () => {
    assert.deepEqual(await sendRow(origin, row), { status: row.status, body: row.answer })
  })
}

for (const row of REFUSED) {
  test(`${row.method} ${row.path} is refused with ${row.status}`, async () => {
    const { status, body } = await sendRow(origin, row)
    const { errors = [] } = body as { errors?: { in: string; pointer: string }[] }
    assert.deepEqual([status, errors.map((error) => `${error.in} ${error.pointer}`)], [row.status, row.answer])
  })
}
