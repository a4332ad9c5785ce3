import type { DocComment } from '../syntax/doc-comment.ts'
import type { AnyNode, Source } from '../syntax/tree.ts'

/** A type of the compiler's, opaque to everybody but the compiler's adapter. */
export interface Type {
  readonly flags: number
}

/** A named type: what its component is called, and what makes two of the same name differ. */
export interface TypeName {
  /** Declaring file, name and type arguments; equal for equal types. */
  readonly id: string
  readonly text: string
  readonly docs: DocComment
}

export interface ShapeProperty {
  readonly name: string
  readonly type: Type | undefined
  readonly isOptional: boolean
  /** The property stands in an object literal: a literal type is then a value seen, not a contract. */
  readonly isFresh: boolean
  readonly docs: DocComment
}

export interface TupleItem {
  readonly type: Type
  readonly isOptional: boolean
  readonly isRest: boolean
}

/** What `JSON.stringify` makes of a value of a type, one level deep. */
export type Shape =
  /** `nothing` vanishes from JSON: undefined, functions, symbols. */
  | {
      readonly kind: 'unknown' | 'never' | 'nothing' | 'null' | 'boolean' | 'string' | 'number' | 'bigint' | 'anyObject'
    }
  | { readonly kind: 'literal'; readonly value: string | number | boolean }
  /** A template literal type, as a regular expression. */
  | { readonly kind: 'pattern'; readonly pattern: string }
  | { readonly kind: 'enum'; readonly name: TypeName | undefined; readonly values: readonly (string | number)[] }
  | { readonly kind: 'union'; readonly name: TypeName | undefined; readonly members: readonly Type[] }
  | { readonly kind: 'array'; readonly item: Type | undefined }
  | { readonly kind: 'tuple'; readonly items: readonly TupleItem[] }
  | {
      readonly kind: 'record'
      readonly name: TypeName | undefined
      /** Declared in node_modules or a library. */
      readonly isExternal: boolean
      properties(): readonly ShapeProperty[]
      index(): Type | undefined
    }
  /** Date, URL, Buffer, Map … whose JSON does not follow from their members. */
  | { readonly kind: 'builtin'; readonly builtin: string }

/** Answers questions about types. Only a real TypeScript can; the syntax-only tier has none. */
export interface TypeReader {
  typeOf(node: AnyNode): Type | undefined
  /** The type that the place where an expression stands asks for. */
  contextualTypeOf(node: AnyNode): Type | undefined
  /** What a type written in the code means. */
  declaredType(node: AnyNode): Type | undefined
  /** What the called signature wants as its argument number `index`. */
  parameterType(call: AnyNode, index: number): Type | undefined
  property(type: Type, name: string): Type | undefined
  isAssignable(from: Type, to: Type): boolean
  /** False for any, unknown, never, and type parameters without constraint. */
  isKnown(type: Type | undefined): type is Type
  describe(type: Type): Shape
  /** A number that is the same for the same type, as long as no file changes. */
  idOf(type: Type): number
}

/** A parser and, if there is one, a type checker over one project. */
export interface Compiler {
  /** `typescript 7.0.2`, `oxc 0.159.0`. */
  readonly name: string
  readonly types: TypeReader | undefined
  /** The tree of a file; undefined when it cannot be read. */
  source(file: string): Source | undefined
  /** Files of the project itself that the compiler has read, node_modules left out. */
  files(): readonly string[]
  /** Reads changed, new and deleted files again. Trees and types handed out before are void afterwards. */
  update(files: readonly string[]): void
  close(): void
}
