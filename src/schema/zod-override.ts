import type { JSONSchema } from 'zod/v4/core'
import { isObject } from './json.ts'
import { dropUnknownFormat } from './known-formats.ts'

/** What zod hands to `override` for each schema it has converted; `jsonSchema` may be changed in place. */
interface OverrideContext {
  readonly zodSchema: { readonly _zod: { readonly def: { readonly type: string } } }
  readonly jsonSchema: JSONSchema.BaseSchema
}

/**
 * Corrects what zod says of its schemas where a document needs something else.
 *
 * - `z.date()` and `z.bigint()` have no JSON type; they are the text that JSON carries.
 * - `additionalProperties: false` stays only for `z.strictObject`: zod drops unknown keys, it does not refuse them.
 * - The bounds of safe integers, and the patterns zod uses for `z.email()` and the like, say nothing a format does not.
 * - Formats that only zod knows (`cuid`, `jwt`) go; the pattern beside them, if there is one, says what they are.
 * - A discriminated union of named schemas gets OpenAPI's `discriminator`.
 */
export function describeZodType({ zodSchema, jsonSchema }: OverrideContext): void {
  const { def } = zodSchema._zod
  // First: a pattern may go only where a format stays.
  dropUnknownFormat(jsonSchema)
  switch (def.type) {
    case 'date':
      Object.assign(jsonSchema, { type: 'string', format: 'date-time' })
      break
    case 'bigint':
      Object.assign(jsonSchema, { type: 'string', pattern: '^-?[0-9]+$' })
      break
    case 'object':
      if (jsonSchema.additionalProperties === false && !isStrict(def)) delete jsonSchema.additionalProperties
      break
    case 'number':
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum
      break
    case 'string':
      if (jsonSchema.format !== undefined && (jsonSchema.pattern?.length ?? 0) > LONG_PATTERN) delete jsonSchema.pattern
      break
    case 'union':
      addDiscriminator(def, jsonSchema)
      break
    default:
  }
}

/** Characters. zod's own patterns for formats are longer; one that an author writes beside a format seldom is. */
const LONG_PATTERN = 50

function isStrict(def: object): boolean {
  if (!('catchall' in def) || !isObject(def.catchall)) return false
  const inner = def.catchall['_zod']
  return isObject(inner) && isObject(inner['def']) && inner['def']['type'] === 'never'
}

function addDiscriminator(def: object, jsonSchema: JSONSchema.BaseSchema): void {
  if (!('discriminator' in def) || typeof def.discriminator !== 'string') return
  if (!('options' in def) || !Array.isArray(def.options)) return
  const members = jsonSchema.oneOf ?? jsonSchema.anyOf ?? []
  const mapping: Record<string, string> = {}
  for (const [index, member] of members.entries()) {
    // OpenAPI 3.1.1 §4.8.25: inline members cannot be discriminated.
    if (typeof member.$ref !== 'string') return
    for (const value of valuesOf(def.options[index], def.discriminator)) mapping[String(value)] = member.$ref
  }
  Object.assign(jsonSchema, { discriminator: { propertyName: def.discriminator, mapping } })
}

/** The values an option has for the discriminator, which zod keeps ready for its own use. */
function valuesOf(option: unknown, property: string): readonly unknown[] {
  const inner = isObject(option) ? option['_zod'] : undefined
  const values = isObject(inner) && isObject(inner['propValues']) ? inner['propValues'][property] : undefined
  return values instanceof Set ? [...values] : []
}
