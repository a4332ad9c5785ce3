import { z } from 'zod'
import type { JsonSchema } from '../../schema/facts.ts'
import { describeZodType } from '../../schema/zod-override.ts'
import { type DraftComponents, referTo, tokenOf } from './components.ts'

export interface ZodSchemaInput {
  /** What the schema takes, or what it gives. */
  readonly io: 'input' | 'output'
  readonly components: DraftComponents
  note(text: string): void
}

const KNOWN = { input: new WeakMap<object, JsonSchema>(), output: new WeakMap<object, JsonSchema>() }

/** The JSON Schema of what a rebuilt zod schema takes or gives. `{}` and a note when zod cannot say it. */
export function toZodSchema(schema: unknown, input: ZodSchemaInput): JsonSchema {
  if (!(schema instanceof z.ZodType)) return {}
  const known = KNOWN[input.io]
  const found = known.get(schema)
  if (found) return hoist(found, input.components)
  try {
    const json: Record<string, unknown> = { ...convert(schema, input.io) }
    delete json.$schema
    delete json['~standard']
    known.set(schema, json)
    return hoist(json, input.components)
  } catch (error) {
    input.note(`a zod schema has no JSON Schema: ${error instanceof Error ? error.message : String(error)}`)
    return {}
  }
}

function convert(schema: z.ZodType, io: 'input' | 'output'): object {
  return z.toJSONSchema(schema, {
    io,
    target: 'draft-2020-12',
    unrepresentable: 'any',
    override: describeZodType,
  })
}

/** Moves `$defs` to the components: a document has one place for schemas that refer to themselves. */
function hoist(json: JsonSchema, components: DraftComponents): JsonSchema {
  const { $defs, ...root } = json
  const defs = Object.entries(typeof $defs === 'object' && $defs !== null ? $defs : {})
  const isSelfReferring = JSON.stringify(json).includes('"$ref":"#"')
  if (defs.length === 0 && !isSelfReferring) return root
  const id = JSON.stringify(json)
  const tokens = new Map(defs.map(([name]) => [`#/$defs/${name}`, tokenOf(nameOf(name), `${id}/${name}`)]))
  if (isSelfReferring) tokens.set('#', tokenOf('Recursive', id))
  for (const [name, schema] of defs) {
    const token = tokens.get(`#/$defs/${name}`)
    if (token) components.set(token, { text: nameOf(name), schema: toSchema(redirect(schema, tokens)) })
  }
  const own = toSchema(redirect(root, tokens))
  const token = tokens.get('#')
  if (!token) return own
  components.set(token, { text: 'Recursive', schema: own })
  return referTo(token)
}

const nameOf = (name: string): string => (name.startsWith('__') ? 'Recursive' : name)

// References stand under `$ref`, and in the mapping of a discriminator.
function redirect(value: unknown, tokens: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(value)) return value.map((item) => redirect(item, tokens))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([key, item]) => {
    if (key === 'mapping' || typeof item !== 'string') return [key, redirect(toMapping(key, item, tokens), tokens)]
    const token = key === '$ref' ? tokens.get(item) : undefined
    return [key, token ? referTo(token).$ref : item]
  })
  return Object.fromEntries(entries)
}

function toMapping(key: string, value: unknown, tokens: ReadonlyMap<string, string>): unknown {
  if (key !== 'mapping' || typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([name, target]) => {
    const token = typeof target === 'string' ? tokens.get(target) : undefined
    return [name, token ? referTo(token).$ref : target]
  })
  return Object.fromEntries(entries)
}

function toSchema(value: unknown): JsonSchema {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}
