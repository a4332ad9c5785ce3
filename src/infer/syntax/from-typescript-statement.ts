import { exportsFromTypeScript, importFromTypeScript } from './from-typescript-module.ts'
import type { Block, Expression, Loop, Pattern, Statement, SwitchCase, Variables } from './tree.ts'
import { isKind, type Reading, toKey, toTypeNode, type TsNode } from './typescript-node.ts'

type Base = { readonly native: TsNode; readonly source: Reading['source'] }
type Convert = (node: TsNode, reading: Reading, base: Base) => Statement

const CONVERT: Readonly<Record<string, Convert>> = {
  Block: (node, reading) => blockFromTypeScript(node, reading),
  IfStatement: (node, reading, base) => ({
    ...base,
    kind: 'If',
    test: reading.expression(node.expression),
    yes: toStatement(node.thenStatement, reading),
    no: node.elseStatement && toStatement(node.elseStatement, reading),
  }),
  SwitchStatement: (node, reading, base) => ({
    ...base,
    kind: 'Switch',
    subject: reading.expression(node.expression),
    cases: [...(node.caseBlock?.clauses ?? [])].map((clause) => toCase(clause, reading)),
  }),
  ReturnStatement: (node, reading, base) => ({
    ...base,
    kind: 'Return',
    value: node.expression && reading.expression(node.expression),
  }),
  ThrowStatement: (node, reading, base) => ({ ...base, kind: 'Throw', value: reading.expression(node.expression) }),
  TryStatement: toTry,
  VariableStatement: (node, reading) => ({
    ...toVariables(node.declarationList, reading, isMarked(node, 'ExportKeyword', reading)),
    native: node,
  }),
  ExpressionStatement: (node, reading, base) => ({
    ...base,
    kind: 'ExpressionStatement',
    expression: reading.expression(node.expression),
  }),
  ForStatement: toLoop,
  ForOfStatement: toLoop,
  ForInStatement: toLoop,
  WhileStatement: toLoop,
  DoStatement: toLoop,
  LabeledStatement: (node, reading) => toStatement(node.statement, reading),
  BreakStatement: (_n, _r, base) => ({ ...base, kind: 'Break' }),
  ContinueStatement: (_n, _r, base) => ({ ...base, kind: 'Continue' }),
  FunctionDeclaration: (node, reading, base) => ({
    ...base,
    kind: 'FunctionStatement',
    fn: reading.fn(node),
    ...toExportMarks(node, reading),
  }),
  ClassDeclaration: (node, reading, base) => ({
    ...base,
    kind: 'ClassStatement',
    cls: reading.cls(node),
    ...toExportMarks(node, reading),
  }),
  EnumDeclaration: (node, reading, base) => ({
    ...base,
    kind: 'Enum',
    name: node.name?.text ?? '',
    members: [...(node.members ?? [])].map((member) => ({
      name: toKey(member.name, reading) ?? '',
      value: member.initializer && reading.expression(member.initializer),
    })),
    isExported: isMarked(node, 'ExportKeyword', reading),
  }),
  ImportDeclaration: importFromTypeScript,
  ExportDeclaration: exportsFromTypeScript,
  ExportAssignment: (node, reading, base) => ({
    ...base,
    kind: 'ExportDefault',
    value: reading.expression(node.expression),
  }),
}

/** The statements of a file or block, in order. */
export function statementsFromTypeScript(nodes: readonly TsNode[] | undefined, reading: Reading): Statement[] {
  return [...(nodes ?? [])].map((node) => toStatement(node, reading))
}

/** A `{ … }` block. */
export function blockFromTypeScript(node: TsNode, reading: Reading): Block {
  const { source } = reading
  return { kind: 'Block', native: node, source, statements: statementsFromTypeScript(node.statements, reading) }
}

function toStatement(node: TsNode | undefined, reading: Reading): Statement {
  if (!node) return { kind: 'OtherStatement', native: undefined, source: reading.source }
  const base: Base = { native: node, source: reading.source }
  const convert = CONVERT[reading.kinds.get(node.kind) ?? '']
  return convert ? convert(node, reading, base) : { ...base, kind: 'OtherStatement' }
}

function isMarked(node: TsNode, keyword: string, reading: Reading): boolean {
  return [...(node.modifiers ?? [])].some((modifier) => isKind(modifier, keyword, reading))
}

function toExportMarks(node: TsNode, reading: Reading): { isExported: boolean; isDefault: boolean } {
  return { isExported: isMarked(node, 'ExportKeyword', reading), isDefault: isMarked(node, 'DefaultKeyword', reading) }
}

// The `const` bit of a declaration list is the same number in every version of the compiler.
const CONST_FLAG = 2

function toVariables(list: TsNode | undefined, reading: Reading, isExported: boolean): Variables {
  const { source } = reading
  return {
    kind: 'Variables',
    native: list,
    source,
    isConst: ((list?.flags ?? 0) & CONST_FLAG) !== 0,
    isExported,
    declarations: [...(list?.declarations ?? [])].map((node) => ({
      kind: 'Declaration' as const,
      native: node,
      source,
      target: reading.pattern(node.name),
      init: node.initializer && reading.expression(node.initializer),
      type: toTypeNode(node.type, reading),
    })),
  }
}

function toCase(clause: TsNode, reading: Reading): SwitchCase {
  const test = isKind(clause, 'CaseClause', reading) ? reading.expression(clause.expression) : undefined
  return { test, body: statementsFromTypeScript(clause.statements, reading) }
}

function toTry(node: TsNode, reading: Reading, base: Base): Statement {
  const caught = node.catchClause
  const param = caught?.variableDeclaration?.name
  const block = (part: TsNode | undefined): Block | undefined => part && blockFromTypeScript(part, reading)
  return {
    ...base,
    kind: 'Try',
    block: block(node.tryBlock) ?? { ...base, kind: 'Block', statements: [] },
    param: param && reading.pattern(param),
    handler: block(caught?.block),
    finalizer: block(node.finallyBlock),
  }
}

function toLoop(node: TsNode, reading: Reading, base: Base): Loop {
  const isIn = isKind(node, 'ForInStatement', reading)
  const isEach = isIn || isKind(node, 'ForOfStatement', reading)
  const isFor = isKind(node, 'ForStatement', reading)
  const test = isFor ? node.condition : isEach ? undefined : node.expression
  return {
    ...base,
    kind: 'Loop',
    init: isFor ? toLoopStart(node.initializer, reading) : undefined,
    test: test && reading.expression(test),
    update: node.incrementor && reading.expression(node.incrementor),
    each: isEach
      ? { target: toLoopTarget(node.initializer, reading), over: reading.expression(node.expression), isIn }
      : undefined,
    body: toStatement(node.statement, reading),
  }
}

function toLoopStart(node: TsNode | undefined, reading: Reading): Variables | Expression | undefined {
  if (!node) return undefined
  return isKind(node, 'VariableDeclarationList', reading) ? toVariables(node, reading, false) : reading.expression(node)
}

function toLoopTarget(node: TsNode | undefined, reading: Reading): Pattern {
  return reading.pattern(node?.declarations ? node.declarations[0]?.name : node)
}
