import { NO_DOC } from '../syntax/doc-comment.ts'
import { isExternalFile, isShimFile } from './external.ts'
import type { Shape, ShapeProperty, TypeName } from './compiler.ts'
import type { TypeApi } from './type-api.ts'

/** Library types whose JSON does not follow from their members. */
const BUILTINS = new Set(
  `Date URL Buffer Map Set WeakMap WeakSet RegExp Error File Blob ReadableStream ArrayBuffer FormData
  URLSearchParams Headers Response NextResponse Uint8Array Int8Array Uint16Array Int16Array Uint32Array
  Int32Array Float32Array Float64Array Uint8ClampedArray Readable Stream`.split(/\s+/),
)
const UNWRAPPED = new Set(['Promise', 'PromiseLike'])
const MAX_UNWRAP = 8

// The type of zod's issues is a union of a dozen; what they share is what clients read.
function isZodIssue<T extends { readonly flags: number }, S>(type: T, api: TypeApi<T, S>): boolean {
  const alias = api.aliasOf(type)
  return alias !== undefined && /^\$?ZodIssue$/.test(api.symbolName(alias)) && isExternalFile(api.fileOf(alias))
}

/** Makes the function that says what JSON a type becomes, one level deep. */
export function createDescriber<T extends { readonly flags: number }, S>(api: TypeApi<T, S>): (type: T) => Shape {
  const naming = createNaming(api)
  const { flags: F } = api

  function describe(type: T, depth = 0): Shape {
    if (isZodIssue(type, api)) return { kind: 'builtin', builtin: 'ZodIssue' }
    const simple = describeSimple(type, api)
    if (simple) return simple
    if (type.flags & (F.TypeParameter | F.Instantiable)) {
      const bound = api.constraint(type)
      return bound && bound !== type && depth < MAX_UNWRAP ? describe(bound, depth + 1) : { kind: 'unknown' }
    }
    if (type.flags & F.Union) return describeUnion(type, api, naming)
    if (type.flags & F.Intersection) {
      // A branded primitive, `string & { __brand: 'Id' }`, is the primitive on the wire.
      const primitive = api.members(type).find((part) => part.flags & (F.StringLike | F.NumberLike | F.BooleanLike))
      return primitive && depth < MAX_UNWRAP ? describe(primitive, depth + 1) : describeRecord(type, api, naming)
    }
    const inner = unwrapped(type, api)
    if (inner && depth < MAX_UNWRAP) return describe(inner, depth + 1)
    return describeObject(type, api, naming)
  }
  const known = new Map<number, Shape>()
  return (type) => {
    const id = api.idOf(type)
    const shape = known.get(id) ?? describe(type)
    known.set(id, shape)
    return shape
  }
}

function describeSimple<T extends { readonly flags: number }, S>(type: T, api: TypeApi<T, S>): Shape | undefined {
  const { flags: F } = api
  const is = (mask: number): boolean => (type.flags & mask) !== 0
  if (is(F.Any | F.Unknown)) return { kind: 'unknown' }
  if (is(F.Never)) return { kind: 'never' }
  if (is(F.Undefined | F.Void | F.ESSymbol | F.UniqueESSymbol)) return { kind: 'nothing' }
  if (is(F.Null)) return { kind: 'null' }
  if (is(F.Union)) return is(F.Boolean) ? { kind: 'boolean' } : undefined
  if (is(F.StringLiteral | F.NumberLiteral | F.BooleanLiteral)) return describeLiteral(api.literalValue(type))
  if (is(F.Boolean)) return { kind: 'boolean' }
  if (is(F.String | F.StringMapping)) return { kind: 'string' }
  if (is(F.Number | F.Enum)) return { kind: 'number' }
  if (is(F.BigInt | F.BigIntLiteral)) return { kind: 'bigint' }
  if (is(F.TemplateLiteral)) return { kind: 'pattern', pattern: toPattern(api.texts(type)) }
  if (is(F.NonPrimitive)) return { kind: 'anyObject' }
  return undefined
}

function describeLiteral(value: unknown): Shape {
  const isPlain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
  return isPlain ? { kind: 'literal', value } : { kind: 'unknown' }
}

function toPattern(texts: readonly string[]): string {
  return `^${texts.map((text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)).join('.*')}$`
}

function describeUnion<T extends { readonly flags: number }, S>(type: T, api: TypeApi<T, S>, naming: Naming<T>): Shape {
  const members = api.members(type)
  if (type.flags & api.flags.EnumLiteral) {
    const values = members.map((member) => api.literalValue(member)).filter((value) => isScalar(value))
    return { kind: 'enum', name: naming.nameOf(type), values }
  }
  return { kind: 'union', name: naming.nameOf(type), members }
}

const isScalar = (value: unknown): value is string | number => typeof value === 'string' || typeof value === 'number'

/** What a type stands for on the wire: a promise's value, the result of `toJSON`. */
function unwrapped<T extends { readonly flags: number }, S>(type: T, api: TypeApi<T, S>): T | undefined {
  const symbol = api.symbolOf(type)
  if (!symbol || api.isArray(type) || api.isTuple(type)) return undefined
  const name = api.symbolName(symbol)
  if (UNWRAPPED.has(name)) return api.typeArguments(type)[0]
  if (BUILTINS.has(name) && isExternalFile(api.fileOf(symbol))) return undefined
  const toJson = api.property(type, 'toJSON')
  const method = toJson && api.symbolTypes([toJson])[0]
  return method && api.returnTypes(method)[0]
}

function describeObject<T extends { readonly flags: number }, S>(
  type: T,
  api: TypeApi<T, S>,
  naming: Naming<T>,
): Shape {
  if (api.isTuple(type)) {
    const marks = api.elementFlags(type)
    const items = api.typeArguments(type).map((item, index) => {
      const mark = marks[index] ?? 1
      return { type: item, isOptional: (mark & 2) !== 0, isRest: (mark & 12) !== 0 }
    })
    return { kind: 'tuple', items }
  }
  if (api.isArray(type)) return { kind: 'array', item: api.typeArguments(type)[0] }
  const symbol = api.symbolOf(type)
  const name = symbol && api.symbolName(symbol)
  if (symbol && name && BUILTINS.has(name) && isExternalFile(api.fileOf(symbol)))
    return { kind: 'builtin', builtin: name }
  if (api.returnTypes(type).length > 0 && api.properties(type).length === 0) return { kind: 'nothing' }
  return describeRecord(type, api, naming)
}

function describeRecord<T extends { readonly flags: number }, S>(
  type: T,
  api: TypeApi<T, S>,
  naming: Naming<T>,
): Shape {
  const symbol = api.aliasOf(type) ?? api.symbolOf(type)
  const file = symbol && api.fileOf(symbol)
  let properties: readonly ShapeProperty[] | undefined
  return {
    kind: 'record',
    name: naming.nameOf(type),
    isExternal: isExternalFile(file) || isShimFile(file),
    properties: () => (properties ??= describeProperties(type, api)),
    index: () => api.indexType(type),
  }
}

function describeProperties<T extends { readonly flags: number }, S>(type: T, api: TypeApi<T, S>): ShapeProperty[] {
  const symbols = api.properties(type).filter((symbol) => {
    const name = api.symbolName(symbol)
    return !name.startsWith('__@') && !name.startsWith('#') && !api.isMethod(symbol)
  })
  const types = api.symbolTypes(symbols)
  return symbols.map((symbol, index) => ({
    name: api.symbolName(symbol),
    type: types[index],
    isOptional: api.isOptional(symbol) || mayBeUndefined(types[index], api),
    isFresh: api.isFresh(symbol),
    docs: isExternalFile(api.fileOf(symbol)) ? NO_DOC : api.docsOf(symbol),
  }))
}

function mayBeUndefined<T extends { readonly flags: number }, S>(type: T | undefined, api: TypeApi<T, S>): boolean {
  if (!type) return false
  if (type.flags & (api.flags.Undefined | api.flags.Any | api.flags.Unknown)) return true
  return (type.flags & api.flags.Union) !== 0 && api.members(type).some((part) => part.flags & api.flags.Undefined)
}

interface Naming<T> {
  nameOf(type: T): TypeName | undefined
}

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

function createNaming<T extends { readonly flags: number }, S>(api: TypeApi<T, S>): Naming<T> {
  const { flags: F } = api
  const argumentsOf = (type: T): readonly T[] => {
    if (api.aliasOf(type)) return api.aliasArguments(type)
    return api.isReference(type) ? api.typeArguments(type) : []
  }
  const symbolFor = (type: T): S | undefined => {
    const alias = api.aliasOf(type)
    if (alias) return alias
    const isEnum = (type.flags & F.Enum) !== 0 || (type.flags & F.EnumLiteral && type.flags & F.Union) !== 0
    const isNamed = isEnum || ((type.flags & F.Object) !== 0 && (api.isClassOrInterface(type) || api.isReference(type)))
    return isNamed ? api.symbolOf(type) : undefined
  }
  const shortText = (type: T): string => {
    if (api.isArray(type)) return `${shortText(api.typeArguments(type)[0] ?? type)}List`
    const name = nameOf(type)
    if (name) return name.text
    const text = api.typeText(type).replaceAll(/[^A-Za-z0-9]+/g, '_')
    return text.replaceAll(/^_+|_+$/g, '').slice(0, 40) || 'Value'
  }
  function nameOf(type: T): TypeName | undefined {
    if (api.isArray(type) || api.isTuple(type)) return undefined
    const symbol = symbolFor(type)
    if (!symbol) return undefined
    const base = api.symbolName(symbol)
    const file = api.fileOf(symbol)
    if (!file || base.startsWith('__') || isExternalFile(file) || isShimFile(file)) return undefined
    const args = argumentsOf(type)
    const suffix = args.map((arg) => capitalised(shortText(arg))).join('And')
    const ids = args.map((arg) => nameOf(arg)?.id ?? api.typeText(arg)).join(',')
    return {
      id: `${file}#${base}<${ids}>`,
      text: suffix ? `${base}Of${suffix}` : base,
      docs: api.docsOf(symbol),
    }
  }
  return { nameOf }
}
