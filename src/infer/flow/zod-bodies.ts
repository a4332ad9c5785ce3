import type { AnyNode } from '../syntax/tree.ts'
import type { Flow } from './flow.ts'
import { type InputValue, type ObjectValue, opaque, optionsOf, type Value } from './value.ts'

interface Parsing {
  readonly schema: unknown
  readonly name: string
  readonly args: readonly Value[]
  readonly node: AnyNode
}

/** Records that a part of the request is parsed by a rebuilt schema. Gives what the parsing gives. */
export function notePlace(flow: Flow, { schema, name, args, node }: Parsing): Value {
  const [given] = args
  for (const option of given ? optionsOf(given) : []) noteParsedValue(flow, schema, option, node)
  return parsedValue(schema, name, node)
}

/** What `parse` gives, or the result object of `safeParse`. */
function parsedValue(schema: unknown, name: string, node: AnyNode): Value {
  const data: Value = { kind: 'opaque', node, zod: schema }
  if (!/^safe|^spa$/.test(name)) return data
  const entries = new Map<string, Value>([
    ['success', opaque(undefined, 'boolean')],
    ['data', { ...data, node: undefined }],
    ['error', opaque(undefined)],
  ])
  return { kind: 'object', entries, spreads: [], cls: undefined, node, declaredAt: undefined }
}

/** A property of what a rebuilt schema gives. */
export function zodProperty(schema: unknown, name: string): unknown {
  return shapeOf(schema)?.[name]
}

function noteParsedValue(flow: Flow, schema: unknown, value: Value, node: AnyNode): void {
  if (value.kind === 'input') record(flow, { input: value, zod: schema, node })
  if (value.kind === 'store') {
    record(flow, {
      input: { ...value, kind: 'input', path: [], format: 'form', type: undefined, node },
      zod: schema,
      node,
    })
  }
  if (value.kind === 'object') noteObject(flow, schema, { value, node })
}

// `schema.parse({ ...req.body, id: req.query.id })`, `schema.parse({ body: req.body, query: req.query })`.
function noteObject(flow: Flow, schema: unknown, { value, node }: { value: ObjectValue; node: AnyNode }): void {
  for (const spread of value.spreads) noteParsedValue(flow, schema, spread, node)
  for (const [key, entry] of value.entries) {
    const part = shapeOf(schema)?.[key]
    if (part !== undefined && entry.kind === 'input') record(flow, { input: entry, zod: part, node })
  }
}

function record(flow: Flow, { input, zod, node }: { input: InputValue; zod: unknown; node: AnyNode }): void {
  if (!flow.state) return
  const { place, path, format } = input
  flow.findings.wholes.push({
    methods: flow.state.methods,
    place,
    path,
    format,
    type: undefined,
    zod,
    schema: undefined,
    node,
  })
}

function shapeOf(schema: unknown): Record<string, unknown> | undefined {
  if (typeof schema !== 'object' || schema === null || !('shape' in schema)) return undefined
  const { shape } = schema
  return typeof shape === 'object' && shape !== null ? { ...shape } : undefined
}
