import type { JsonSchema } from '../schema/facts.ts'
import { isObject, type JsonObject } from '../schema/json.ts'
import { mapSubschemas } from '../schema/walk.ts'
import type { SchemaJudge } from './schema-judge.ts'

/** What examples are held against, and where their loss is noted. */
export interface ExampleContext {
  readonly judge: SchemaJudge
  readonly note: (text: string) => void
}

/**
 * Copies a part of a document without the examples and defaults that break their own schema. A constant seen in the
 * code is one of several answers, and an author's default is what a schema gives, not always what it takes.
 *
 * @param part An operation, a response or anything else that holds `schema` somewhere.
 */
export function dropBadExamples<Part extends object>(part: Part, context: ExampleContext): Part {
  return drop(Object.fromEntries(Object.entries(part)), context) as Part // only examples and defaults are gone, which are optional everywhere
}

function drop(part: JsonObject, context: ExampleContext): JsonObject {
  const schema = part['schema']
  const copy: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(part)) {
    if (key === 'schema' && isObject(value)) copy[key] = dropFromSchema(value, context)
    else if (key === 'example' && isObject(schema)) keep(copy, key, fits(schema, value, context) ? value : undefined)
    else if (key === 'examples' && isObject(schema)) keep(copy, key, fitting(schema, value, context))
    else copy[key] = isData(key) ? value : descend(value, context)
  }
  return copy
}

const isData = (key: string): boolean => key.startsWith('x-') || key === 'example' || key === 'examples'

function descend(value: unknown, context: ExampleContext): unknown {
  if (Array.isArray(value)) return value.map((one: unknown) => descend(one, context))
  return isObject(value) ? drop(value, context) : value
}

function keep(target: Record<string, unknown>, key: string, value: unknown): void {
  if (value !== undefined) target[key] = value
}

function fits(schema: JsonSchema, value: unknown, { judge, note }: ExampleContext): boolean {
  const [first] = judge.check(schema, value)
  if (first) note(`an example or default was left out: ${first.pointer || 'it'} ${first.detail}`)
  return !first
}

/** The examples of a media type or parameter that fit: `{ name: { value } }`. */
function fitting(schema: JsonSchema, examples: unknown, context: ExampleContext): unknown {
  if (!isObject(examples)) return examples
  const left = Object.entries(examples).filter(([, example]) => {
    return !isObject(example) || !('value' in example) || fits(schema, example['value'], context)
  })
  return left.length > 0 ? Object.fromEntries(left) : undefined
}

/** The same for the `default` and `examples` keywords of a schema, at any depth. */
export function dropFromSchema(schema: JsonSchema, context: ExampleContext): JsonSchema {
  const copy: Record<string, unknown> = { ...mapSubschemas(schema, (inner) => dropFromSchema(inner, context)) }
  const { default: preset, examples, ...rest } = schema
  if (preset !== undefined && !fits(rest, preset, context)) delete copy['default']
  if (Array.isArray(examples)) {
    const left = examples.filter((example) => fits(rest, example, context))
    if (left.length > 0) copy['examples'] = left
    else delete copy['examples']
  }
  return copy
}
