import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { writeCodeCache } from '../../src/build/code-cache.ts'
import { stopCompiler } from '../../src/module/compiler.ts'
import { plant } from '../app/plant.ts'

after(stopCompiler)

const FAILURES = [
  { what: 'throws', start: "throw new Error('no port is to be had')", says: /^no port is to be had$/ },
  { what: 'ends', start: 'process.exit(3)', says: /^its process ended with 3$/ },
]

for (const { what, start, says } of FAILURES) {
  test(`a server that ${what} when it is tried is told in its own words, without the script that tried it`, async () => {
    const outDir = plant({ 'server.mjs': `export const start = async () => { ${start} }` })
    await assert.rejects(writeCodeCache(outDir), (error) => error instanceof Error && says.test(error.message))
  })
}
