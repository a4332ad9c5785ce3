import { esKey, type EsNode, type EsReading, nameText } from './estree-node.ts'
import type { Pattern, PatternField } from './tree.ts'

/** A binding or assignment pattern. */
export function patternFromEstree(node: EsNode | null | undefined, reading: EsReading): Pattern {
  const base = { native: node ?? undefined, source: reading.source }
  if (node?.type === 'AssignmentPattern') return reading.pattern(node.left)
  if (node?.type === 'RestElement') return reading.pattern(node.argument)
  if (node?.type === 'TSParameterProperty') return reading.pattern(node.parameter)
  if (node?.type === 'ArrayPattern') {
    const items = (node.elements ?? []).map((item) => (item ? reading.pattern(item) : undefined))
    return { ...base, kind: 'ArrayPattern', items }
  }
  if (node?.type === 'ObjectPattern') {
    const properties = node.properties ?? []
    const rest = properties.find((property) => property.type === 'RestElement')
    return {
      ...base,
      kind: 'ObjectPattern',
      fields: properties.filter((property) => property !== rest).map((property) => toField(property, reading)),
      rest: rest ? reading.pattern(rest.argument) : undefined,
    }
  }
  return { ...base, kind: 'Identifier', name: nameText(node) }
}

function toField(property: EsNode, reading: EsReading): PatternField {
  // In a pattern the value of a property is a pattern.
  const target = property.value as EsNode
  const fallback = target.type === 'AssignmentPattern' ? target.right : undefined
  return {
    kind: 'Field',
    native: property,
    source: reading.source,
    key: esKey(property),
    target: reading.pattern(target),
    fallback: fallback && reading.expression(fallback),
  }
}
