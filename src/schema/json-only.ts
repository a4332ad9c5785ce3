import type { JsonSchema } from './facts.ts'
import { isKnownFormat } from './known-formats.ts'
import { mapSubschemas } from './walk.ts'

const KEYWORDS = new Set(
  `$ref type enum const format title description default examples deprecated readOnly writeOnly
  multipleOf maximum exclusiveMaximum minimum exclusiveMinimum maxLength minLength pattern
  items prefixItems unevaluatedItems contains maxItems minItems uniqueItems maxContains minContains
  properties patternProperties additionalProperties unevaluatedProperties propertyNames required
  maxProperties minProperties dependentRequired dependentSchemas allOf anyOf oneOf not if then else
  contentEncoding contentMediaType contentSchema discriminator xml externalDocs`.split(/\s+/),
)

/**
 * Keeps what JSON Schema 2020-12 and OpenAPI know, formats included, and `x-` extensions: authors put anything into a
 * schema's metadata.
 * Values that are not JSON (dates, undefined, bigints in a default) become what `JSON.stringify` makes of them or go.
 */
export function toJsonOnly(schema: JsonSchema): JsonSchema {
  const known = Object.fromEntries(
    Object.entries(schema)
      .filter(([keyword]) => KEYWORDS.has(keyword) || keyword.startsWith('x-'))
      .filter(([keyword, value]) => keyword !== 'format' || isKnownFormat(value))
      .map(([keyword, value]) => [keyword, DATA.has(keyword) ? toJson(value) : value] as const)
      .filter(([, value]) => value !== undefined),
  )
  return mapSubschemas(known, toJsonOnly)
}

const DATA = new Set(['enum', 'const', 'default', 'examples'])

function toJson(value: unknown): unknown {
  const text = JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'bigint' ? String(inner) : inner))
  return text === undefined ? undefined : JSON.parse(text)
}
