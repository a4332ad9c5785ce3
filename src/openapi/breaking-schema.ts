import type { JsonSchema } from '../schema/facts.ts'
import { equalJson, isObject, type JsonObject } from '../schema/json.ts'
import { componentOf } from '../schema/walk.ts'

/** Requests break when less is accepted; responses when less is promised. */
export type Direction = 'request' | 'response'

/** One place where a schema became narrower. */
export interface Narrowing {
  /** `/items/0/title`, with `*` for any item; empty for the schema itself. */
  readonly pointer: string
  readonly detail: string
}

/** What references lead to on both sides, and which side is the client's. */
export interface SchemaComparison {
  readonly direction: Direction
  readonly documents: { readonly before: JsonObject; readonly after: JsonObject }
}

interface Walk extends SchemaComparison {
  readonly pointer: string
  /** Pairs of components on the way here: recursive schemas end where they begin again. */
  readonly seen: ReadonlySet<string>
}

/** Finds where a schema became narrower for clients. What said nothing before cannot become narrower in a request. */
export function compareSchemas(before: JsonSchema, after: JsonSchema, comparison: SchemaComparison): Narrowing[] {
  return compare(before, after, { ...comparison, pointer: '', seen: new Set() })
}

function compare(before: JsonSchema, after: JsonSchema, walk: Walk): Narrowing[] {
  const key = `${componentOf(before) ?? ''} ${componentOf(after) ?? ''}`
  if (walk.seen.has(key)) return []
  const next = key === ' ' ? walk : { ...walk, seen: new Set([...walk.seen, key]) }
  const [old, now] = [resolve(before, walk.documents.before), resolve(after, walk.documents.after)]
  if (Object.keys(old).length === 0) return []
  return [
    ...compareTypes(old, now, next),
    ...compareEnums(old, now, next),
    ...compareBounds(old, now, next),
    ...compareProperties(old, now, next),
    ...compareItems(old, now, next),
    ...compareOptions(old, now, next),
  ]
}

function resolve(schema: JsonSchema, document: JsonObject, depth = 0): JsonSchema {
  const name = componentOf(schema)
  if (name === undefined || depth > 8) return schema
  const components = isObject(document['components']) ? document['components'] : {}
  const schemas = isObject(components['schemas']) ? components['schemas'] : {}
  const target = schemas[name]
  return isObject(target) ? resolve(target, document, depth + 1) : {}
}

const narrowing = ({ pointer }: Walk, detail: string): Narrowing => ({ pointer, detail })

function covers(all: readonly string[], type: string): boolean {
  return all.length === 0 || all.includes(type) || (type === 'integer' && all.includes('number'))
}

function compareTypes(before: JsonSchema, after: JsonSchema, walk: Walk): Narrowing[] {
  const [old, now] = [types(before), types(after)]
  // A request must still take every old type; a response must give no new one, and must still say what it gives.
  const [wide, narrow] = walk.direction === 'request' ? [now, old] : [old, now]
  const bad = narrow.filter((type) => !covers(wide, type))
  if (walk.direction === 'response' && now.length === 0 && old.length > 0 && !hasOptions(after)) {
    return [narrowing(walk, `type ${old.join(' or ')} is not promised any more`)]
  }
  return bad.map((type) =>
    narrowing(walk, `type ${type} ${walk.direction === 'request' ? 'is not accepted' : 'is new'}`),
  )
}

function types(schema: JsonSchema): string[] {
  return [schema['type']].flat().filter((type) => typeof type === 'string')
}

const hasOptions = (schema: JsonSchema): boolean =>
  ['anyOf', 'oneOf', 'allOf', 'enum', 'const'].some((key) => key in schema)

function compareEnums(before: JsonSchema, after: JsonSchema, walk: Walk): Narrowing[] {
  const [old, now] = [values(before), values(after)]
  if (walk.direction === 'request') {
    if (!now) return []
    if (!old) return [narrowing(walk, 'only certain values are accepted now')]
    return missing(old, now).map((value) => narrowing(walk, `value ${JSON.stringify(value)} is not accepted any more`))
  }
  if (!old) return []
  if (!now) return hasOptions(after) ? [] : [narrowing(walk, 'any value is possible now')]
  return missing(now, old).map((value) => narrowing(walk, `value ${JSON.stringify(value)} is new`))
}

function values(schema: JsonSchema): readonly unknown[] | undefined {
  if ('const' in schema) return [schema['const']]
  return Array.isArray(schema['enum']) ? schema['enum'] : undefined
}

function missing(wanted: readonly unknown[], present: readonly unknown[]): unknown[] {
  return wanted.filter((value) => !present.some((other) => equalJson(value, other)))
}

/** What a bound is when it is not stated. */
const LOWER = { minimum: -Infinity, exclusiveMinimum: -Infinity, minLength: 0, minItems: 0, minProperties: 0 } as const
const UPPER = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties'] as const

function boundOf(schema: JsonSchema, keyword: string, open: number): number {
  const value = schema[keyword]
  return typeof value === 'number' ? value : open
}

function compareBounds(before: JsonSchema, after: JsonSchema, walk: Walk): Narrowing[] {
  if (walk.direction === 'response') return []
  const raised = Object.entries(LOWER)
    .filter(([keyword, open]) => boundOf(after, keyword, open) > boundOf(before, keyword, open))
    .map(([keyword]) => keyword)
  const lowered = UPPER.filter((keyword) => boundOf(after, keyword, Infinity) < boundOf(before, keyword, Infinity))
  const strict = ['pattern', 'format'].filter((key) => after[key] !== undefined && after[key] !== before[key])
  return [...raised, ...lowered, ...strict].map((key) => narrowing(walk, `${key} is ${String(after[key])} now`))
}

function compareProperties(before: JsonSchema, after: JsonSchema, walk: Walk): Narrowing[] {
  const [old, now] = [properties(before), properties(after)]
  const [wasRequired, isRequired] = [required(before), required(after)]
  const at = (name: string): Walk => ({ ...walk, pointer: `${walk.pointer}/${name}` })
  const inner = Object.entries(old).flatMap(([name, schema]) => {
    const next = now[name]
    if (isObject(schema) && isObject(next)) return compare(schema, next, at(name))
    const closed = after['additionalProperties'] === false
    if (walk.direction === 'response') return isObject(next) ? [] : [narrowing(at(name), 'is gone')]
    return closed ? [narrowing(at(name), 'is not accepted any more')] : []
  })
  const changed =
    walk.direction === 'request'
      ? isRequired.filter((name) => !wasRequired.includes(name)).map((name) => narrowing(at(name), 'became required'))
      : wasRequired
          .filter((name) => !isRequired.includes(name) && name in now)
          .map((name) => narrowing(at(name), 'may be missing now'))
  return [...inner, ...changed]
}

function properties(schema: JsonSchema): JsonObject {
  return isObject(schema['properties']) ? schema['properties'] : {}
}

function required(schema: JsonSchema): string[] {
  return Array.isArray(schema['required']) ? schema['required'].filter((name) => typeof name === 'string') : []
}

function compareItems(before: JsonSchema, after: JsonSchema, walk: Walk): Narrowing[] {
  const [old, now] = [before['items'], after['items']]
  return isObject(old) && isObject(now) ? compare(old, now, { ...walk, pointer: `${walk.pointer}/*` }) : []
}

/** Each option of the wider side must have a counterpart that is no narrower. */
function compareOptions(before: JsonSchema, after: JsonSchema, walk: Walk): Narrowing[] {
  const [old, now] = [options(before), options(after)]
  if (old.length === 0 || now.length === 0) return []
  const fits = (was: JsonSchema, is: JsonSchema): boolean => compare(was, is, walk).length === 0
  const lost =
    walk.direction === 'request'
      ? old.filter((was) => !now.some((is) => fits(was, is)))
      : now.filter((is) => !old.some((was) => fits(was, is)))
  const what =
    walk.direction === 'request' ? 'a kind of value is not accepted any more' : 'a new kind of value is possible'
  return lost.map(() => narrowing(walk, what))
}

function options(schema: JsonSchema): JsonSchema[] {
  return [schema['anyOf'], schema['oneOf']].flat().filter(isObject)
}
