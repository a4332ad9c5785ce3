import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, describe, it } from 'node:test'
import { ask, type Kept } from './ask.ts'
import { ROWS } from './rows.ts'
import { reasonToSkip, startExample, type Running } from './serve.ts'

const uploads = mkdtempSync(path.join(tmpdir(), 'rehost-example-'))
after(() => rmSync(uploads, { recursive: true }))

for (const [example, rows] of Object.entries(ROWS)) {
  // The pages' packages are for the front end alone.
  const skip = example === 'next-front-end' ? false : reasonToSkip(example)
  describe(`examples/${example}`, { skip }, () => {
    let running: Running
    const kept: Kept = {}
    before(async () => {
      running = await startExample(example, { env: { UPLOADS: uploads } })
    })
    after(() => running.stop())
    for (const row of rows) it(row.title, () => ask(running.url, row, kept))
  })
}
