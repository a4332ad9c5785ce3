import type {
  AnonymousFunctionDeclaration,
  AnyNode,
  ArrowFunctionExpression,
  FunctionDeclaration,
  FunctionExpression,
  Program,
} from 'acorn'

/** A function of any form: `function`, `=>`, a method. */
export type FunctionNode =
  AnonymousFunctionDeclaration | ArrowFunctionExpression | FunctionDeclaration | FunctionExpression

/** A function whose results are to be kept. */
export interface CachedFunction {
  readonly node: FunctionNode
  /** Its own directive; undefined where the one at the top of the file stands for it. */
  readonly directive: AnyNode | undefined
  readonly kind: string
}

/** An exported value that only running the file shows to be a function. */
export interface CachedValue {
  readonly node: AnyNode
  readonly kind: string
}

/** Something that cannot be, and the place it is at: an offset in the text. */
export interface Mistake {
  readonly message: string
  readonly at: number
}

/** What a file says about `'use cache'`. */
export interface CacheSyntax {
  readonly functions: readonly CachedFunction[]
  readonly values: readonly CachedValue[]
  readonly mistakes: readonly Mistake[]
  /** Where the first directive is; undefined when there is none. */
  readonly first: number | undefined
}

const DIRECTIVE = /^use cache(?:: *([\w-]+))?$/
const MISSPELT = /^use[-_ ]?cache$/i
const KINDS = ['default', 'remote', 'private']
const INSTANCE_METHOD =
  'It is not allowed to define inline "use cache" annotated class instance methods. ' +
  'To define cached functions, use functions, object method properties, or static class methods instead.'

/** The nodes directly below one. */
export function childrenOf(node: AnyNode): AnyNode[] {
  return Object.values(node).flat().filter(isNode)
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
}

/** True for a function of any form. */
export function isFunction(node: AnyNode | null | undefined): node is FunctionNode {
  return (
    node?.type === 'FunctionDeclaration' ||
    node?.type === 'FunctionExpression' ||
    node?.type === 'ArrowFunctionExpression'
  )
}

function textOf(node: AnyNode): string | undefined {
  if (node.type !== 'ExpressionStatement' || node.expression.type !== 'Literal') return undefined
  return typeof node.expression.value === 'string' ? node.expression.value : undefined
}

interface Directive {
  readonly node: AnyNode
  readonly kind: string
}

function findDirective(statements: readonly AnyNode[]): Directive | undefined {
  for (const node of statements) {
    if (node.type !== 'ExpressionStatement' || node.directive === undefined) return undefined
    const [found, kind = 'default'] = DIRECTIVE.exec(node.directive) ?? []
    if (found !== undefined) return { node, kind }
  }
  return undefined
}

class Finder {
  readonly functions = new Map<AnyNode, CachedFunction>()
  readonly values: CachedValue[] = []
  readonly mistakes: Mistake[] = []
  readonly directives: AnyNode[] = []

  take(program: Program): void {
    const file = findDirective(program.body)
    if (file !== undefined) {
      this.note(file)
      this.takeExports(program, file.kind)
    }
    this.visit(program, undefined)
    for (const { node, directive } of this.functions.values()) this.check(node, directive ?? node)
  }

  note({ node, kind }: Directive): void {
    this.directives.push(node)
    if (KINDS.includes(kind)) return
    const message = `Unknown cache kind "${kind}". There are ${KINDS.join(', ')}.`
    this.mistakes.push({ message, at: node.start })
  }

  visit(node: AnyNode, parent: AnyNode | undefined): void {
    if (isFunction(node) && node.body.type === 'BlockStatement') {
      const found = findDirective(node.body.body)
      if (found !== undefined) this.takeFunction(node, found, parent)
    }
    this.spell(node)
    for (const child of childrenOf(node)) this.visit(child, node)
  }

  takeFunction(node: FunctionNode, found: Directive, parent: AnyNode | undefined): void {
    this.note(found)
    if (parent?.type === 'MethodDefinition' && !parent.static) {
      this.mistakes.push({ message: INSTANCE_METHOD, at: parent.start })
      return
    }
    this.functions.set(node, { node, directive: found.node, kind: found.kind })
  }

  spell(node: AnyNode): void {
    const text = textOf(node)
    if (text === undefined || !MISSPELT.test(text)) return
    if (text !== 'use cache') {
      const message = `Did you mean "use cache"? "${text}" is not a supported directive name.`
      this.mistakes.push({ message, at: node.start })
    } else if (!('directive' in node) || node.directive === undefined) {
      const message = 'The "use cache" directive must be at the top of the function body.'
      this.mistakes.push({ message, at: node.start })
    }
  }

  takeExports(program: Program, kind: string): void {
    for (const statement of program.body) {
      if (statement.type === 'ExportDefaultDeclaration') this.takeExport(statement.declaration, kind)
      if (statement.type !== 'ExportNamedDeclaration' || statement.source) continue
      if (statement.declaration) this.takeDeclared(statement.declaration, kind)
      for (const { local } of statement.specifiers) {
        const name = 'name' in local ? local.name : undefined
        for (const one of program.body) this.takeDeclared(one, kind, name)
      }
    }
  }

  takeDeclared(declaration: AnyNode, kind: string, only?: string): void {
    if (declaration.type === 'FunctionDeclaration') {
      if (only === undefined || declaration.id?.name === only) this.takeExport(declaration, kind)
    }
    if (declaration.type !== 'VariableDeclaration') return
    for (const { id, init } of declaration.declarations) {
      if (id.type !== 'Identifier' || !init) continue
      if (only === undefined || id.name === only) this.takeExport(init, kind)
    }
  }

  takeExport(node: AnyNode, kind: string): void {
    if (isFunction(node)) this.functions.set(node, { node, directive: undefined, kind })
    else if (node.type !== 'Literal' && node.type !== 'ClassDeclaration') this.values.push({ node, kind })
  }

  check(node: FunctionNode, at: AnyNode): void {
    if (!node.async) this.mistakes.push({ message: '"use cache" functions must be async functions.', at: node.start })
    if (node.generator) this.mistakes.push({ message: '"use cache" functions cannot be generators.', at: at.start })
    this.checkWords(node.body)
    for (const param of node.params) this.checkWords(param)
  }

  // What they mean depends on how the function was called, which no key can hold.
  checkWords(node: AnyNode): void {
    const word = toWord(node)
    if (word !== undefined) {
      this.mistakes.push({ message: `"use cache" functions cannot use \`${word}\`.`, at: node.start })
    }
    for (const child of childrenOf(node)) {
      if (child.type === 'FunctionExpression' || child.type === 'FunctionDeclaration') continue
      if (child.type !== 'ClassBody') this.checkWords(child)
    }
  }
}

function toWord(node: AnyNode): string | undefined {
  if (node.type === 'ThisExpression') return 'this'
  if (node.type === 'Super') return 'super'
  return node.type === 'Identifier' && node.name === 'arguments' ? 'arguments' : undefined
}

/**
 * Finds the functions that `'use cache'` is about: those whose body begins with it, and those that a file exports which
 * begins with it.
 */
export function findCached(program: Program): CacheSyntax {
  const finder = new Finder()
  finder.take(program)
  const { mistakes, values, directives } = finder
  return { functions: [...finder.functions.values()], values, mistakes, first: directives[0]?.start }
}
