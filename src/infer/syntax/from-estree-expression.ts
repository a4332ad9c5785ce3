import { esKey, type EsNode, type EsReading, nameText, oneNode } from './estree-node.ts'
import type { Expression, PropertyNode, Spread } from './tree.ts'

interface Base {
  readonly native: EsNode
  readonly source: EsReading['source']
}
type Convert = (node: EsNode, reading: EsReading, base: Base) => Expression

const inner: Convert = (node, reading) => reading.expression(oneNode(node.expression))
const fn: Convert = (node, reading) => reading.fn(node)
const binary: Convert = (node, reading, base) => ({
  ...base,
  kind: 'Binary',
  operator: node.operator ?? '?',
  left: reading.expression(node.left),
  right: reading.expression(node.right),
})

const CONVERT: Readonly<Record<string, Convert>> = {
  Identifier: (node, _r, base) => ({ ...base, kind: 'Identifier', name: nameText(node) }),
  Literal: toLiteral,
  TemplateLiteral: (node, reading, base) => ({
    ...base,
    kind: 'Template',
    texts: (node.quasis ?? []).map((quasi) => quasi.value.cooked ?? quasi.value.raw),
    parts: (node.expressions ?? []).map((part) => reading.expression(part)),
  }),
  ArrayExpression: (node, reading, base) => ({
    ...base,
    kind: 'Array',
    items: toItems(
      (node.elements ?? []).filter((item) => item !== null),
      reading,
    ),
  }),
  ObjectExpression: (node, reading, base) => ({
    ...base,
    kind: 'Object',
    members: (node.properties ?? []).map((property) => toMember(property, reading)),
  }),
  ArrowFunctionExpression: fn,
  FunctionExpression: fn,
  ClassExpression: (node, reading) => reading.cls(node),
  MemberExpression: toMemberAccess,
  CallExpression: (node, reading, base) => ({
    ...base,
    kind: 'Call',
    callee: reading.expression(node.callee),
    args: toItems(node.arguments ?? [], reading),
  }),
  NewExpression: (node, reading, base) => ({
    ...base,
    kind: 'New',
    callee: reading.expression(node.callee),
    args: toItems(node.arguments ?? [], reading),
  }),
  ImportExpression: (node, reading, base) => ({
    ...base,
    kind: 'ImportCall',
    specifier: reading.expression(node.source),
  }),
  UnaryExpression: toUnary,
  UpdateExpression: toUnary,
  BinaryExpression: binary,
  LogicalExpression: binary,
  AssignmentExpression: (node, reading, base) => ({
    ...base,
    kind: 'Assign',
    operator: node.operator ?? '=',
    target: node.left?.type.endsWith('Pattern') ? reading.pattern(node.left) : reading.expression(node.left),
    value: reading.expression(node.right),
  }),
  ConditionalExpression: (node, reading, base) => ({
    ...base,
    kind: 'Conditional',
    test: reading.expression(node.test),
    yes: reading.expression(oneNode(node.consequent)),
    no: reading.expression(node.alternate),
  }),
  AwaitExpression: (node, reading, base) => ({ ...base, kind: 'Await', value: reading.expression(node.argument) }),
  ThisExpression: (_n, _r, base) => ({ ...base, kind: 'This' }),
  Super: (_n, _r, base) => ({ ...base, kind: 'Super' }),
  ChainExpression: inner,
  ParenthesizedExpression: inner,
  TSAsExpression: inner,
  TSSatisfiesExpression: inner,
  TSNonNullExpression: inner,
  TSTypeAssertion: inner,
  TSInstantiationExpression: inner,
  SequenceExpression: (node, reading, base) => ({
    ...base,
    kind: 'Other',
    children: (node.expressions ?? []).map((part) => reading.expression(part)),
  }),
}

/** One expression; a kind inference does not reason about has no children here. */
export function expressionFromEstree(node: EsNode | null | undefined, reading: EsReading): Expression {
  if (!node) return { kind: 'Other', native: undefined, source: reading.source, children: [] }
  const base: Base = { native: node, source: reading.source }
  const convert = CONVERT[node.type]
  return convert ? convert(node, reading, base) : { ...base, kind: 'Other', children: [] }
}

function toLiteral(node: EsNode, _reading: EsReading, base: Base): Expression {
  if (node.regex) return { ...base, kind: 'Regex', text: `/${node.regex.pattern}/${node.regex.flags}` }
  const { value } = node
  const isPlain = value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
  return isPlain && node.bigint === undefined
    ? { ...base, kind: 'Literal', value }
    : { ...base, kind: 'Other', children: [] }
}

function toItems(nodes: readonly EsNode[], reading: EsReading): (Expression | Spread)[] {
  return nodes.map((node) => (node.type === 'SpreadElement' ? toSpread(node, reading) : reading.expression(node)))
}

function toSpread(node: EsNode, reading: EsReading): Spread {
  return { kind: 'Spread', native: node, source: reading.source, value: reading.expression(node.argument) }
}

function toMember(node: EsNode, reading: EsReading): PropertyNode | Spread {
  if (node.type === 'SpreadElement') return toSpread(node, reading)
  // In an object literal the value of a property is an expression.
  const value = node.value as EsNode | null | undefined
  return {
    kind: 'Property',
    native: node,
    source: reading.source,
    key: esKey(node),
    computed: node.computed ? reading.expression(node.key) : undefined,
    value: reading.expression(value),
    isGetter: node.kind === 'get',
  }
}

function toMemberAccess(node: EsNode, reading: EsReading, base: Base): Expression {
  const object = reading.expression(node.object)
  if (node.computed) return { ...base, kind: 'Index', object, index: reading.expression(node.property) }
  return { ...base, kind: 'Member', object, name: nameText(node.property), isOptional: node.optional ?? false }
}

function toUnary(node: EsNode, reading: EsReading, base: Base): Expression {
  return { ...base, kind: 'Unary', operator: node.operator ?? '?', operand: reading.expression(node.argument) }
}
