import { type EsNode, type EsReading, nameText, oneNode } from './estree-node.ts'
import type { Block, Expression, FunctionNode, Param, TypeNode } from './tree.ts'

/** Any function. */
export function functionFromEstree(node: EsNode, reading: EsReading): FunctionNode {
  let body: Block | Expression | undefined
  let isRead = false
  return {
    kind: 'Function',
    native: node,
    source: reading.source,
    name: node.id ? nameText(node.id) : undefined,
    params: (node.params ?? []).map((param) => toParam(param, reading)),
    isArrow: node.type === 'ArrowFunctionExpression',
    isAsync: node.async ?? false,
    isGenerator: node.generator ?? false,
    returnType: toType(node.returnType, reading),
    body() {
      const inner = oneNode(node.body)
      if (!isRead && inner) body = inner.type === 'BlockStatement' ? reading.block(inner) : reading.expression(inner)
      isRead = true
      return body
    },
  }
}

function toParam(node: EsNode, reading: EsReading): Param {
  const isProperty = node.type === 'TSParameterProperty'
  const inner = isProperty && node.parameter ? node.parameter : node
  const fallback = inner.type === 'AssignmentPattern' ? inner.right : undefined
  return {
    kind: 'Param',
    native: node,
    source: reading.source,
    target: reading.pattern(inner),
    fallback: fallback && reading.expression(fallback),
    type: toType(inner.typeAnnotation, reading),
    isRest: inner.type === 'RestElement',
    isProperty,
  }
}

function toType(node: EsNode | null | undefined, reading: EsReading): TypeNode | undefined {
  return node ? { kind: 'Type', native: node, source: reading.source, isConst: false } : undefined
}
