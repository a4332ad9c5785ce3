import { createRequire } from 'node:module'
import type * as Zod from 'zod'
import type { JsonSchema } from './facts.ts'
import { isObject, type JsonObject } from './json.ts'
import { METADATA } from './metadata.ts'
import { describeZodType } from './zod-override.ts'
import { toJsonOnly } from './json-only.ts'
import { convertZod3, isZod3 } from './zod3.ts'
import { COMPONENT, mapRefs } from './walk.ts'

/** Requests are what a schema accepts, responses what it gives. */
export type Direction = 'input' | 'output'

/** A schema as JSON Schema, with the named schemas it refers to. */
export interface Converted {
  /** References are `#/components/schemas/<name>|<direction>`; see `settleNames`. */
  readonly schema: JsonSchema
  /** By name without direction. */
  readonly components: Readonly<Record<string, JsonSchema>>
  /** What could not be said, one sentence each. */
  readonly notes: readonly string[]
}

/**
 * Says a schema as JSON Schema 2020-12: zod 4 and any library with Standard JSON Schema by the library itself, zod 3 by
 * `zod-to-json-schema`. Whatever cannot be said is `{}` with a note; nothing throws.
 *
 * @param hint Names a recursive schema that has no name of its own: `GetTreeResponse`.
 * @see https://zod.dev/json-schema
 */
export function toJsonSchema(schema: unknown, direction: Direction, hint: string): Converted {
  try {
    const raw = convert(schema, direction)
    if (!raw) return { schema: {}, components: {}, notes: [`${hint}: no JSON Schema can be had from this library`] }
    return lift(raw, direction, hint)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return { schema: {}, components: {}, notes: [`${hint}: ${reason}`] }
  }
}

function convert(schema: unknown, direction: Direction): JsonObject | undefined {
  if (!isObject(schema) && typeof schema !== 'function') return undefined
  if ('_zod' in schema) return convertZod4(schema, direction)
  if (isZod3(schema)) return convertZod3(schema, direction)
  return convertStandard(schema, direction)
}

const require = createRequire(import.meta.url)

type ZodParameters = NonNullable<Parameters<typeof Zod.toJSONSchema>[1]>
type ZodMethod = (parameters: ZodParameters) => unknown

function convertZod4(schema: object, direction: Direction): JsonObject | undefined {
  const parameters = {
    io: direction,
    unrepresentable: 'any',
    override: describeZodType,
    metadata: METADATA,
  } as unknown as ZodParameters // zod only calls `metadata.get`
  // The schema's own method is that of the project's zod, which may be another copy or version than ours.
  if ('toJSONSchema' in schema && typeof schema.toJSONSchema === 'function') {
    const own = schema.toJSONSchema as ZodMethod // documented since zod 4.2
    const result = own.call(schema, parameters)
    return isObject(result) ? result : undefined
  }
  // Loaded with the first schema that needs it: a second copy of zod costs 10 MB.
  const { toJSONSchema }: typeof Zod = require('zod')
  // `_zod` marks a zod 4 schema of whatever copy; its shape is what zod's own function reads.
  const result: unknown = toJSONSchema(schema as Parameters<typeof toJSONSchema>[0], parameters)
  return isObject(result) ? result : undefined
}

/** @see https://standardschema.dev/json-schema */
function convertStandard(schema: object, direction: Direction): JsonObject | undefined {
  if (!('~standard' in schema) || !isObject(schema['~standard'])) return undefined
  const converter = schema['~standard']['jsonSchema']
  if (!isObject(converter)) return undefined
  const method = converter[direction]
  const result: unknown = typeof method === 'function' ? method.call(converter, { target: 'draft-2020-12' }) : undefined
  return isObject(result) ? result : undefined
}

const DEFS = '#/$defs/'

/** Moves `$defs`, and a root that refers to itself, to components. */
function lift(raw: JsonObject, direction: Direction, hint: string): Converted {
  const { $schema: _version, $defs, $id: _id, ...root } = raw
  const names = new Map<string, string>()
  const defs = isObject($defs) ? $defs : {}
  let anonymous = 0
  for (const key of Object.keys(defs))
    names.set(DEFS + key, /^__schema\d+$/.test(key) ? `${hint}Part${++anonymous}` : safe(key))
  const target = (ref: string): string => names.get(ref) ?? hint
  const selfReferring = refersToRoot(root)
  if (selfReferring) names.set('#', hint)

  const clean = (schema: JsonObject): JsonSchema =>
    toJsonOnly(point(schema, (ref) => `${COMPONENT}${target(ref)}|${direction}`))
  const components: Record<string, JsonSchema> = {}
  for (const [key, value] of Object.entries(defs)) if (isObject(value)) components[target(DEFS + key)] = clean(value)
  if (selfReferring) components[hint] = clean(root)
  return {
    schema: selfReferring ? { $ref: `${COMPONENT}${hint}|${direction}` } : clean(root),
    components,
    notes: [],
  }
}

function refersToRoot(schema: JsonObject): boolean {
  let found = false
  mapRefs(schema, (ref) => {
    found ||= ref === '#'
    return ref
  })
  return found
}

// Component names may hold nothing else: https://spec.openapis.org/oas/v3.1.1.html#fixed-fields-5
const safe = (name: string): string => name.replaceAll(/[^A-Za-z0-9_-]+/g, '_')

/** Turns local references (`#/$defs/X`, `#`) into references to components. */
function point(schema: JsonObject, toRef: (ref: string) => string): JsonSchema {
  return mapRefs(schema, (ref) => (ref.startsWith('#') ? toRef(decode(ref)) : ref))
}

// RFC 6901 §4: `~1` is `/`, `~0` is `~`.
const decode = (ref: string): string => ref.replaceAll('~1', '/').replaceAll('~0', '~')
