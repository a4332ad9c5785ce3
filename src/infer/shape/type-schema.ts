import type { JsonSchema } from '../../schema/facts.ts'
import type { Shape, ShapeProperty, Type, TypeName, TypeReader } from '../compiler/compiler.ts'
import { builtinSchema } from './builtin-schema.ts'
import { type DraftComponents, referTo, tokenOf } from './components.ts'
import { toDocSchema } from './doc-schema.ts'
import { unionSchema } from './type-union.ts'
import { enumSchema } from './union-schema.ts'

/** Turns types into JSON Schema 2020-12, as `JSON.stringify` would put their values on the wire. */
export interface TypeSchemas {
  /** Undefined for a type whose values vanish from JSON, such as undefined and functions. */
  of(type: Type): JsonSchema | undefined
}

export interface TypeSchemasInput {
  readonly types: TypeReader
  readonly components: DraftComponents
  note(text: string): void
}

/** Anonymous types of a library are written out this deep, then `{}`: some hold half of their library. */
const MAX_EXTERNAL_DEPTH = 4
const MAX_DEPTH = 24
/** Object types written for one schema. */
const MAX_RECORDS = 600

/** A type that is written, or being written: then its token is what it is referred to by. */
interface Written {
  schema: JsonSchema | undefined
  token: string | undefined
  isDone: boolean
}

interface Writer extends TypeSchemasInput {
  readonly written: Map<number, Written>
  recursions: number
}

/** The writing of one schema: how deep it is in, and how much it has written. */
interface Job {
  readonly writer: Writer
  depth: number
  externalDepth: number
  records: number
}

/** One writer serves one reading of the project: it remembers every type it has written. */
export function createTypeSchemas(input: TypeSchemasInput): TypeSchemas {
  const writer: Writer = { ...input, written: new Map(), recursions: 0 }
  return { of: (type) => writeType(type, { writer, depth: 0, externalDepth: 0, records: 0 }) }
}

function writeType(type: Type, job: Job): JsonSchema | undefined {
  if (job.depth > MAX_DEPTH) return {}
  const shape = job.writer.types.describe(type)
  const mayRecur = shape.kind === 'record' || shape.kind === 'union' || shape.kind === 'enum'
  return mayRecur ? writeOnce(type, shape, job) : writeShape(shape, job)
}

function writeInner(type: Type, job: Job): JsonSchema | undefined {
  job.depth += 1
  const schema = writeType(type, job)
  job.depth -= 1
  return schema
}

// A type met while it is being written refers to itself; without a name it gets one.
function writeOnce(
  type: Type,
  shape: Extract<Shape, { name: TypeName | undefined }>,
  job: Job,
): JsonSchema | undefined {
  const { writer } = job
  const id = writer.types.idOf(type)
  const found = writer.written.get(id)
  if (found?.isDone) return found.schema
  if (found) {
    found.token ??= tokenOf('Recursive', String((writer.recursions += 1)))
    return referTo(found.token)
  }
  const { name } = shape
  const entry: Written = { schema: undefined, token: name && tokenOf(name.text, name.id), isDone: false }
  writer.written.set(id, entry)
  entry.schema = name && entry.token ? writeNamed(name, entry.token, shape, job) : writeShape(shape, job)
  if (!name && entry.token) {
    writer.components.set(entry.token, { text: 'Recursive', schema: entry.schema ?? {} })
    entry.schema = referTo(entry.token)
  }
  entry.isDone = true
  return entry.schema
}

function writeNamed(name: TypeName, token: string, shape: Shape, job: Job): JsonSchema {
  const { components } = job.writer
  if (components.has(token)) return referTo(token)
  components.set(token, { text: name.text, schema: {} })
  const { externalDepth } = job
  job.externalDepth = 0
  const body = writeShape(shape, job) ?? {}
  job.externalDepth = externalDepth
  components.set(token, { text: name.text, schema: { ...toDocSchema(name.docs), ...body } })
  return referTo(token)
}

function writeShape(shape: Shape, job: Job): JsonSchema | undefined {
  const { types, note } = job.writer
  switch (shape.kind) {
    case 'nothing':
      return undefined
    case 'unknown':
      return {}
    case 'never':
      return { not: {} }
    case 'null':
    case 'boolean':
    case 'string':
    case 'number':
      return { type: shape.kind }
    case 'anyObject':
      return { type: 'object' }
    case 'bigint':
      note('a bigint has no JSON: sending one throws, unless it is turned into text before')
      return { type: 'string', pattern: String.raw`^-?\d+$` }
    case 'literal':
      return { type: typeof shape.value, const: shape.value }
    case 'pattern':
      return { type: 'string', pattern: shape.pattern }
    case 'enum':
      return enumSchema(shape.values)
    case 'builtin':
      return builtinSchema(shape.builtin, note)
    case 'array':
      return { type: 'array', items: (shape.item && writeInner(shape.item, job)) ?? {} }
    case 'tuple':
      return writeTuple(shape, job)
    case 'union':
      return unionSchema(shape.members, { types, schemaOf: (member) => writeInner(member, job) })
    case 'record':
      return writeRecord(shape, job)
  }
}

function writeRecord(shape: Extract<Shape, { kind: 'record' }>, job: Job): JsonSchema {
  job.records += 1
  if (shape.isExternal) job.externalDepth += 1
  const isTooDeep = job.externalDepth > MAX_EXTERNAL_DEPTH || job.records > MAX_RECORDS
  if (isTooDeep) job.writer.note('a type of a library is too deep to be written out in full')
  const schema = isTooDeep ? {} : writeProperties(shape, job)
  if (shape.isExternal) job.externalDepth -= 1
  return schema
}

function writeProperties(shape: Extract<Shape, { kind: 'record' }>, job: Job): JsonSchema {
  const properties: Record<string, JsonSchema> = {}
  const required: string[] = []
  for (const property of shape.properties()) {
    const schema = writeProperty(property, job)
    if (!schema) continue
    properties[property.name] = schema
    if (!property.isOptional) required.push(property.name)
  }
  const index = shape.index()
  return {
    type: 'object',
    ...(Object.keys(properties).length > 0 ? { properties } : {}),
    // Compilers differ in the order of what a spread brings in.
    ...(required.length > 0 ? { required: required.toSorted() } : {}),
    ...(index ? { additionalProperties: writeInner(index, job) ?? {} } : {}),
  }
}

function writeProperty({ type, docs, isFresh }: ShapeProperty, job: Job): JsonSchema | undefined {
  if (!type) return {}
  const schema = writeInner(type, job)
  if (!schema) return undefined
  const { description, ...tags } = toDocSchema(docs)
  const seen = isFresh && 'const' in schema ? { type: schema.type, examples: [schema.const] } : schema
  return { ...(description === undefined ? {} : { description }), ...seen, ...tags }
}

function writeTuple({ items }: Extract<Shape, { kind: 'tuple' }>, job: Job): JsonSchema {
  const schemas = items.map((item) => ({ ...item, schema: writeInner(item.type, job) ?? { type: 'null' } }))
  const fixed = schemas.filter((item) => !item.isRest)
  const rest = schemas.find((item) => item.isRest)
  return {
    type: 'array',
    ...(fixed.length > 0 ? { prefixItems: fixed.map((item) => item.schema) } : {}),
    minItems: fixed.filter((item) => !item.isOptional).length,
    ...(rest ? { items: rest.schema } : { maxItems: fixed.length }),
  }
}
