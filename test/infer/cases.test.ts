import assert from 'node:assert/strict'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { openProject } from '../../src/config/project.ts'
import { openCompiler } from '../../src/infer/compiler/open-compiler.ts'
import { readProjectConfig } from '../../src/infer/compiler/project-config.ts'
import { assemble, createEngine } from '../../src/infer/engine.ts'
import type { Route } from '../../src/routes/route.ts'
import { scanRoutes } from '../../src/routes/scan.ts'

/**
 * One folder per style of writing handlers: route files, and the facts that must be found in them. `UPDATE=1` writes
 * the facts that are found; the difference is the review.
 */
const CASES = fileURLToPath(new URL('cases', import.meta.url))
const isUpdate = process.env['UPDATE'] === '1'

const cases = readdirSync(CASES, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'types')
  .map((entry) => {
    const dir = path.join(CASES, entry.name)
    return { name: entry.name, dir, routes: scanRoutes(openProject(dir)).routes }
  })

// All cases share one reading: opening a compiler takes longer than all of them.
const config = readProjectConfig(CASES)
const files = cases.flatMap(({ routes }) => routes.map((route: Route) => route.file))
const compiler = await openCompiler({ dir: CASES, files, config })
after(() => compiler?.close())

for (const { name, dir, routes } of cases) {
  test(`reads handlers in the style of ${name}`, () => {
    assert.ok(compiler, 'a compiler is installed')
    const engine = createEngine({ dir, compiler, config })
    const { compiler: _compiler, ...facts } = assemble(
      routes.map((route) => engine.inferRoute(route)),
      compiler,
    )
    const file = path.join(dir, 'expected.json')
    if (isUpdate) writeFileSync(file, `${JSON.stringify(facts, null, 2)}\n`)
    assert.deepEqual(JSON.parse(JSON.stringify(facts)), JSON.parse(readFileSync(file, 'utf8')))
  })
}
