import { isObject, type JsonObject } from '../schema/json.ts'
import { compareSchemas, type Direction } from './breaking-schema.ts'

/** A change that can break a client written for the document before. */
export interface BreakingChange {
  readonly code:
    | 'operation-removed'
    | 'parameter-required'
    | 'body-required'
    | 'request-narrowed'
    | 'response-narrowed'
    | 'security-added'
  /** `GET /api/books/{id}`. */
  readonly operation: string
  readonly detail: string
}

/** Names what in `after` can break clients of `before`. Descriptions, examples and new optional things never do. */
export function findBreakingChanges(before: JsonObject, after: JsonObject): BreakingChange[] {
  const paths = new Map(Object.entries(child(after, 'paths')).map(([path, item]) => [shape(path), item]))
  return Object.entries(child(before, 'paths')).flatMap(([path, item]) => {
    const now = paths.get(shape(path))
    return Object.entries(isObject(item) ? item : {}).flatMap(([method, operation]) => {
      if (!METHODS.has(method) || !isObject(operation)) return []
      const name = `${method.toUpperCase()} ${path}`
      const next = isObject(now) ? now[method] : undefined
      if (!isObject(next)) return [{ code: 'operation-removed' as const, operation: name, detail: 'is gone' }]
      return compareOperations({ name, before: operation, after: next, documents: { before, after } })
    })
  })
}

const METHODS = new Set(['get', 'head', 'post', 'put', 'patch', 'delete', 'options', 'trace'])

// A path parameter may be renamed: clients see its place, not its name.
const shape = (path: string): string => path.replaceAll(/\{[^}]*\}/g, '{}')

interface Pair {
  readonly name: string
  readonly before: JsonObject
  readonly after: JsonObject
  readonly documents: { readonly before: JsonObject; readonly after: JsonObject }
}

function compareOperations(pair: Pair): BreakingChange[] {
  return [...compareParameters(pair), ...compareBodies(pair), ...compareResponses(pair), ...compareSecurity(pair)]
}

function compareParameters({ name, before, after, documents }: Pair): BreakingChange[] {
  const old = new Map(list(before['parameters']).map((one) => [nameOf(one), one]))
  return list(after['parameters']).flatMap((parameter) => {
    if (parameter['in'] === 'path') return []
    const was = old.get(nameOf(parameter))
    const required = parameter['required'] === true && was?.['required'] !== true
    const detail = `${nameOf(parameter)} ${was ? 'became required' : 'is new and required'}`
    return [
      ...(required ? [{ code: 'parameter-required' as const, operation: name, detail }] : []),
      ...(was
        ? narrowed({ direction: 'request', operation: name, at: nameOf(parameter), documents }, was, parameter)
        : []),
    ]
  })
}

const nameOf = (parameter: JsonObject): string => `${String(parameter['in'])} parameter ${String(parameter['name'])}`

function compareBodies({ name, before, after, documents }: Pair): BreakingChange[] {
  const [was, now] = [child(before, 'requestBody'), child(after, 'requestBody')]
  const place = { direction: 'request', operation: name, at: 'body', documents } as const
  const required = now['required'] === true && was['required'] !== true
  return [
    ...(required ? [{ code: 'body-required' as const, operation: name, detail: 'a body became required' }] : []),
    ...compareContent(place, child(was, 'content'), child(now, 'content')),
  ]
}

function compareResponses({ name, before, after, documents }: Pair): BreakingChange[] {
  const [was, now] = [child(before, 'responses'), child(after, 'responses')]
  return Object.entries(was).flatMap(([status, response]) => {
    // Clients live by the answers to what they do right; errors may come and go.
    if (!status.startsWith('2') || !isObject(response)) return []
    const next = now[status]
    const detail = `status ${status} is gone`
    if (!isObject(next)) return [{ code: 'response-narrowed' as const, operation: name, detail }]
    const place = { direction: 'response', operation: name, at: `status ${status}`, documents } as const
    return compareContent(place, child(response, 'content'), child(next, 'content'))
  })
}

function compareSecurity({ name, before, after, documents }: Pair): BreakingChange[] {
  const added = isOpen(before, documents.before) && !isOpen(after, documents.after)
  return added ? [{ code: 'security-added', operation: name, detail: 'credentials became required' }] : []
}

function isOpen(operation: JsonObject, document: JsonObject): boolean {
  const security = list(operation['security'] ?? document['security'])
  return security.length === 0 || security.some((one) => Object.keys(one).length === 0)
}

interface Place {
  readonly direction: Direction
  readonly operation: string
  readonly at: string
  readonly documents: Pair['documents']
}

function compareContent(place: Place, before: JsonObject, after: JsonObject): BreakingChange[] {
  return Object.entries(before).flatMap(([type, media]) => {
    const next = after[type]
    if (!isObject(media)) return []
    if (isObject(next)) return narrowed({ ...place, at: `${place.at} ${type}` }, media, next)
    return [
      {
        code: `${place.direction}-narrowed` as const,
        operation: place.operation,
        detail: `${place.at}: ${type} is gone`,
      },
    ]
  })
}

function narrowed(
  { direction, operation, at, documents }: Place,
  before: JsonObject,
  after: JsonObject,
): BreakingChange[] {
  const found = compareSchemas(child(before, 'schema'), child(after, 'schema'), { direction, documents })
  return found.map(({ pointer, detail }) => {
    return {
      code: `${direction}-narrowed` as const,
      operation,
      detail: `${at}${pointer === '' ? '' : ` ${pointer}`}: ${detail}`,
    }
  })
}

function child(value: JsonObject, key: string): JsonObject {
  const inner = value[key]
  return isObject(inner) ? inner : {}
}

function list(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : []
}
