import type { Identifier, ObjectPattern, Pattern, PatternField } from './tree.ts'
import { isKind, type Reading, toKey, type TsNode } from './typescript-node.ts'

/** A binding (`const { a } = …`) or an assignment pattern (`({ a } = …)`). */
export function patternFromTypeScript(node: TsNode | undefined, reading: Reading): Pattern {
  const { source } = reading
  const kind = node && reading.kinds.get(node.kind)
  if (node && (kind === 'ObjectBindingPattern' || kind === 'ObjectLiteralExpression'))
    return toObjectPattern(node, reading)
  if (node && (kind === 'ArrayBindingPattern' || kind === 'ArrayLiteralExpression')) {
    const items = [...(node.elements ?? [])].map((element) =>
      isKind(element, 'OmittedExpression', reading) ? undefined : reading.pattern(element.name ?? element),
    )
    return { kind: 'ArrayPattern', native: node, source, items }
  }
  return { kind: 'Identifier', native: node, source, name: node?.text ?? '' } satisfies Identifier
}

function toObjectPattern(node: TsNode, reading: Reading): ObjectPattern {
  const fields: PatternField[] = []
  let rest: Pattern | undefined
  for (const element of node.elements ?? node.properties ?? []) {
    if (element.dotDotDotToken) rest = reading.pattern(element.name)
    else if (isKind(element, 'SpreadAssignment', reading)) rest = reading.pattern(element.expression)
    else fields.push(toField(element, reading))
  }
  return { kind: 'ObjectPattern', native: node, source: reading.source, fields, rest }
}

function toField(element: TsNode, reading: Reading): PatternField {
  const base = { kind: 'Field', native: element, source: reading.source } as const
  const isBinding = isKind(element, 'BindingElement', reading)
  if (isKind(element, 'PropertyAssignment', reading)) {
    return {
      ...base,
      key: toKey(element.name, reading),
      target: reading.pattern(element.initializer),
      fallback: undefined,
    }
  }
  const fallback = isBinding ? element.initializer : element.objectAssignmentInitializer
  return {
    ...base,
    key: toKey(element.propertyName ?? element.name, reading),
    target: reading.pattern(element.name),
    fallback: fallback && reading.expression(fallback),
  }
}
