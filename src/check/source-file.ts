import { readFileSync } from 'node:fs'

/** A node of the ESTree that oxc makes. Only what patterns ask for is read, each field through a function below. */
export interface SyntaxNode {
  readonly type: string
  readonly start: number
  readonly end: number
}

/** A node and what it lies in, itself not included, outermost first. */
export interface Visit {
  readonly node: SyntaxNode
  readonly parents: readonly SyntaxNode[]
}

/** A file of the project as patterns see it. */
export interface SourceFile {
  /** Below the project folder, `/`-separated. */
  readonly name: string
  readonly text: string
  /** All nodes of a type, in the order of the source. */
  all(type: string): readonly Visit[]
  /** Where a node begins; line and column count from 1. */
  placeOf(node: SyntaxNode): { readonly line: number; readonly column: number }
}

/** Opens source files for patterns; undefined for one that has no syntax to read. */
export type ReadSource = (file: string, name: string) => SourceFile | undefined

/**
 * Opens the parser. It is an optional package.
 *
 * @returns Undefined where it is not installed: then no pattern is looked for.
 */
export async function openReader(): Promise<ReadSource | undefined> {
  const parser = await import('oxc-parser').catch(() => undefined)
  if (parser === undefined) return undefined
  return (file, name) => {
    try {
      const text = readFileSync(file, 'utf8')
      // Plain JavaScript may hold JSX.
      const { program } = parser.parseSync(file.replace(/\.[cm]?js$/, '.jsx'), text)
      return toSourceFile(name, text, program)
    } catch {
      return undefined
    }
  }
}

function toSourceFile(name: string, text: string, program: unknown): SourceFile {
  const byType = new Map<string, Visit[]>()
  if (isNode(program)) collect({ node: program, parents: [] }, byType)
  return {
    name,
    text,
    all: (type) => byType.get(type) ?? [],
    placeOf: ({ start }) => {
      const before = text.slice(0, start).split('\n')
      return { line: before.length, column: (before.at(-1) ?? '').length + 1 }
    },
  }
}

function collect(visit: Visit, byType: Map<string, Visit[]>): void {
  const { node, parents } = visit
  const same = byType.get(node.type)
  if (same === undefined) byType.set(node.type, [visit])
  else same.push(visit)
  const inside = [...parents, node]
  for (const value of Object.values(node)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (isNode(one)) collect({ node: one, parents: inside }, byType)
    }
  }
}

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
}

/** The node in a field; undefined when there is none. */
export function child(node: SyntaxNode | undefined, key: string): SyntaxNode | undefined {
  const value: unknown = node === undefined ? undefined : Reflect.get(node, key)
  return isNode(value) ? value : undefined
}

/** The nodes in a field that holds a list. */
export function children(node: SyntaxNode | undefined, key: string): readonly SyntaxNode[] {
  const value: unknown = node === undefined ? undefined : Reflect.get(node, key)
  return Array.isArray(value) ? value.filter(isNode) : []
}

/** The text in a field. */
export function field(node: SyntaxNode | undefined, key: string): string | undefined {
  const value: unknown = node === undefined ? undefined : Reflect.get(node, key)
  return typeof value === 'string' ? value : undefined
}

/** The name of an identifier. */
export function nameOf(node: SyntaxNode | undefined): string | undefined {
  return node?.type === 'Identifier' ? field(node, 'name') : undefined
}

/** The value of a literal, without the `as const`, `satisfies` or brackets around it; undefined for all else. */
export function valueOf(node: SyntaxNode | undefined): string | number | boolean | undefined {
  if (node === undefined) return undefined
  if (/^(?:TSAs|TSSatisfies|Parenthesized)Expression$/.test(node.type)) return valueOf(child(node, 'expression'))
  if (node.type === 'TemplateLiteral') {
    const [only, ...more] = children(node, 'quasis')
    const cooked: unknown =
      only && more.length === 0 ? Reflect.get(Object(Reflect.get(only, 'value')), 'cooked') : undefined
    return typeof cooked === 'string' ? cooked : undefined
  }
  if (node.type === 'UnaryExpression' && field(node, 'operator') === '-') {
    const value = valueOf(child(node, 'argument'))
    return typeof value === 'number' ? -value : undefined
  }
  const value: unknown = node.type === 'Literal' ? Reflect.get(node, 'value') : undefined
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : undefined
}

/** The name a member expression reads: `a.name` and `a['name']`. */
export function memberName(node: SyntaxNode | undefined): string | undefined {
  if (node?.type !== 'MemberExpression') return undefined
  const property = child(node, 'property')
  if (Reflect.get(node, 'computed') !== true) return nameOf(property)
  const value = valueOf(property)
  return typeof value === 'string' ? value : undefined
}

/** The name of a property of an object: `{ name: 1 }`, `{ 'name': 1 }`, `{ name() {} }`. */
export function propertyName(node: SyntaxNode): string | undefined {
  if (node.type !== 'Property' || Reflect.get(node, 'computed') === true) return undefined
  const key = child(node, 'key')
  const value = valueOf(key)
  return nameOf(key) ?? (typeof value === 'string' ? value : undefined)
}
