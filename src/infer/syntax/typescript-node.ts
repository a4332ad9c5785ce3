import type { Block, ClassNode, Expression, FunctionNode, Pattern, Source, TypeNode } from './tree.ts'

/** The fields that both generations of TypeScript's compiler give their nodes, as far as inference reads them. */
export interface TsNode {
  readonly kind: number
  readonly pos: number
  readonly end: number
  readonly flags: number
  readonly text?: string
  readonly name?: TsNode
  readonly propertyName?: TsNode
  readonly expression?: TsNode
  readonly argumentExpression?: TsNode
  readonly arguments?: readonly TsNode[]
  readonly elements?: readonly TsNode[]
  readonly properties?: readonly TsNode[]
  readonly parameters?: readonly TsNode[]
  readonly members?: readonly TsNode[]
  readonly modifiers?: readonly TsNode[]
  readonly statements?: readonly TsNode[]
  readonly clauses?: readonly TsNode[]
  readonly heritageClauses?: readonly TsNode[]
  readonly types?: readonly TsNode[]
  readonly templateSpans?: readonly TsNode[]
  readonly declarations?: readonly TsNode[]
  readonly declarationList?: TsNode
  readonly initializer?: TsNode
  readonly objectAssignmentInitializer?: TsNode
  readonly type?: TsNode
  readonly typeName?: TsNode
  readonly body?: TsNode
  readonly head?: TsNode
  readonly literal?: TsNode
  readonly left?: TsNode
  readonly right?: TsNode
  readonly operand?: TsNode
  readonly operator?: number
  readonly operatorToken?: TsNode
  readonly condition?: TsNode
  readonly whenTrue?: TsNode
  readonly whenFalse?: TsNode
  readonly thenStatement?: TsNode
  readonly elseStatement?: TsNode
  readonly statement?: TsNode
  readonly caseBlock?: TsNode
  readonly tryBlock?: TsNode
  readonly catchClause?: TsNode
  readonly finallyBlock?: TsNode
  readonly variableDeclaration?: TsNode
  readonly block?: TsNode
  readonly incrementor?: TsNode
  readonly importClause?: TsNode
  readonly namedBindings?: TsNode
  readonly moduleSpecifier?: TsNode
  readonly exportClause?: TsNode
  readonly isExportEquals?: boolean
  readonly isTypeOnly?: boolean
  readonly phaseModifier?: number
  readonly dotDotDotToken?: TsNode
  readonly questionDotToken?: TsNode
  readonly asteriskToken?: TsNode
  readonly tag?: TsNode
  readonly template?: TsNode
  readonly jsDoc?: readonly TsNode[]
  getStart(): number
  forEachChild(visit: (node: TsNode) => void): void
}

/** The compiler's own numbers for node kinds; they differ between versions, so they are read at run time. */
export type SyntaxKinds = Readonly<Record<string, unknown>>

/** Kinds by number; the aliases (`FirstStatement` …) that share a number with a real kind are left out. */
export function toKindNames(kinds: SyntaxKinds): ReadonlyMap<number, string> {
  const names = new Map<number, string>()
  for (const [name, value] of Object.entries(kinds)) {
    if (typeof value !== 'number') continue
    if (/^(First|Last)[A-Z]/.test(name)) continue
    names.set(value, name)
  }
  return names
}

const OPERATORS: Readonly<Record<string, string>> = {
  EqualsToken: '=',
  EqualsEqualsToken: '==',
  EqualsEqualsEqualsToken: '===',
  ExclamationEqualsToken: '!=',
  ExclamationEqualsEqualsToken: '!==',
  AmpersandAmpersandToken: '&&',
  BarBarToken: '||',
  QuestionQuestionToken: '??',
  AmpersandAmpersandEqualsToken: '&&=',
  BarBarEqualsToken: '||=',
  QuestionQuestionEqualsToken: '??=',
  PlusToken: '+',
  MinusToken: '-',
  AsteriskToken: '*',
  SlashToken: '/',
  PercentToken: '%',
  LessThanToken: '<',
  LessThanEqualsToken: '<=',
  GreaterThanToken: '>',
  GreaterThanEqualsToken: '>=',
  ExclamationToken: '!',
  TildeToken: '~',
  InKeyword: 'in',
  InstanceOfKeyword: 'instanceof',
  CommaToken: ',',
  PlusEqualsToken: '+=',
  PlusPlusToken: '++',
  MinusMinusToken: '--',
}

/** `===` for `EqualsEqualsEqualsToken`; an operator inference does not reason about is `?`. */
export function toOperator(kindName: string | undefined): string {
  return OPERATORS[kindName ?? ''] ?? '?'
}

/**
 * What converting one file needs to know. The converters call one another through it, because expressions hold
 * functions, functions hold statements, and statements hold expressions.
 */
export interface Reading {
  readonly source: Source
  readonly kinds: ReadonlyMap<number, string>
  expression(node: TsNode | undefined): Expression
  pattern(node: TsNode | undefined): Pattern
  fn(node: TsNode): FunctionNode
  cls(node: TsNode): ClassNode
  block(node: TsNode): Block
}

/** True when the node is of the named kind, `CallExpression` for instance. */
export function isKind(node: TsNode | undefined, name: string, reading: Reading): boolean {
  return node !== undefined && reading.kinds.get(node.kind) === name
}

/** A type in the code, or undefined when there is none. */
export function toTypeNode(node: TsNode | undefined, reading: Reading): TypeNode | undefined {
  if (!node) return undefined
  const isConst = isKind(node, 'TypeReference', reading) && node.typeName?.text === 'const'
  return { kind: 'Type', native: node, source: reading.source, isConst }
}

/** The name of a property, or undefined when it is computed. */
export function toKey(name: TsNode | undefined, reading: Reading): string | undefined {
  if (!name || isKind(name, 'ComputedPropertyName', reading)) return undefined
  return name.text
}
