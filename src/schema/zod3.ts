import { createRequire } from 'node:module'
import type { ZodSchema } from 'zod/v3'
import type { JsonSchema } from './facts.ts'
import { isObject, type JsonObject } from './json.ts'
import { mapSubschemas } from './walk.ts'

/** True for a schema of zod 3: it has a type name where zod 4 has `_zod`. */
export function isZod3(value: object): value is ZodSchema {
  return '_def' in value && isObject(value._def) && typeof value._def['typeName'] === 'string'
}

const require = createRequire(import.meta.url)

/** Says a zod 3 schema as JSON Schema 2020-12. Recursive parts become `{}`: zod 3 has no names to refer to. */
export function convertZod3(schema: ZodSchema, direction: 'input' | 'output'): JsonObject {
  // Loaded with the first such schema: it brings all of zod 3 with it, which most projects have left behind.
  const { zodToJsonSchema } = require('zod-to-json-schema') as typeof import('zod-to-json-schema')
  const raw: unknown = zodToJsonSchema(schema, {
    target: 'jsonSchema7',
    $refStrategy: 'none',
    pipeStrategy: direction,
    // What a transformation gives cannot be known from its input.
    effectStrategy: direction === 'input' ? 'input' : 'any',
    removeAdditionalStrategy: 'strict',
  })
  return isObject(raw) ? toDraft2020(raw) : {}
}

/** JSON Schema 2020-12 §10.3.1.1: a list of schemas for items is `prefixItems`, what follows it is `items`. */
function toDraft2020(schema: JsonSchema): JsonSchema {
  const { items, additionalItems, ...rest } = schema
  const tuple = Array.isArray(items)
  const moved = tuple ? { ...rest, prefixItems: items, items: additionalItems ?? {} } : schema
  const { additionalProperties, ...others }: JsonObject = mapSubschemas(moved, toDraft2020)
  return additionalProperties === undefined || additionalProperties === true
    ? others
    : { ...others, additionalProperties }
}
