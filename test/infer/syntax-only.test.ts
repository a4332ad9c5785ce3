import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { openProject } from '../../src/config/project.ts'
import { openOxc } from '../../src/infer/compiler/oxc.ts'
import { readProjectConfig } from '../../src/infer/compiler/project-config.ts'
import { createEngine } from '../../src/infer/engine.ts'
import type { ProjectFacts, RouteFacts } from '../../src/schema/facts.ts'
import { scanRoutes } from '../../src/routes/scan.ts'

const CASES = fileURLToPath(new URL('cases', import.meta.url))
const config = readProjectConfig(CASES)
const compiler = await openOxc({ dir: CASES, files: [], config })

/** What a parser without types must find just as well: methods, statuses, and the names of parameters. */
function outline({ name, anyMethod, operations }: RouteFacts): object {
  return {
    name,
    anyMethod,
    operations: operations.map(({ method, parameters, responses, body }) => ({
      method,
      parameters: parameters.map((parameter) => `${parameter.in} ${parameter.name}`),
      statuses: responses.map((response) => response.status),
      body: body?.media.map((media) => media.contentType),
    })),
  }
}

// A file with a syntax error is read by a compiler that goes on after it, and by no other.
const UNREADABLE = new Set(['pages/api/unfinished.ts'])

for (const entry of readdirSync(CASES, { withFileTypes: true })) {
  if (!entry.isDirectory() || entry.name === 'types') continue
  test(`without types, finds the same methods, statuses and names in the style of ${entry.name}`, () => {
    const dir = path.join(CASES, entry.name)
    const expected: ProjectFacts = JSON.parse(readFileSync(path.join(dir, 'expected.json'), 'utf8'))
    const engine = createEngine({ dir, compiler, config })
    const drafts = scanRoutes(openProject(dir)).routes.map((route) => engine.inferRoute(route))
    assert.deepEqual(
      drafts
        .map(({ facts }) => outline(facts))
        .filter((route) => !('name' in route && UNREADABLE.has(String(route.name)))),
      expected.routes.filter((route) => !UNREADABLE.has(route.name)).map((route) => outline(route)),
    )
  })
}
