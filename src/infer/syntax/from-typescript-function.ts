import type { Block, Expression, FunctionNode, Param } from './tree.ts'
import { isKind, type Reading, toTypeNode, type TsNode } from './typescript-node.ts'

/** Any function: declaration, expression, arrow, method, accessor or constructor. */
export function functionFromTypeScript(node: TsNode, reading: Reading): FunctionNode {
  const modifiers = [...(node.modifiers ?? [])]
  let body: Block | Expression | undefined
  let isRead = false
  return {
    kind: 'Function',
    native: node,
    source: reading.source,
    name: node.name?.text,
    params: [...(node.parameters ?? [])].map((param) => toParam(param, reading)),
    isArrow: isKind(node, 'ArrowFunction', reading),
    isAsync: modifiers.some((modifier) => isKind(modifier, 'AsyncKeyword', reading)),
    isGenerator: node.asteriskToken !== undefined,
    returnType: toTypeNode(node.type, reading),
    body() {
      if (!isRead) body = toBody(node.body, reading)
      isRead = true
      return body
    },
  }
}

function toBody(node: TsNode | undefined, reading: Reading): Block | Expression | undefined {
  if (!node) return undefined
  return isKind(node, 'Block', reading) ? reading.block(node) : reading.expression(node)
}

function toParam(node: TsNode, reading: Reading): Param {
  return {
    kind: 'Param',
    native: node,
    source: reading.source,
    target: reading.pattern(node.name),
    fallback: node.initializer && reading.expression(node.initializer),
    type: toTypeNode(node.type, reading),
    isRest: node.dotDotDotToken !== undefined,
    isProperty: [...(node.modifiers ?? [])].some((modifier) =>
      /^(Public|Private|Protected|Readonly)Keyword$/.test(reading.kinds.get(modifier.kind) ?? ''),
    ),
  }
}
