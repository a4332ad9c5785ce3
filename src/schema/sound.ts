import type { JsonSchema } from './facts.ts'
import { componentOf, mapSubschemas } from './walk.ts'

const TYPES = new Set(['string', 'number', 'integer', 'boolean', 'object', 'array', 'null'])

/** A schema that every reader of the document accepts, and what had to be given up for that. */
export interface Sound {
  readonly schema: JsonSchema
  /** One sentence each. */
  readonly notes: readonly string[]
}

/**
 * Repairs what would make validators refuse the whole document: a reference to nothing, a type that does not exist, an
 * expression that does not compile, an array that says nothing of its items. What cannot be repaired becomes `{}`.
 *
 * @param known Names of the components there are.
 */
export function toSound(schema: JsonSchema, known: ReadonlySet<string>): Sound {
  const notes: string[] = []
  return { schema: repair(schema, known, notes), notes }
}

function repair(schema: JsonSchema, known: ReadonlySet<string>, notes: string[]): JsonSchema {
  const name = componentOf(schema)
  if (name !== undefined && !known.has(name)) {
    notes.push(`schema ${name} is not known`)
    return {}
  }
  if (typeof schema['$ref'] === 'string' && name === undefined) {
    notes.push(`reference ${schema['$ref']} leads nowhere`)
    return {}
  }
  const copy: Record<string, unknown> = { ...mapSubschemas(schema, (inner) => repair(inner, known, notes)) }
  repairType(copy, notes)
  repairPattern(copy, notes)
  repairItems(copy)
  return copy
}

function repairType(schema: Record<string, unknown>, notes: string[]): void {
  const { type } = schema
  if (type === undefined) return
  const types: unknown[] = Array.isArray(type) ? type : [type]
  if (types.length > 0 && types.every((one) => typeof one === 'string' && TYPES.has(one))) return
  notes.push(`type ${JSON.stringify(type)} does not exist`)
  delete schema['type']
}

function repairPattern(schema: Record<string, unknown>, notes: string[]): void {
  const { pattern } = schema
  if (typeof pattern !== 'string') return
  if (isExpression(pattern)) return
  notes.push(`pattern ${pattern} is not a regular expression of JSON Schema`)
  delete schema['pattern']
}

function isExpression(pattern: string): boolean {
  try {
    // JSON Schema 2020-12 §6.3.3 and ajv read expressions in Unicode mode, which refuses needless escapes.
    return new RegExp(pattern, 'u') instanceof RegExp
  } catch {
    return false
  }
}

// Linters refuse an array without `items`, and a tuple closed by `items: false`; `maxItems` says the same.
function repairItems(schema: Record<string, unknown>): void {
  const types = [schema['type']].flat()
  const prefix = schema['prefixItems']
  if (Array.isArray(prefix)) {
    if (schema['items'] === false) schema['maxItems'] ??= prefix.length
    schema['type'] ??= 'array'
  } else if (!types.includes('array')) return
  if (!schema['items']) schema['items'] = {}
}
