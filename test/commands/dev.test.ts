import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { plant } from '../app/plant.ts'
import { send } from '../http/wire.ts'
import { startChild } from './child.ts'

const GOOD = `export default (req, res) => res.json({ message: 'hello' })\n`
const UNFINISHED = `export default (req, res) => { res.json({ other: 1 \n`

test('a version that does not compile leaves the last one in place, which is not held against the new document', async () => {
  const dir = plant({ 'package.json': '{ "type": "module" }', 'api/hello.js': GOOD })
  const dev = startChild(['dev', dir, '--port', '0', '--host', '127.0.0.1'])
  try {
    const [, found] = await dev.says(/^ready http:\/\/127\.0\.0\.1:(\d+)$/m)
    const port = Number(found)
    const ask = async (): Promise<{ text: string; stale: unknown; drift: unknown }> => {
      const { headers, body } = await send(port, { path: '/api/hello' })
      return { text: body.toString(), stale: headers['x-rehost-stale'], drift: headers['x-rehost-drift'] }
    }
    assert.deepEqual(await ask(), { text: '{"message":"hello"}', stale: undefined, drift: undefined })
    writeFileSync(path.join(dir, 'api/hello.js'), UNFINISHED)
    await dev.says(/api\/hello\.js:2:1/)
    await dev.says(/"event":"reload"/)
    // Comparing begins once the document is there.
    await send(port, { path: '/openapi.json' })
    const stale = 'api/hello.js:2:1: Expected "}" but found end of file'
    for (const _ of [1, 2]) assert.deepEqual(await ask(), { text: '{"message":"hello"}', stale, drift: undefined })
  } finally {
    dev.process.kill('SIGTERM')
    await dev.ended
  }
})
