import { type EsNode, type EsReading, nameText, nodeList, oneNode } from './estree-node.ts'
import { exportFromEstree, importFromEstree } from './from-estree-module.ts'
import type { Block, Loop, Statement, Variables } from './tree.ts'

interface Base {
  readonly native: EsNode
  readonly source: EsReading['source']
}
type Convert = (node: EsNode, reading: EsReading, base: Base) => Statement

const CONVERT: Readonly<Record<string, Convert>> = {
  BlockStatement: (node, reading) => blockFromEstree(node, reading),
  IfStatement: (node, reading, base) => ({
    ...base,
    kind: 'If',
    test: reading.expression(node.test),
    yes: one(oneNode(node.consequent), reading),
    no: node.alternate ? one(node.alternate, reading) : undefined,
  }),
  SwitchStatement: (node, reading, base) => ({
    ...base,
    kind: 'Switch',
    subject: reading.expression(node.discriminant),
    cases: (node.cases ?? []).map((clause) => ({
      test: clause.test ? reading.expression(clause.test) : undefined,
      body: reading.statements(nodeList(oneNode(clause.consequent) ?? clause.consequent)),
    })),
  }),
  ReturnStatement: (node, reading, base) => ({
    ...base,
    kind: 'Return',
    value: node.argument ? reading.expression(node.argument) : undefined,
  }),
  ThrowStatement: (node, reading, base) => ({ ...base, kind: 'Throw', value: reading.expression(node.argument) }),
  TryStatement: toTry,
  VariableDeclaration: (node, reading) => toVariables(node, reading),
  ExpressionStatement: (node, reading, base) => ({
    ...base,
    kind: 'ExpressionStatement',
    expression: reading.expression(oneNode(node.expression)),
  }),
  ForStatement: toLoop,
  ForOfStatement: toLoop,
  ForInStatement: toLoop,
  WhileStatement: toLoop,
  DoWhileStatement: toLoop,
  LabeledStatement: (node, reading) => one(oneNode(node.body), reading),
  BreakStatement: (_n, _r, base) => ({ ...base, kind: 'Break' }),
  ContinueStatement: (_n, _r, base) => ({ ...base, kind: 'Continue' }),
  FunctionDeclaration: (node, reading, base) => ({
    ...base,
    kind: 'FunctionStatement',
    fn: reading.fn(node),
    isExported: false,
    isDefault: false,
  }),
  ClassDeclaration: (node, reading, base) => ({
    ...base,
    kind: 'ClassStatement',
    cls: reading.cls(node),
    isExported: false,
    isDefault: false,
  }),
  TSEnumDeclaration: toEnum,
  ImportDeclaration: importFromEstree,
  ExportAllDeclaration: exportFromEstree,
  ExportNamedDeclaration: (node, reading, base) => {
    if (!node.declaration) return exportFromEstree(node, reading, base)
    return { ...markExported(one(node.declaration, reading)), native: node }
  },
  ExportDefaultDeclaration: (node, reading, base) => {
    const { declaration } = node
    const isNamed = declaration?.type === 'FunctionDeclaration' || declaration?.type === 'ClassDeclaration'
    if (!isNamed) return { ...base, kind: 'ExportDefault', value: reading.expression(declaration) }
    const statement = one(declaration, reading)
    return 'isDefault' in statement ? { ...statement, isExported: true, isDefault: true, native: node } : statement
  },
}

/** One statement; a kind inference does not reason about is kept as such. */
export function statementFromEstree(node: EsNode, reading: EsReading): Statement {
  const base: Base = { native: node, source: reading.source }
  const convert = CONVERT[node.type]
  return convert ? convert(node, reading, base) : { ...base, kind: 'OtherStatement' }
}

/** A `{ … }` block. */
export function blockFromEstree(node: EsNode, reading: EsReading): Block {
  return { kind: 'Block', native: node, source: reading.source, statements: reading.statements(nodeList(node.body)) }
}

function one(node: EsNode | undefined, reading: EsReading): Statement {
  const [statement] = node ? reading.statements([node]) : []
  return statement ?? { kind: 'OtherStatement', native: undefined, source: reading.source }
}

function markExported(statement: Statement): Statement {
  return 'isExported' in statement ? { ...statement, isExported: true } : statement
}

function toVariables(node: EsNode, reading: EsReading): Variables {
  const { source } = reading
  return {
    kind: 'Variables',
    native: node,
    source,
    isConst: node.kind === 'const',
    isExported: false,
    declarations: (node.declarations ?? []).map((declaration) => ({
      kind: 'Declaration',
      native: declaration,
      source,
      target: reading.pattern(declaration.id),
      init: declaration.init ? reading.expression(declaration.init) : undefined,
      type: undefined,
    })),
  }
}

function toTry(node: EsNode, reading: EsReading, base: Base): Statement {
  const caught = node.handler
  const handler = oneNode(caught?.body)
  return {
    ...base,
    kind: 'Try',
    block: node.block ? reading.block(node.block) : { ...base, kind: 'Block', statements: [] },
    param: caught?.param ? reading.pattern(caught.param) : undefined,
    handler: handler && reading.block(handler),
    finalizer: node.finalizer ? reading.block(node.finalizer) : undefined,
  }
}

function toLoop(node: EsNode, reading: EsReading, base: Base): Loop {
  const isIn = node.type === 'ForInStatement'
  const isEach = isIn || node.type === 'ForOfStatement'
  const target = node.left?.type === 'VariableDeclaration' ? node.left.declarations?.[0]?.id : node.left
  const { init } = node
  const start = init?.type === 'VariableDeclaration' ? toVariables(init, reading) : init && reading.expression(init)
  return {
    ...base,
    kind: 'Loop',
    init: start ?? undefined,
    test: node.test ? reading.expression(node.test) : undefined,
    update: node.update ? reading.expression(node.update) : undefined,
    each: isEach ? { target: reading.pattern(target), over: reading.expression(node.right), isIn } : undefined,
    body: one(oneNode(node.body), reading),
  }
}

function toEnum(node: EsNode, reading: EsReading, base: Base): Statement {
  const members = oneNode(node.body)?.members ?? node.members ?? []
  return {
    ...base,
    kind: 'Enum',
    name: nameText(node.id),
    // A member's initialiser stands where a class member's value would.
    members: members.map((member) => ({
      name: nameText(member.id),
      value:
        'initializer' in member && member.initializer ? reading.expression(member.initializer as EsNode) : undefined,
    })),
    isExported: false,
  }
}
