import type { Type } from '../compiler/compiler.ts'
import type { AnyNode, ClassNode, FunctionNode } from '../syntax/tree.ts'
import type { MethodSet } from './method-set.ts'
import type { Scope } from './scope.ts'
import type { State } from './state.ts'

/** Where a part of the request comes from. */
export type InputPlace = 'body' | 'query' | 'headers' | 'cookies' | 'params'
export type BodyFormat = 'json' | 'form' | 'text' | 'binary'

export interface Constant {
  readonly kind: 'constant'
  readonly value: string | number | boolean | null | undefined
  readonly node: AnyNode | undefined
}
/** Something only its static type is known of. */
export interface Opaque {
  readonly kind: 'opaque'
  readonly node: AnyNode | undefined
  /** Where the value came from; its type counts when the one at `node` says nothing. */
  readonly origin?: AnyNode | undefined
  /** What the value surely is, when no compiler says it better. */
  readonly hint?: 'string' | 'number' | 'boolean' | 'array'
  /** It is a property of this value: calling it is calling a method. */
  readonly target?: Value
  readonly name?: string
  /** It is what this rebuilt zod schema gives. */
  readonly zod?: unknown
}
/** An object literal, or an instance of a class of the project. Fields may be assigned later. */
export interface ObjectValue {
  readonly kind: 'object'
  readonly entries: Map<string, Value>
  /** Values spread into it, whose keys only their types know. */
  readonly spreads: Value[]
  readonly cls: ClassValue | undefined
  readonly node: AnyNode | undefined
  /** Where an annotation, a cast or a return type says what it is. */
  readonly declaredAt: AnyNode | undefined
  /** `new Headers()`, `new Map()`: its entries are set by calls. */
  readonly isMap?: boolean
}
export interface ArrayValue {
  readonly kind: 'array'
  readonly items: Value[]
  /** More elements than `items` may be in it. */
  isOpen: boolean
  readonly node: AnyNode | undefined
  readonly declaredAt: AnyNode | undefined
}
export interface FunctionValue {
  readonly kind: 'function'
  readonly fn: FunctionNode
  readonly scope: Scope
  readonly self: Value | undefined
  /** A `get` accessor of an object literal: reading it calls it. */
  readonly isGetter?: boolean
}
export interface ClassValue {
  readonly kind: 'class'
  readonly cls: ClassNode
  readonly scope: Scope
  /** Static members assigned or evaluated so far. */
  readonly statics: Map<string, Value>
}
/** A part of the request; an empty path is the whole place. `*` in a path is any element of an array. */
export interface InputValue {
  readonly kind: 'input'
  readonly place: InputPlace
  readonly path: readonly string[]
  readonly format: BodyFormat
  /** What a cast, annotation or parameter says it is. */
  readonly type: Type | undefined
  readonly node: AnyNode | undefined
  /** Where it is read under another name, which may have a narrower type. */
  readonly seenAt?: AnyNode
}
/** `URLSearchParams`, `FormData`, `Headers` or a cookie store of the request: read with `get`. */
export interface StoreValue {
  readonly kind: 'store'
  readonly place: Exclude<InputPlace, 'params'>
}
/** `resolve` of a `new Promise(resolve => …)`: what it is called with is what the promise gives. */
export interface ResolveValue {
  readonly kind: 'resolve'
  readonly given: Value[]
}
/** `request`, `response` (Node style), the web style's `context`, and the request's URL. */
export interface RoleValue {
  readonly kind: 'request' | 'response' | 'context' | 'url' | 'urlText'
}
/** `next()` of a middleware: what follows runs in the states it is called in. */
export interface NextValue {
  readonly kind: 'next'
  readonly reached: State[]
}
/** `req.method`. */
export interface MethodValue {
  readonly kind: 'method'
}
/** A boolean that says whether the method is in the set. */
export interface TestValue {
  readonly kind: 'test'
  readonly methods: MethodSet
}
/** `table[req.method]`: another value for each method; nothing for the rest. */
export interface ByMethodValue {
  readonly kind: 'byMethod'
  readonly entries: ReadonlyMap<MethodSet, Value>
}
export type Status = number | 'default'
/** A web `Response`, built but not yet returned. Headers may be set later. */
export interface ReplyValue {
  readonly kind: 'reply'
  readonly status: readonly Status[]
  readonly headers: Map<string, string | true>
  readonly body: ReplyBody | undefined
  /** The methods for which it is built. */
  readonly methods: MethodSet
  readonly node: AnyNode
}
export interface ReplyBody {
  readonly value: Value
  /** `json` bodies are described by schema, others by media type. */
  readonly format: 'json' | 'text' | 'stream'
}
/** A zod schema or zod itself, rebuilt from the code that builds it. */
export interface ZodValue {
  readonly kind: 'zod'
  readonly value: unknown
  /** When it is a function: the schema it is a method of, and its name. */
  readonly receiver?: unknown
  readonly name?: string
  readonly node: AnyNode | undefined
}
/** An export of a package, or a global; `members` are properties taken from it. */
export interface ExternalValue {
  readonly kind: 'external'
  /** `global`, or the package as it is imported. */
  readonly module: string
  readonly name: string
  readonly members: readonly string[]
  readonly node: AnyNode | undefined
}
/** What calling something external gave. `routes` are handlers registered on it, as routers have it. */
export interface MadeValue {
  readonly kind: 'made'
  readonly by: Value
  readonly args: readonly Value[]
  readonly routes: RegisteredRoute[]
  readonly node: AnyNode
}
export interface RegisteredRoute {
  /** Empty set for middleware, which runs for every method. */
  readonly methods: MethodSet
  readonly role: 'handler' | 'middleware' | 'noMatch' | 'error'
  readonly handler: Value
}
/** The variable of a `catch`: what was seen to be thrown, besides what was not. */
export interface CaughtValue {
  readonly kind: 'caught'
  readonly thrown: readonly Value[]
  readonly node: AnyNode | undefined
}
export interface UnionValue {
  readonly kind: 'union'
  readonly options: readonly Value[]
  /** Where it is read; the type there may rule some options out. */
  readonly node: AnyNode | undefined
}
/** `this` module's `exports` object or an imported namespace. */
export interface NamespaceValue {
  readonly kind: 'namespace'
  readonly file: string
}

export type Value =
  | Constant
  | Opaque
  | ObjectValue
  | ArrayValue
  | FunctionValue
  | ClassValue
  | InputValue
  | StoreValue
  | RoleValue
  | ResolveValue
  | NextValue
  | MethodValue
  | TestValue
  | ByMethodValue
  | ReplyValue
  | ZodValue
  | ExternalValue
  | MadeValue
  | CaughtValue
  | UnionValue
  | NamespaceValue

export const UNDEFINED: Constant = { kind: 'constant', value: undefined, node: undefined }

/** Something of which nothing but the type at `node` is known. */
export function opaque(node: AnyNode | undefined, hint?: Opaque['hint']): Opaque {
  return hint ? { kind: 'opaque', node, hint } : { kind: 'opaque', node }
}

export function constant(value: Constant['value'], node?: AnyNode): Constant {
  return { kind: 'constant', value, node }
}

/** One value that may be any of several; duplicates and nested unions removed. */
export function unionOf(values: readonly Value[], node?: AnyNode): Value {
  const options: Value[] = []
  for (const value of values.flatMap((item) => (item.kind === 'union' ? item.options : [item]))) {
    const isKnown = options.some((option) => isSame(option, value))
    if (!isKnown && options.length < MAX_OPTIONS) options.push(value)
  }
  const [first] = options
  return options.length === 1 && first ? first : { kind: 'union', options, node }
}

const MAX_OPTIONS = 24

function isSame(one: Value, other: Value): boolean {
  if (one === other) return true
  if (one.kind === 'constant' && other.kind === 'constant') return one.value === other.value
  if (one.kind === 'opaque' && other.kind === 'opaque') return one.node === other.node && one.hint === other.hint
  if (one.kind === 'input' && other.kind === 'input') return isSameInput(one, other)
  if (one.kind === 'function' && other.kind === 'function') return one.fn === other.fn && one.scope === other.scope
  return false
}

function isSameInput(one: InputValue, other: InputValue): boolean {
  return one.place === other.place && one.format === other.format && one.path.join('\0') === other.path.join('\0')
}

/** The possibilities of a value: itself, or a union's options. */
export function optionsOf(value: Value): readonly Value[] {
  return value.kind === 'union' ? value.options : [value]
}

/** The node a value was written at, to ask its type. */
export function nodeOf(value: Value): AnyNode | undefined {
  return 'node' in value ? value.node : undefined
}

/** The same value, known to be of the type that `node` has. */
export function declaredAs(value: Value, node: AnyNode): Value {
  if (value.kind === 'object' || value.kind === 'array') return { ...value, declaredAt: node }
  if (value.kind === 'opaque') return { ...value, node, origin: value.node }
  return value
}

/** The value as it is read under another name: its type there may be narrower. */
export function readAt(value: Value, node: AnyNode): Value {
  if (value.kind === 'opaque') return { ...value, node, origin: value.origin ?? value.node }
  if (value.kind === 'external' || value.kind === 'caught' || value.kind === 'union') return { ...value, node }
  if (value.kind === 'input') return { ...value, seenAt: node }
  return value
}

/** A property of a value that is not data of ours: its type is known, and it can be called. */
export function memberOf(target: Value, name: string, node: AnyNode): Opaque {
  return { kind: 'opaque', node, target, name }
}
