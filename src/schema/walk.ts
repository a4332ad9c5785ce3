import type { JsonSchema } from './facts.ts'
import { isObject } from './json.ts'

const SINGLE = new Set([
  'items',
  'additionalProperties',
  'unevaluatedProperties',
  'unevaluatedItems',
  'propertyNames',
  'contains',
  'not',
  'if',
  'then',
  'else',
])
const LISTS = new Set(['prefixItems', 'anyOf', 'oneOf', 'allOf'])
const MAPS = new Set(['properties', 'patternProperties', '$defs', 'dependentSchemas'])

/** What references to shared schemas begin with. */
export const COMPONENT = '#/components/schemas/'

/**
 * Copies a schema with each schema directly inside it replaced. Boolean schemas stay as they are, and so does data:
 * `const`, `enum`, `default` and `examples` may look like schemas and are none.
 *
 * @param change Called once for every direct subschema.
 */
export function mapSubschemas(schema: JsonSchema, change: (inner: JsonSchema) => JsonSchema): JsonSchema {
  const one = (value: unknown): unknown => (isObject(value) ? change(value) : value)
  return Object.fromEntries(
    Object.entries(schema).map(([keyword, value]) => {
      if (SINGLE.has(keyword)) return [keyword, one(value)]
      if (LISTS.has(keyword) && Array.isArray(value)) return [keyword, value.map(one)]
      if (MAPS.has(keyword) && isObject(value)) return [keyword, mapValues(value, one)]
      return [keyword, value]
    }),
  )
}

function mapValues(values: JsonSchema, change: (value: unknown) => unknown): JsonSchema {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(value)]))
}

/** The component a schema refers to, or undefined: `#/components/schemas/User` is `User`. */
export function componentOf(schema: JsonSchema): string | undefined {
  const ref = schema['$ref']
  return typeof ref === 'string' && ref.startsWith(COMPONENT) ? unescape(ref.slice(COMPONENT.length)) : undefined
}

// RFC 6901 §3: `~1` is `/` and `~0` is `~`; in that order.
function unescape(pointer: string): string {
  return pointer.replaceAll('~1', '/').replaceAll('~0', '~')
}

/** Names of all components a schema refers to, at any depth but not through the references. */
export function componentsIn(schema: JsonSchema, found: Set<string> = new Set()): Set<string> {
  const name = componentOf(schema)
  if (name !== undefined) found.add(name)
  mapSubschemas(schema, (inner) => {
    componentsIn(inner, found)
    return inner
  })
  return found
}

/** Copies a schema with every reference changed, at any depth, those of a discriminator's mapping too. */
export function mapRefs(schema: JsonSchema, change: (ref: string) => string): JsonSchema {
  const copy: Record<string, unknown> = { ...mapSubschemas(schema, (inner) => mapRefs(inner, change)) }
  if (typeof copy['$ref'] === 'string') copy['$ref'] = change(copy['$ref'])
  const discriminator = copy['discriminator']
  if (isObject(discriminator) && isObject(discriminator['mapping'])) {
    const mapping = mapValues(discriminator['mapping'], (ref) => (typeof ref === 'string' ? change(ref) : ref))
    copy['discriminator'] = { ...discriminator, mapping }
  }
  return copy
}

/** Copies a schema with its references to components renamed. */
export function renameComponents(schema: JsonSchema, rename: (name: string) => string): JsonSchema {
  return mapRefs(schema, (ref) => (ref.startsWith(COMPONENT) ? COMPONENT + rename(ref.slice(COMPONENT.length)) : ref))
}
