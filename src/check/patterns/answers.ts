import {
  child,
  children,
  memberName,
  nameOf,
  valueOf,
  type SourceFile,
  type SyntaxNode,
  type Visit,
} from '../source-file.ts'
import type { Pattern, PatternHit } from './pattern.ts'

const DROPPED = /^(?:cache-control|etag|location|expires|content-.+)$/i
const FUNCTIONS = /^(?:FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/

/** Node-style handlers that touch what differs on purpose in answers. */
export const findAnswers: Pattern = (file, { nodeStyle }) =>
  nodeStyle ? [...findThrows(file), ...findConditional(file), ...findClose(file)] : []

const isCallOn = (node: SyntaxNode, names: readonly string[], method: RegExp): boolean => {
  const callee = child(node, 'callee')
  return names.includes(nameOf(child(callee, 'object')) ?? '') && method.test(memberName(callee) ?? '')
}

const functionOf = ({ parents }: Visit): SyntaxNode | undefined => parents.findLast(({ type }) => FUNCTIONS.test(type))

// The same function sets such a header and later throws, and nothing in it catches.
function findThrows(file: SourceFile): PatternHit[] {
  const throws = file
    .all('ThrowStatement')
    .filter(({ parents }) => !parents.some(({ type }) => type === 'TryStatement'))
  return file.all('CallExpression').flatMap((visit): PatternHit[] => {
    const { node } = visit
    const header = valueOf(children(node, 'arguments')[0])
    if (typeof header !== 'string' || !DROPPED.test(header) || !isCallOn(node, ['res', 'response'], /^setHeader$/))
      return []
    const thrown = throws.some((one) => one.node.start > node.end && functionOf(one) === functionOf(visit))
    if (!thrown || functionOf(visit) === undefined) return []
    return [{ code: 'headers-before-throw', message: `${header} does not go out when the handler then throws`, node }]
  })
}

function findConditional(file: SourceFile): PatternHit[] {
  const writes = file
    .all('Literal')
    .some(({ node }) => ['POST', 'PUT', 'PATCH', 'DELETE'].includes(String(valueOf(node))))
  if (!writes) return []
  return file.all('CallExpression').flatMap(({ node }): PatternHit[] => {
    const header = valueOf(children(node, 'arguments')[0])
    const setsTag = isCallOn(node, ['res', 'response'], /^setHeader$/) && /^etag$/i.test(String(header))
    if (!setsTag) return []
    return [
      { code: 'conditional-write', message: 'a write is not turned into 304 by If-None-Match, as Next.js does', node },
    ]
  })
}

function findClose(file: SourceFile): PatternHit[] {
  return file.all('CallExpression').flatMap(({ node }): PatternHit[] => {
    const closes = valueOf(children(node, 'arguments')[0]) === 'close'
    if (!closes || !isCallOn(node, ['req', 'request'], /^(?:on|once|addListener)$/)) return []
    const message = 'close of the request comes when the exchange ends; under Next.js it has passed before'
    return [{ code: 'request-close', message, node }]
  })
}
