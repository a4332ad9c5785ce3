import assert from 'node:assert/strict'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { openProject } from '../../src/config/project.ts'
import { allowedMethods } from '../../src/infer/allowed-methods.ts'
import { inferProject, openInference } from '../../src/infer/client.ts'
import { SILENT } from '../../src/log.ts'
import type { ProjectFacts, RouteFacts } from '../../src/schema/facts.ts'
import { scanRoutes } from '../../src/routes/scan.ts'
import type { Route } from '../../src/routes/route.ts'

const QUICKSTART = fileURLToPath(new URL('../../examples/quickstart', import.meta.url))

const routesOf = (dir: string): Route[] => scanRoutes(openProject(dir)).routes

function routeOf(facts: ProjectFacts, name: string): RouteFacts {
  const route = facts.routes.find((candidate) => candidate.name === name)
  assert.ok(route, `${name} is among the facts`)
  return route
}

function copyOfQuickstart(): string {
  const dir = mkdtempSync(path.join(tmpdir(), 'rehost-infer-'))
  cpSync(QUICKSTART, dir, { recursive: true })
  return dir
}

test('reads the quickstart in a process of its own', async () => {
  const progress: number[] = []
  const facts = await inferProject({
    dir: QUICKSTART,
    routes: routesOf(QUICKSTART),
    logger: SILENT,
    onProgress: (done) => progress.push(done),
  })
  const methods = routeOf(facts, 'api/methods.js')
  assert.deepEqual(allowedMethods(methods), ['GET', 'POST'])
  assert.deepEqual(
    methods.operations.flatMap((operation) => operation.responses.map((response) => response.status)),
    [200, 200],
    '405 is no answer of an operation',
  )
  const hello = routeOf(facts, 'api/hello.js')
  assert.equal(hello.anyMethod, true)
  assert.equal(allowedMethods(hello), undefined)
  assert.deepEqual(hello.operations[0]?.responses[0]?.media[0], {
    contentType: 'application/json',
    schema: { type: 'object', properties: { message: { type: 'string' } }, required: ['message'] },
    examples: [{ message: 'Hello, API Route!' }],
    known: { from: 'literal', at: 'api/hello.js:2' },
  })
  const [parameter] = routeOf(facts, 'api/[id].js').operations[0]?.parameters ?? []
  assert.deepEqual(
    { in: parameter?.in, name: parameter?.name, required: parameter?.required },
    { in: 'path', name: 'id', required: true },
  )
  assert.equal(progress.at(-1), 3)
})

test('reads again what an edit, a new file or a deleted one concerns', async (context) => {
  const dir = copyOfQuickstart()
  const inference = openInference({ dir, routes: routesOf(dir), logger: SILENT })
  context.after(async () => {
    await inference.close()
    rmSync(dir, { recursive: true })
  })
  await inference.facts()
  const file = path.join(dir, 'api/methods.js')
  writeFileSync(file, readFileSync(file, 'utf8').replace("'POST'", "'DELETE'"))
  const edited = await inference.update([file])
  assert.deepEqual(allowedMethods(routeOf(edited, 'api/methods.js')), ['GET', 'DELETE'])
  const added = path.join(dir, 'api/added.js')
  writeFileSync(added, 'export const PUT = () => Response.json({ done: true })\n')
  const grown = await inference.update([added], routesOf(dir))
  assert.deepEqual(allowedMethods(routeOf(grown, 'api/added.js')), ['PUT'])
  const helper = path.join(dir, 'answer.js')
  writeFileSync(helper, 'export const answer = (res) => res.status(418).end()\n')
  writeFileSync(file, "import { answer } from '../answer.js'\nexport default (req, res) => answer(res)\n")
  const helped = await inference.update([helper, file])
  const statuses = (facts: ProjectFacts): unknown[] =>
    routeOf(facts, 'api/methods.js').operations.flatMap(({ responses }) => responses.map(({ status }) => status))
  assert.deepEqual(statuses(helped), [418])
  writeFileSync(helper, 'export const answer = (res) => res.status(404).end()\n')
  assert.deepEqual(statuses(await inference.update([helper])), [404], 'a file that the route imports')
  rmSync(helper)
  assert.deepEqual(statuses(await inference.update([helper])), ['default'], 'a file that is gone')
})

test('remembers facts until a file they were read from changes', async (context) => {
  const dir = copyOfQuickstart()
  const cacheDir = path.join(dir, 'cache')
  context.after(() => rmSync(dir, { recursive: true }))
  const read = async (): Promise<{ facts: ProjectFacts; asked: boolean }> => {
    let asked = false
    const onProgress = (): void => {
      asked = true
    }
    const facts = await inferProject({ dir, routes: routesOf(dir), logger: SILENT, cacheDir, onProgress })
    return { facts, asked }
  }
  const first = await read()
  const second = await read()
  assert.deepEqual({ first: first.asked, second: second.asked }, { first: true, second: false })
  assert.deepEqual(second.facts, first.facts)
  writeFileSync(path.join(dir, 'api/hello.js'), 'export default (req, res) => res.status(201).json({})\n')
  const third = await read()
  assert.equal(third.asked, true)
  assert.equal(routeOf(third.facts, 'api/hello.js').operations[0]?.responses[0]?.status, 201)
})
