import type { JsonSchema } from '../../schema/facts.ts'
import type { Type, TypeReader } from '../compiler/compiler.ts'
import type { ArrayValue, InputValue, ObjectValue, Opaque, Value } from '../flow/value.ts'
import { nodeOf } from '../flow/value.ts'
import type { AnyNode } from '../syntax/tree.ts'
import type { TypeSchemas } from './type-schema.ts'
import { anyOfSchemas } from './union-schema.ts'

export interface ValueSchemasInput {
  /** Undefined when no compiler can tell types. */
  readonly types: TypeReader | undefined
  readonly schemas: TypeSchemas | undefined
  /** The JSON Schema of what a rebuilt zod schema gives. */
  zodOutput(schema: unknown): JsonSchema
}

/** Turns values that the analysis followed into schemas; their types fill in what it could not follow. */
export interface ValueSchemas {
  /** Undefined for a value that vanishes from JSON. */
  of(value: Value): JsonSchema | undefined
}

const MAX_DEPTH = 20

export function createValueSchemas(input: ValueSchemasInput): ValueSchemas {
  return { of: (value) => schemaOf(value, { ...input, depth: 0 }) }
}

interface Context extends ValueSchemasInput {
  readonly depth: number
}

const inner = (context: Context): Context => ({ ...context, depth: context.depth + 1 })

function schemaOf(value: Value, context: Context): JsonSchema | undefined {
  if (context.depth > MAX_DEPTH) return {}
  switch (value.kind) {
    case 'constant':
      return constantSchema(value.value)
    case 'opaque':
      return opaqueSchema(value, context)
    case 'object':
      return objectSchema(value, context)
    case 'array':
      return arraySchema(value, context)
    case 'union': {
      const whole = nodeSchema([value.node], context)
      if (whole) return widened(whole.schema)
      const parts = value.options.map((option) => schemaOf(option, inner(context))).filter((part) => part !== undefined)
      return parts.length > 0 ? anyOfSchemas(parts) : undefined
    }
    case 'function':
    case 'class':
      return undefined
    case 'input':
      return inputSchema(value, context)
    case 'method':
    case 'urlText':
      return { type: 'string' }
    case 'test':
      return { type: 'boolean' }
    default:
      return orAnything(nodeSchema([nodeOf(value)], context))
  }
}

function knownType(node: AnyNode | undefined, { types }: Context): Type | undefined {
  const type = node && types?.typeOf(node)
  return types?.isKnown(type) ? type : undefined
}

type NodeSchema = { readonly schema: JsonSchema | undefined } | undefined

/** The schema of the first node whose type says anything; undefined when none does. */
function nodeSchema(nodes: readonly (AnyNode | undefined)[], context: Context): NodeSchema {
  for (const node of nodes) {
    const type = knownType(node, context)
    if (!type || !context.schemas) continue
    const schema = context.schemas.of(type)
    if (!schema || Object.keys(schema).length > 0) return { schema }
  }
  return undefined
}

const orAnything = (found: NodeSchema): JsonSchema | undefined => (found ? widened(found.schema) : {})

function opaqueSchema(value: Opaque, context: Context): JsonSchema | undefined {
  if (value.hint === 'array') return { type: 'array', items: {} }
  if (value.hint) return { type: value.hint }
  const found = nodeSchema([value.node, value.origin], context)
  return found || value.zod === undefined ? orAnything(found) : context.zodOutput(value.zod)
}

function inputSchema(value: InputValue, context: Context): JsonSchema | undefined {
  if (value.type && context.types?.isKnown(value.type)) return context.schemas?.of(value.type)
  const isText = value.place === 'headers' || value.place === 'cookies' || value.place === 'query'
  // `searchParams.get` and the like know whether they give a list or null; `req.query.x` is text unless it is told otherwise.
  if (isText && value.format === 'json' && value.path.length > 0) return { type: 'string' }
  return orAnything(nodeSchema([value.seenAt, value.node], context))
}

function objectSchema(value: ObjectValue, context: Context): JsonSchema | undefined {
  const declared = value.declaredAt && nodeSchema([value.declaredAt], context)
  if (declared?.schema) return declared.schema
  if (value.cls) return {}
  if (value.spreads.length > 0) {
    // The compiler knows how spreads and entries combine.
    const whole = nodeSchema([value.node], context)
    if (whole?.schema) return whole.schema
  }
  const own = entriesSchema(value, context)
  const spreads = value.spreads.map((spread) => schemaOf(spread, inner(context)) ?? {})
  return spreads.length > 0 ? withSpreads(own, spreads) : own
}

function entriesSchema(value: ObjectValue, context: Context): JsonSchema {
  const properties: Record<string, JsonSchema> = {}
  const required: string[] = []
  for (const [key, entry] of value.entries) {
    const schema = schemaOf(entry, inner(context))
    if (!schema) continue
    properties[key] = schema
    if (!mayVanish(entry, context)) required.push(key)
  }
  return {
    type: 'object',
    ...(Object.keys(properties).length > 0 ? { properties } : {}),
    ...(required.length > 0 ? { required } : {}),
  }
}

/** True when a value may be undefined, so that its key may be missing in JSON. */
function mayVanish(value: Value, context: Context): boolean {
  switch (value.kind) {
    case 'union':
      if (knownType(value.node, context)) return mayNodeVanish(value.node, context)
      return value.options.some((option) => mayVanish(option, context))
    case 'constant':
      return value.value === undefined
    case 'object':
    case 'array':
    case 'test':
    case 'method':
      return false
    case 'opaque':
      return !value.hint && mayNodeVanish(value.node, context)
    case 'input':
      if (value.place === 'params') return false
      return mayNodeVanish(value.seenAt ?? value.node, context)
    default:
      return mayNodeVanish(nodeOf(value), context)
  }
}

function mayNodeVanish(node: AnyNode | undefined, context: Context): boolean {
  const { types } = context
  const type = knownType(node, context)
  if (!types || !type) return true
  const shape = types.describe(type)
  if (shape.kind !== 'union') return shape.kind === 'unknown'
  return shape.members.some((member) => types.describe(member).kind === 'nothing')
}

function arraySchema(value: ArrayValue, context: Context): JsonSchema | undefined {
  const declared = nodeSchema([value.declaredAt], context)
  if (declared?.schema) return declared.schema
  const items = value.items.map((item) => schemaOf(item, inner(context))).filter((item) => item !== undefined)
  if (items.length > 0 && !value.isOpen) return { type: 'array', items: anyOfSchemas(items) }
  const whole = nodeSchema([value.node], context)
  if (whole?.schema) return whole.schema
  return { type: 'array', items: items.length > 0 ? anyOfSchemas(items) : {} }
}

function constantSchema(value: string | number | boolean | null | undefined): JsonSchema | undefined {
  if (value === undefined) return undefined
  if (value === null) return { type: 'null' }
  return { type: typeof value, examples: [value] }
}

// `const message = 'Hi'` has the type 'Hi', but the value is an example rather than a promise.
function widened(schema: JsonSchema | undefined): JsonSchema | undefined {
  if (!schema || !('const' in schema)) return schema
  const { const: seen, ...rest } = schema
  return { ...rest, examples: [seen] }
}

function withSpreads(own: JsonSchema, parts: readonly JsonSchema[]): JsonSchema {
  const known = parts.filter((part) => Object.keys(part).length > 0)
  if (known.length === 0) return own
  const all = own.properties ? [...known, own] : known
  return all.length === 1 && all[0] ? all[0] : { allOf: all }
}
