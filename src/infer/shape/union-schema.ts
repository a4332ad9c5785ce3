import type { JsonSchema } from '../../schema/facts.ts'

/** `enum` or `const`, with a type where all values share one. */
export function enumSchema(values: readonly (string | number | boolean)[]): JsonSchema {
  const unique = [...new Set(values)]
  const types = [...new Set(unique.map((value) => typeof value))]
  const type = types.length === 1 ? { type: types[0] } : {}
  return unique.length === 1 ? { ...type, const: unique[0] } : { ...type, enum: unique.toSorted(byText) }
}

// Compilers differ in the order of union members; a document must not.
function byText(one: string | number | boolean, other: string | number | boolean): number {
  if (typeof one === 'number' && typeof other === 'number') return one - other
  return String(one) < String(other) ? -1 : 1
}

/** The schema that any of several allow; equal ones are merged, null becomes part of the type where it can. */
export function anyOfSchemas(schemas: readonly JsonSchema[]): JsonSchema {
  const unique = [...new Map(schemas.map((schema) => [JSON.stringify(schema), schema])).values()]
  const [first] = unique
  if (!first) return {}
  if (unique.length === 1) return first
  // What may be anything stays anything.
  if (unique.some((schema) => Object.keys(schema).length === 0)) return {}
  const rest = mergeLiterals(unique.filter((schema) => !isNull(schema)))
  const isNullable = unique.some((schema) => isNull(schema))
  const [only] = rest
  if (!isNullable) return rest.length === 1 && only ? only : { anyOf: rest }
  if (rest.length === 1 && only) return orNull(only)
  return { anyOf: [...rest, { type: 'null' }] }
}

const isNull = (schema: JsonSchema): boolean => schema.type === 'null'

function orNull(schema: JsonSchema): JsonSchema {
  const isPlain = typeof schema.type === 'string' && schema.enum === undefined && schema.const === undefined
  return isPlain ? { ...schema, type: [schema.type, 'null'] } : { anyOf: [schema, { type: 'null' }] }
}

// Examples seen in different places are examples of one thing.
function mergeLiterals(schemas: readonly JsonSchema[]): JsonSchema[] {
  const merged = new Map<string, Record<string, unknown>>()
  for (const schema of schemas) {
    const { examples, ...rest } = schema
    const key = JSON.stringify(rest)
    const known = merged.get(key)
    const seen = [known?.examples, examples].flatMap((list) => (Array.isArray(list) ? list : []))
    const unique = [...new Map(seen.map((item) => [JSON.stringify(item), item])).values()]
    merged.set(key, unique.length > 0 ? { ...rest, examples: unique } : rest)
  }
  return [...merged.values()]
}
