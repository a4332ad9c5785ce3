import type { Expression, ObjectLiteral, Pattern, PropertyNode, Spread } from './tree.ts'
import { isKind, type Reading, toKey, toOperator, toTypeNode, type TsNode } from './typescript-node.ts'

type Convert = (node: TsNode, reading: Reading, base: Base) => Expression
type Base = { readonly native: TsNode; readonly source: Reading['source'] }

const CONVERT: Readonly<Record<string, Convert>> = {
  Identifier: (node, _r, base) => ({ ...base, kind: 'Identifier', name: node.text ?? '' }),
  StringLiteral: toText,
  NoSubstitutionTemplateLiteral: toText,
  NumericLiteral: (node, _r, base) => ({ ...base, kind: 'Literal', value: Number(node.text) }),
  TrueKeyword: (_n, _r, base) => ({ ...base, kind: 'Literal', value: true }),
  FalseKeyword: (_n, _r, base) => ({ ...base, kind: 'Literal', value: false }),
  NullKeyword: (_n, _r, base) => ({ ...base, kind: 'Literal', value: null }),
  ThisKeyword: (_n, _r, base) => ({ ...base, kind: 'This' }),
  SuperKeyword: (_n, _r, base) => ({ ...base, kind: 'Super' }),
  RegularExpressionLiteral: (node, _r, base) => ({ ...base, kind: 'Regex', text: node.text ?? '' }),
  TemplateExpression: toTemplate,
  ArrayLiteralExpression: (node, reading, base) => ({ ...base, kind: 'Array', items: toItems(node.elements, reading) }),
  ObjectLiteralExpression: toObject,
  ArrowFunction: (node, reading) => reading.fn(node),
  FunctionExpression: (node, reading) => reading.fn(node),
  ClassExpression: (node, reading) => reading.cls(node),
  PropertyAccessExpression: (node, reading, base) => ({
    ...base,
    kind: 'Member',
    object: reading.expression(node.expression),
    name: node.name?.text ?? '',
    isOptional: node.questionDotToken !== undefined,
  }),
  ElementAccessExpression: (node, reading, base) => ({
    ...base,
    kind: 'Index',
    object: reading.expression(node.expression),
    index: reading.expression(node.argumentExpression),
  }),
  CallExpression: toCall,
  NewExpression: toCall,
  PrefixUnaryExpression: (node, reading, base) => ({
    ...base,
    kind: 'Unary',
    operator: toOperator(reading.kinds.get(node.operator ?? -1)),
    operand: reading.expression(node.operand),
  }),
  TypeOfExpression: toUnary('typeof'),
  VoidExpression: toUnary('void'),
  DeleteExpression: toUnary('delete'),
  BinaryExpression: toBinary,
  ConditionalExpression: (node, reading, base) => ({
    ...base,
    kind: 'Conditional',
    test: reading.expression(node.condition),
    yes: reading.expression(node.whenTrue),
    no: reading.expression(node.whenFalse),
  }),
  AwaitExpression: (node, reading, base) => ({ ...base, kind: 'Await', value: reading.expression(node.expression) }),
  ParenthesizedExpression: toParenthesized,
  NonNullExpression: toCast,
  AsExpression: toCast,
  SatisfiesExpression: (node, reading) => reading.expression(node.expression),
  TypeAssertionExpression: toCast,
  ExpressionWithTypeArguments: (node, reading) => reading.expression(node.expression),
}

/** One expression; a kind inference does not reason about keeps its children. */
export function expressionFromTypeScript(node: TsNode | undefined, reading: Reading): Expression {
  if (!node) return { kind: 'Other', native: undefined, source: reading.source, children: [] }
  const base: Base = { native: node, source: reading.source }
  const convert = CONVERT[reading.kinds.get(node.kind) ?? '']
  return convert ? convert(node, reading, base) : { ...base, kind: 'Other', children: toChildren(node, reading) }
}

function toText(node: TsNode, _reading: Reading, base: Base): Expression {
  return { ...base, kind: 'Literal', value: node.text ?? '' }
}

function toUnary(operator: string): Convert {
  return (node, reading, base) => ({
    ...base,
    kind: 'Unary',
    operator,
    operand: reading.expression(node.expression),
  })
}

function toTemplate(node: TsNode, reading: Reading, base: Base): Expression {
  const spans = node.templateSpans ?? []
  return {
    ...base,
    kind: 'Template',
    texts: [node.head?.text ?? '', ...spans.map((span) => span.literal?.text ?? '')],
    parts: spans.map((span) => reading.expression(span.expression)),
  }
}

function toItems(nodes: readonly TsNode[] | undefined, reading: Reading): (Expression | Spread)[] {
  return [...(nodes ?? [])].map((node) =>
    isKind(node, 'SpreadElement', reading)
      ? { kind: 'Spread', native: node, source: reading.source, value: reading.expression(node.expression) }
      : reading.expression(node),
  )
}

function toObject(node: TsNode, reading: Reading, base: Base): ObjectLiteral {
  const members = [...(node.properties ?? [])].map((member) => toMember(member, reading))
  return { ...base, kind: 'Object', members }
}

function toMember(node: TsNode, reading: Reading): PropertyNode | Spread {
  const { source } = reading
  if (isKind(node, 'SpreadAssignment', reading)) {
    return { kind: 'Spread', native: node, source, value: reading.expression(node.expression) }
  }
  const computed = isKind(node.name, 'ComputedPropertyName', reading) ? node.name?.expression : undefined
  return {
    kind: 'Property',
    native: node,
    source,
    key: toKey(node.name, reading),
    computed: computed && reading.expression(computed),
    value: toMemberValue(node, reading),
    isGetter: isKind(node, 'GetAccessor', reading),
  }
}

function toMemberValue(node: TsNode, reading: Reading): Expression {
  const kind = reading.kinds.get(node.kind)
  if (kind === 'PropertyAssignment') return reading.expression(node.initializer)
  if (kind === 'ShorthandPropertyAssignment') return reading.expression(node.name)
  return reading.fn(node)
}

function toCall(node: TsNode, reading: Reading, base: Base): Expression {
  const args = toItems(node.arguments, reading)
  const first = args[0]
  if (isKind(node.expression, 'ImportKeyword', reading) && first && first.kind !== 'Spread') {
    return { ...base, kind: 'ImportCall', specifier: first }
  }
  const callee = reading.expression(node.expression)
  const isNew = isKind(node, 'NewExpression', reading)
  return isNew ? { ...base, kind: 'New', callee, args } : { ...base, kind: 'Call', callee, args }
}

function toBinary(node: TsNode, reading: Reading, base: Base): Expression {
  const operator = toOperator(reading.kinds.get(node.operatorToken?.kind ?? -1))
  const right = reading.expression(node.right)
  if (/^(=|&&=|\|\|=|\?\?=|\+=)$/.test(operator)) {
    return { ...base, kind: 'Assign', operator, target: toAssigned(node.left, reading), value: right }
  }
  return { ...base, kind: 'Binary', operator, left: reading.expression(node.left), right }
}

/** `({ a, b } = value)` assigns through a pattern that is written as a literal. */
function toAssigned(node: TsNode | undefined, reading: Reading): Pattern | Expression {
  const isPattern = isKind(node, 'ObjectLiteralExpression', reading) || isKind(node, 'ArrayLiteralExpression', reading)
  return isPattern ? reading.pattern(node) : reading.expression(node)
}

// In JavaScript `/** @type {T} */ (value)` is a cast; the compiler gives the parentheses the type.
function toParenthesized(node: TsNode, reading: Reading, base: Base): Expression {
  const value = reading.expression(node.expression)
  return node.jsDoc?.length ? { ...base, kind: 'Cast', value, type: undefined } : value
}

function toCast(node: TsNode, reading: Reading, base: Base): Expression {
  return {
    ...base,
    kind: 'Cast',
    value: reading.expression(node.expression),
    type: toTypeNode(node.type, reading),
  }
}

function toChildren(node: TsNode, reading: Reading): Expression[] {
  const children: Expression[] = []
  node.forEachChild((child) => {
    const kind = reading.kinds.get(child.kind) ?? ''
    if (kind in CONVERT || kind.endsWith('Expression') || kind.startsWith('Jsx')) {
      children.push(reading.expression(child))
    }
  })
  return children
}
