import type { Type } from '../compiler/compiler.ts'
import type { AnyNode } from '../syntax/tree.ts'
import { addRead } from './findings.ts'
import type { Flow } from './flow.ts'
import type { InputValue, Value } from './value.ts'

/** Records that a whole place of the request, such as the body, is of a type. Gives the input with its type. */
export function noteWholeType(flow: Flow, input: InputValue, type: Type, node: AnyNode): InputValue {
  const { state, findings } = flow
  if (!state) return input
  const { place, path, format } = input
  const found = { methods: state.methods, place, path, format, type, zod: undefined, schema: undefined, node }
  if (isUseless(flow, type)) return input
  findings.wholes.push(found)
  return { ...input, type }
}

/**
 * Records what the place asks for that an input flows into: `create({ data: { name: req.body.name } })` says what
 * `name` is, even if nothing else does.
 */
export function noteFlowInto(flow: Flow, value: Value, node: AnyNode | undefined): void {
  const { types } = flow.project.compiler
  if (value.kind !== 'input' || value.type || !types || !node || value.place !== 'body') return
  const type = types.contextualTypeOf(node)
  if (!types.isKnown(type) || isUseless(flow, type)) return
  if (value.path.length === 0) noteWholeType(flow, value, type, node)
  else if (!value.path.includes('*')) addRead(flow.findings, flow.state, value, { type })
}

// `object`, `{}`, `Record<string, unknown>` and functions that take anything say nothing about what they are given.
function isUseless(flow: Flow, type: Type): boolean {
  const shape = flow.project.compiler.types?.describe(type)
  if (!shape) return true
  if (shape.kind === 'record')
    return shape.properties().length === 0 && !flow.project.compiler.types?.isKnown(shape.index())
  return ['unknown', 'never', 'nothing', 'null', 'anyObject', 'builtin'].includes(shape.kind)
}

interface Parsing {
  readonly input: InputValue
  /** The schema object whose `parse`, `validate` … is called. */
  readonly schema: Value
  /** What the call gives back says nothing: `decode(token)` of a package gives anything but a token. */
  readonly isPackaged: boolean
  readonly call: AnyNode
}

/**
 * Records what a schema library says it takes: its static input type, else the type of what the call gives back.
 * False when neither is known.
 */
export function noteParsed(flow: Flow, { input, schema, isPackaged, call }: Parsing): boolean {
  const { types } = flow.project.compiler
  if (!types || !('node' in schema) || !schema.node) return false
  const schemaType = types.typeOf(schema.node)
  const within = (...names: readonly string[]): Type | undefined =>
    names.reduce<Type | undefined>((type, name) => type && types.property(type, name), schemaType)
  const candidates = [
    within('_zod', 'input'),
    within('_input'),
    // https://standardschema.dev
    within('~standard', 'types', 'input'),
    isPackaged ? undefined : types.typeOf(call),
  ]
  const type = candidates.find((candidate) => types.isKnown(candidate) && !isUseless(flow, candidate))
  if (!type) return false
  if (input.path.length === 0) noteWholeType(flow, input, type, call)
  else addRead(flow.findings, flow.state, input, { type })
  return true
}
