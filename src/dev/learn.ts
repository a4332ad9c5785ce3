import { STATUS_CODES } from 'node:http'
import { assignPaths } from '../openapi/path.ts'
import type { OpenApiDocument } from '../openapi/spec.ts'
import type { Route } from '../routes/route.ts'
import { isObject, mergeJson, type JsonObject } from '../schema/json.ts'
import type { Observed } from './observed.ts'

/** What observations add to the hand-written part of a document. */
export interface Learnt {
  /** `openapi/base.json` with the new responses; what it said before stays. */
  readonly base: JsonObject
  /** One line for each response that is new: `GET /api/users 503`. */
  readonly added: readonly string[]
}

/**
 * Turns observed answers into responses of the hand-written part, each marked with `x-observed`. Statuses that the
 * document has by now, under their number, their class or `default`, are left out, and so are operations it has not.
 */
export function toLearnt(
  observed: readonly Observed[],
  { document, base, routes }: { document: OpenApiDocument; base: JsonObject; routes: readonly Route[] },
): Learnt {
  const { paths } = assignPaths(routes)
  const added = new Set<string>()
  let learnt = base
  for (const { route, method, status, contentType } of observed) {
    const path = paths.get(route)?.[0]?.path
    const responses = path === undefined ? undefined : findResponses(document, path, method)
    // What a handler did not catch is no answer it means to give.
    if (path === undefined || responses === undefined || status === 500 || isKnown(responses, status)) continue
    const response = {
      description: STATUS_CODES[status] ?? `Status ${status}`,
      ...(contentType !== undefined && { content: { [contentType]: { schema: {} } } }),
      'x-observed': true,
    }
    const more = { paths: { [path]: { [method.toLowerCase()]: { responses: { [status]: response } } } } }
    learnt = toObject(mergeJson(learnt, more))
    added.add(`${method} ${path} ${status}`)
  }
  return { base: learnt, added: [...added] }
}

function findResponses(document: OpenApiDocument, path: string, method: string): JsonObject | undefined {
  const item: unknown = document.paths[path]
  const operation = isObject(item) ? item[method.toLowerCase()] : undefined
  const responses = isObject(operation) ? operation['responses'] : undefined
  return isObject(responses) ? responses : undefined
}

const isKnown = (responses: JsonObject, status: number): boolean =>
  [String(status), `${Math.floor(status / 100)}XX`, 'default'].some((name) => Object.hasOwn(responses, name))

const toObject = (value: unknown): JsonObject => (isObject(value) ? value : {})
