import { z } from 'zod'
import type { AnyNode } from '../syntax/tree.ts'
import type { Flow } from './flow.ts'
import { notePlace } from './zod-bodies.ts'
import { NotConstantError, toPlain } from './plain-value.ts'
import { startState } from './state.ts'
import { opaque, type Value, type ZodValue } from './value.ts'

/** Packages whose schemas are rebuilt. */
export function isZodModule(specifier: string): boolean {
  return /^zod(\/v[34]|\/mini|\/v4-mini)?$/.test(specifier)
}

/** An import from zod. */
export function zodImport(name: string, node: AnyNode | undefined): ZodValue {
  if (name === 'z' || name === 'default' || name === '*' || name === 'require') return { kind: 'zod', value: z, node }
  return { kind: 'zod', value: Reflect.get(z, name), receiver: z, name, node }
}

/** `z.string`, `schema.optional` … */
export function zodMember(target: ZodValue, name: string, node: AnyNode): Value {
  const owner = target.value
  if ((typeof owner !== 'object' && typeof owner !== 'function') || owner === null) return opaque(node)
  const value: unknown = Reflect.get(owner, name)
  if (value === undefined) return { kind: 'zod', value: undefined, receiver: owner, name, node }
  if (typeof value === 'function') return { kind: 'zod', value, receiver: owner, name, node }
  if (typeof value === 'string' || typeof value === 'number') return { kind: 'constant', value, node }
  return { kind: 'zod', value, node }
}

/** Checks that run code of the project's: they leave no mark on a schema. */
const WITHOUT_MARK = /^(refine|superRefine|check|overwrite|catch|describe|meta|readonly|superRefine|brand|openapi)$/
const BOUND = /^(min|max|length|size|gte?|lte?|multipleOf|step|regex|startsWith|endsWith|includes)$/
const KEPT = /^(describe|meta|readonly|brand)$/
const PARSE = /^(safeP|p)arse(Async)?$|^(safeDe|de)code(Async)?$|^spa$/

/** Calls a method of zod's, or of a schema: a new schema, or the recording of what is parsed. */
export function invokeZod(flow: Flow, callee: ZodValue, args: readonly Value[], node: AnyNode): Value {
  const { receiver, name = '', value } = callee
  const schema = receiver === z ? undefined : receiver
  if (schema !== undefined && PARSE.test(name)) return notePlace(flow, { schema, name, args, node })
  if (schema !== undefined && WITHOUT_MARK.test(name) && !KEPT.test(name)) return { kind: 'zod', value: schema, node }
  // `z.treeifyError(…)` and its relatives describe an error, not a value.
  if (receiver === z && name.endsWith('Error')) return opaque(node)
  try {
    return { kind: 'zod', value: build(flow, { callee: value, receiver, name, args }), node }
  } catch (error) {
    // A bound that is not constant leaves the rest of what is known.
    if (schema !== undefined && BOUND.test(name)) return { kind: 'zod', value: schema, node }
    const reason = error instanceof NotConstantError ? error.message : `zod has no ${name}() that takes this`
    flow.findings.notes.add(`a zod schema is not rebuilt: ${reason}`)
    return opaque(node)
  }
}

interface Building {
  readonly callee: unknown
  readonly receiver: unknown
  readonly name: string
  readonly args: readonly Value[]
}

type AnyFunction = (...args: unknown[]) => unknown

function build(flow: Flow, { callee, receiver, name, args }: Building): unknown {
  const plain = (index: number): unknown => toPlain(flow, args[index])
  if (name === 'lazy') return z.lazy(() => toSchema(toPlain(flow, returned(flow, args[0]))))
  if (name === 'preprocess') return plain(1)
  if (name === 'transform')
    return receiver === z
      ? z.any()
      : z.pipe(
          toSchema(receiver),
          z.transform((input) => input),
        )
  if (name === 'nativeEnum') return z.enum(toEnum(plain(0)))
  if (name === 'record' && args.length === 1) return z.record(z.string(), toSchema(plain(0)))
  if (name === 'instanceof' || name === 'custom' || name === 'function' || name === 'promise') return z.any()
  if (name === 'deepPartial') return receiver
  if (name === 'default' || name === 'prefault') return withDefault(flow, receiver, args[0])
  if (typeof callee !== 'function') throw new NotConstantError(`zod has no ${name}()`)
  const given = args.map((_arg, index) => (index === 0 ? plain(0) : plainOrNothing(() => plain(index))))
  // zod's builders check what they are given; a call that does not fit throws and becomes a note.
  return (callee as AnyFunction).apply(receiver, given)
}

function returned(flow: Flow, callback: Value | undefined): Value | undefined {
  if (callback?.kind !== 'function') return undefined
  const inner = flow.fork({ findings: flow.findings, state: flow.state ?? EMPTY_STATE })
  return inner.follow(callback, [], callback.fn)
}

const EMPTY_STATE = startState(0)

// Messages and other options that are not constant do not shape the schema.
function plainOrNothing(read: () => unknown): unknown {
  try {
    return read()
  } catch {
    return undefined
  }
}

function withDefault(flow: Flow, receiver: unknown, value: Value | undefined): unknown {
  const schema = toSchema(receiver)
  try {
    const plain = toPlain(flow, value)
    return typeof plain === 'function' ? z.optional(schema) : z._default(schema, plain)
  } catch {
    // `new Date()` and the like: there is a default, but it is not known before.
    return z.optional(schema)
  }
}

/** True for a rebuilt schema. */
export function isSchema(value: unknown): value is z.ZodType {
  return value instanceof z.ZodType
}

function toSchema(value: unknown): z.ZodType {
  if (!isSchema(value)) throw new NotConstantError('a part of it is no schema')
  return value
}

function toEnum(value: unknown): Record<string, string | number> {
  const entries = Object.entries(typeof value === 'object' && value !== null ? value : {})
  const scalars = entries.filter((entry): entry is [string, string | number] => /string|number/.test(typeof entry[1]))
  if (scalars.length === 0) throw new NotConstantError('its enum is not constant')
  return Object.fromEntries(scalars)
}
