import type { Block, ClassNode, Expression, FunctionNode, Pattern, Source, Statement } from './tree.ts'

/** The fields of ESTree nodes, TypeScript's included, as far as inference reads them. */
export interface EsNode {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly name?: string | EsNode
  readonly value?: unknown
  readonly raw?: string
  readonly regex?: { readonly pattern: string; readonly flags: string }
  readonly bigint?: string
  readonly operator?: string
  readonly prefix?: boolean
  readonly computed?: boolean
  readonly optional?: boolean
  readonly shorthand?: boolean
  readonly static?: boolean
  readonly async?: boolean
  readonly generator?: boolean
  readonly await?: boolean
  readonly kind?: string
  readonly importKind?: string
  readonly exportKind?: string
  readonly body?: EsNode | readonly EsNode[] | null
  readonly params?: readonly EsNode[]
  readonly id?: EsNode | null
  readonly init?: EsNode | null
  readonly test?: EsNode | null
  readonly update?: EsNode | null
  readonly consequent?: EsNode | readonly EsNode[]
  readonly alternate?: EsNode | null
  readonly expression?: EsNode | boolean
  readonly expressions?: readonly EsNode[]
  readonly quasis?: readonly { readonly value: { readonly cooked?: string | null; readonly raw: string } }[]
  readonly elements?: readonly (EsNode | null)[]
  readonly properties?: readonly EsNode[]
  readonly key?: EsNode
  readonly object?: EsNode
  readonly property?: EsNode
  readonly callee?: EsNode
  readonly arguments?: readonly EsNode[]
  readonly argument?: EsNode | null
  readonly left?: EsNode
  readonly right?: EsNode
  readonly parameter?: EsNode
  readonly source?: EsNode | null
  readonly specifiers?: readonly EsNode[]
  readonly local?: EsNode
  readonly imported?: EsNode
  readonly exported?: EsNode | null
  readonly declaration?: EsNode | null
  readonly declarations?: readonly EsNode[]
  readonly discriminant?: EsNode
  readonly cases?: readonly EsNode[]
  readonly block?: EsNode
  readonly handler?: EsNode | null
  readonly finalizer?: EsNode | null
  readonly param?: EsNode | null
  readonly label?: EsNode
  readonly superClass?: EsNode | null
  readonly decorators?: readonly EsNode[]
  readonly members?: readonly EsNode[]
  readonly typeAnnotation?: EsNode | null
  readonly returnType?: EsNode | null
}

/** What converting one file needs; the converters call one another through it, as in `typescript-node.ts`. */
export interface EsReading {
  readonly source: Source
  expression(node: EsNode | null | undefined): Expression
  pattern(node: EsNode | null | undefined): Pattern
  fn(node: EsNode): FunctionNode
  cls(node: EsNode): ClassNode
  block(node: EsNode): Block
  statements(nodes: readonly EsNode[]): Statement[]
}

/** The text of a name: `a`, `'a'` or `1`. */
export function nameText(node: EsNode | null | undefined): string {
  if (typeof node?.name === 'string') return node.name
  return typeof node?.value === 'string' || typeof node?.value === 'number' ? String(node.value) : ''
}

/** A property's name, or undefined when it is computed. */
export function esKey(node: EsNode): string | undefined {
  return node.computed ? undefined : nameText(node.key)
}

/** A field that holds one node. */
export function oneNode(value: EsNode | readonly EsNode[] | boolean | null | undefined): EsNode | undefined {
  return typeof value === 'object' && value !== null && 'type' in value ? value : undefined
}

/** A field that holds a list of nodes. */
export function nodeList(value: EsNode | readonly EsNode[] | null | undefined): readonly EsNode[] {
  return value && !('type' in value) ? value : []
}
