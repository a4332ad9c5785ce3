import type { BodyFact, JsonSchema, MediaFact } from '../../schema/facts.ts'
import type { FoundRead, FoundWhole } from '../flow/findings.ts'
import type { BodyFormat } from '../flow/value.ts'
import { anyOfSchemas } from '../shape/union-schema.ts'
import type { FactTools } from './tools.ts'
import { summariseUses } from './uses.ts'

const CONTENT_TYPES: Readonly<Record<BodyFormat, string>> = {
  json: 'application/json',
  form: 'multipart/form-data',
  text: 'text/plain',
  binary: 'application/octet-stream',
}

interface BodyInput {
  readonly reads: readonly FoundRead[]
  readonly wholes: readonly FoundWhole[]
  readonly tools: FactTools
}

/** The request body of one operation; undefined when the handler never looks at one. */
export function toBody(input: BodyInput): BodyFact | undefined {
  const reads = input.reads.filter((read) => read.place === 'body')
  const wholes = input.wholes.filter((whole) => whole.place === 'body')
  if (reads.length === 0 && wholes.length === 0) return undefined
  const formats = new Set([...wholes, ...reads].map(({ format }) => format))
  // A body read as text and then parsed is JSON.
  if (formats.has('json')) for (const format of ['text', 'binary'] as const) formats.delete(format)
  const media = [...formats].map((format) => toMedia(format, { ...input, reads, wholes }))
  return { required: true, media }
}

function toMedia(format: BodyFormat, { reads, wholes, tools }: BodyInput): MediaFact {
  const contentType = CONTENT_TYPES[format]
  if (format === 'text' || format === 'binary') {
    const node = reads.find((read) => read.format === format)?.node
    return { contentType, schema: { type: 'string' }, known: tools.known('use', node) }
  }
  const own = {
    reads: reads.filter((read) => read.format === format),
    wholes: wholes.filter((whole) => whole.format === format),
    tools,
  }
  return toWhole(contentType, own) ?? toFields(contentType, own, format)
}

/** A schema or type for all of it, zod before static types. */
function toWhole(contentType: string, { reads, wholes, tools }: BodyInput): MediaFact | undefined {
  const whole = wholes.filter((candidate) => candidate.path.length === 0)
  const zods = whole.filter((candidate) => candidate.zod !== undefined)
  const best = zods.length > 0 ? zods : whole.filter((candidate) => candidate.type !== undefined)
  const schemas = best
    .map((candidate) => wholeSchema(candidate, tools))
    .filter((schema) => Object.keys(schema).length > 0)
  if (schemas.length === 0) return undefined
  const known = tools.known(zods.length > 0 ? 'zod' : 'type', best[0]?.node)
  const schema = anyOfSchemas(schemas)
  return { contentType, schema: zods.length > 0 ? schema : withRequired(schema, reads), known }
}

// `Partial<T>` and a check that answers 400: the check says which properties must be there after all.
function withRequired(schema: JsonSchema, reads: readonly FoundRead[]): JsonSchema {
  const { properties } = schema
  if (typeof properties !== 'object' || properties === null) return schema
  const checked = reads
    .filter((read) => read.use.isRequired && read.path.length === 1)
    .map((read) => read.path[0] ?? '')
  const known: unknown[] = Array.isArray(schema.required) ? schema.required : []
  const required = Object.keys(properties).filter((name) => known.includes(name) || checked.includes(name))
  return required.length > known.length ? { ...schema, required } : schema
}

function wholeSchema(whole: FoundWhole, tools: FactTools): JsonSchema {
  if (whole.zod !== undefined) return tools.schemaOfZod(whole.zod)
  return (whole.type && tools.schemaOfType(whole.type)) ?? {}
}

interface FieldNode {
  readonly reads: FoundRead[]
  readonly wholes: FoundWhole[]
  readonly children: Map<string, FieldNode>
}

const newField = (): FieldNode => ({ reads: [], wholes: [], children: new Map() })

/** The fields the handler was seen to read. */
function toFields(contentType: string, { reads, wholes, tools }: BodyInput, format: BodyFormat): MediaFact {
  const root = newField()
  for (const read of reads) fieldAt(root, read.path).reads.push(read)
  for (const whole of wholes) if (whole.path.length > 0) fieldAt(root, whole.path).wholes.push(whole)
  const node = reads.find((read) => read.path.length > 0)?.node ?? reads[0]?.node
  const schema =
    root.children.size > 0 ? objectSchema(root, format, tools) : format === 'form' ? { type: 'object' } : {}
  return { contentType, schema, known: tools.known('use', node) }
}

function fieldAt(root: FieldNode, path: readonly string[]): FieldNode {
  let field = root
  for (const name of path) {
    const next = field.children.get(name) ?? newField()
    field.children.set(name, next)
    field = next
  }
  return field
}

function objectSchema(field: FieldNode, format: BodyFormat, tools: FactTools): JsonSchema {
  const properties: Record<string, JsonSchema> = {}
  const required: string[] = []
  for (const [name, child] of field.children) {
    const { schema, isRequired } = fieldSchema(child, format, tools)
    properties[name] = schema
    if (isRequired) required.push(name)
  }
  return { type: 'object', properties, ...(required.length > 0 ? { required } : {}) }
}

function fieldSchema(
  field: FieldNode,
  format: BodyFormat,
  tools: FactTools,
): { schema: JsonSchema; isRequired: boolean } {
  const summary = summariseUses(field.reads, format === 'form' ? 'string' : undefined, tools)
  const [whole] = field.wholes
  if (whole) return { schema: wholeSchema(whole, tools), isRequired: summary.isRequired }
  const element = field.children.get('*')
  if (element) {
    const items = fieldSchema(element, format, tools).schema
    return { schema: { type: 'array', items }, isRequired: summary.isRequired }
  }
  const isUntyped = Object.keys(summary.schema).length === 0
  const schema = field.children.size > 0 && isUntyped ? objectSchema(field, format, tools) : summary.schema
  return { schema, isRequired: summary.isRequired }
}
