import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { openProject } from '../../src/config/project.ts'
import { openSession } from '../../src/infer/session.ts'
import { RouteTable } from '../../src/routes/table.ts'
import { scanRoutes } from '../../src/routes/scan.ts'
import type { OperationFacts, RouteFacts } from '../../src/schema/facts.ts'
import { type HttpCase, loadRecording, loadRequests, type PagesAnswer } from '../conformance/pages-api/requests.ts'

/** The answers recorded for a whole project, held against what inference says of it without running any of it. */
const APP = fileURLToPath(new URL('../conformance/pages-api/app', import.meta.url))
/** Statuses of the requests that rehost means to answer otherwise than the recording, by case. */
const DIVERGING: Record<string, string> = JSON.parse(
  readFileSync(new URL('../conformance/baseline.json', import.meta.url), 'utf8'),
)['pages-api'].onPurpose
/** The least part of the routes of which every status must be foreseen. */
const LEAST = 0.95

const { routes } = scanRoutes(openProject(APP))
const session = await openSession({ dir: APP, routes, onProgress: () => undefined })
after(() => session.close())
const known = new Map(session.facts().routes.map((route) => [route.name, route]))
const table = RouteTable.create(routes)

test('foresees every status that a project was seen to answer, for 95 of 100 routes', () => {
  const recorded = loadRecording('next.recorded.json')
  const seen = new Set<string>()
  const surprises = new Map<string, string>()
  for (const sent of loadRequests().cases) {
    const answer = recorded[sent.id]
    const route = sent.variant === 'main' && answer ? routeOf(sent.path) : undefined
    if (!route || !answer || sent.method === 'TRACE' || isServersOwn(answer)) continue
    seen.add(route.name)
    const status = Number(DIVERGING[sent.id] ?? answer.status)
    if (Number.isInteger(status) && !isForeseen(route, sent, status))
      surprises.set(route.name, `${sent.method} ${sent.path} answered ${status}`)
  }
  assert.ok(seen.size > 150, `${seen.size} routes were asked`)
  const part = 1 - surprises.size / seen.size
  assert.ok(part >= LEAST, `${(100 * part).toFixed(1)}% of ${seen.size}; not ${[...surprises.values()].join(', ')}`)
})

function routeOf(path: string): RouteFacts | undefined {
  try {
    const matched = table.match(new URL(path, 'http://localhost').pathname)
    return matched && known.get(matched.route.name)
  } catch {
    return undefined
  }
}

/** Given before the handler, as the refusal of TRACE is: a path put right, a body that cannot be read. No operation has them of its own. */
function isServersOwn({ status, reason }: PagesAnswer): boolean {
  return status === 308 || status === 413 || /^Invalid (JSON|body)$/.test(reason ?? '')
}

function isForeseen(route: RouteFacts, { method }: HttpCase, status: number): boolean {
  const operation = operationOf(route, method)
  // A method that the document does not have is refused.
  if (!operation) return status === 405 || route.notes.length > 0
  return operation.responses.some((response) => response.status === 'default' || response.status === status)
}

function operationOf({ operations, anyMethod }: RouteFacts, method: string): OperationFacts | undefined {
  return operations.find((operation) => operation.method === method) ?? (anyMethod ? operations[0] : undefined)
}
