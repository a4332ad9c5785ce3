import type { DocComment } from '../syntax/doc-comment.ts'
import type { TsNode } from '../syntax/typescript-node.ts'

/** The flag numbers that differ between compiler versions. */
export interface TypeFlagNumbers {
  readonly Any: number
  readonly Unknown: number
  readonly Never: number
  readonly Undefined: number
  readonly Void: number
  readonly Null: number
  readonly ESSymbol: number
  readonly UniqueESSymbol: number
  readonly String: number
  readonly Number: number
  readonly Boolean: number
  readonly BigInt: number
  readonly StringLiteral: number
  readonly NumberLiteral: number
  readonly BooleanLiteral: number
  readonly BigIntLiteral: number
  readonly EnumLiteral: number
  readonly Enum: number
  readonly StringMapping: number
  readonly TemplateLiteral: number
  readonly NonPrimitive: number
  readonly TypeParameter: number
  readonly Instantiable: number
  readonly Object: number
  readonly Union: number
  readonly Intersection: number
  readonly StringLike: number
  readonly NumberLike: number
  readonly BooleanLike: number
}

/**
 * The few dozen questions that both generations of TypeScript's API can answer, in one form. `T` is the compiler's
 * type, `S` its symbol.
 */
export interface TypeApi<T extends { readonly flags: number }, S> {
  readonly flags: TypeFlagNumbers
  idOf(type: T): number
  typeAt(node: TsNode): T | undefined
  contextualType(node: TsNode): T | undefined
  fromTypeNode(node: TsNode): T | undefined
  parameterType(call: TsNode, index: number): T | undefined
  isAssignable(from: T, to: T): boolean
  /** Constituents of a union or intersection. */
  members(type: T): readonly T[]
  literalValue(type: T): unknown
  isArray(type: T): boolean
  isTuple(type: T): boolean
  isReference(type: T): boolean
  isClassOrInterface(type: T): boolean
  typeArguments(type: T): readonly T[]
  /** One number per tuple element: 1 required, 2 optional, 4 rest, 8 variadic. */
  elementFlags(type: T): readonly number[]
  properties(type: T): readonly S[]
  property(type: T, name: string): S | undefined
  /** The types of many symbols in one go: a round trip each would dominate. */
  symbolTypes(symbols: readonly S[]): readonly (T | undefined)[]
  /** The value type of a string, number or template index signature. */
  indexType(type: T): T | undefined
  /** Return types of the call signatures. */
  returnTypes(type: T): readonly T[]
  constraint(type: T): T | undefined
  symbolOf(type: T): S | undefined
  aliasOf(type: T): S | undefined
  aliasArguments(type: T): readonly T[]
  texts(type: T): readonly string[]
  typeText(type: T): string
  symbolName(symbol: S): string
  /** The file of a symbol's first declaration. */
  fileOf(symbol: S): string | undefined
  isOptional(symbol: S): boolean
  isMethod(symbol: S): boolean
  /** Declared by an object literal's `name: value`. */
  isFresh(symbol: S): boolean
  docsOf(symbol: S): DocComment
}
