import { child, children, memberName, nameOf, valueOf, type SourceFile, type SyntaxNode } from '../source-file.ts'
import type { Pattern, PatternHit } from './pattern.ts'

const EDGE_GLOBALS = ['EdgeRuntime', 'HTMLRewriter', 'WebSocketPair']

/** What only an edge runtime has, and what only a build of Next.js leaves behind. */
export const findPlatform: Pattern = (file) => [...findEdge(file), ...findFetches(file), ...findOutput(file)]

function findEdge(file: SourceFile): PatternHit[] {
  const globals = file.all('Identifier').flatMap(({ node, parents }): PatternHit[] => {
    const name = nameOf(node) ?? ''
    const parent = parents.at(-1)
    const isGlobal = EDGE_GLOBALS.includes(name) && parent?.type !== 'MemberExpression' && parent?.type !== 'Property'
    return isGlobal ? [{ code: 'edge-api', message: `${name} does not exist in Node.js`, node }] : []
  })
  const caches = file.all('MemberExpression').flatMap(({ node }): PatternHit[] => {
    const isCache = memberName(node) === 'default' && nameOf(child(node, 'object')) === 'caches'
    return isCache ? [{ code: 'edge-api', message: 'caches.default does not exist in Node.js', node }] : []
  })
  return [...globals, ...caches]
}

const isMetaUrl = (node: SyntaxNode | undefined): boolean =>
  memberName(node) === 'url' && child(node, 'object')?.type === 'MetaProperty'

function findFetches(file: SourceFile): PatternHit[] {
  return file.all('CallExpression').flatMap(({ node }): PatternHit[] => {
    const [target] = children(node, 'arguments')
    const isUrl = target?.type === 'NewExpression' && nameOf(child(target, 'callee')) === 'URL'
    if (nameOf(child(node, 'callee')) !== 'fetch' || !isUrl || !isMetaUrl(children(target, 'arguments')[1])) return []
    return [{ code: 'file-fetch', message: 'fetch of Node.js does not read files', node }]
  })
}

function findOutput(file: SourceFile): PatternHit[] {
  return file.all('Literal').flatMap(({ node, parents }): PatternHit[] => {
    const value = valueOf(node)
    const isPath = typeof value === 'string' && /^(?:\.\/)?\.next(?:\/|$)/.test(value)
    if (!isPath || parents.at(-1)?.type === 'ImportDeclaration') return []
    return [{ code: 'next-output', message: `${value} is an output of next build, which is not there`, node }]
  })
}
