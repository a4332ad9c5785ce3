import { isInternalHeader } from '../../next/internal-headers.ts'
import { child, children, memberName, valueOf, type SourceFile, type SyntaxNode } from '../source-file.ts'
import type { Pattern, PatternHit } from './pattern.ts'

const FORWARDED = ['x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-forwarded-port', 'forwarded']
const LOOKUPS = ['get', 'has']

/** Request headers that are not believed, not passed on, or set by a platform alone. */
export const findHeaders: Pattern = (file, { trustsProxies }) =>
  headerReads(file).flatMap(({ name, node }): PatternHit[] => {
    if (FORWARDED.includes(name) && !trustsProxies) {
      const message = `${name} of a client is not believed: without trustProxy it holds what the connection says`
      return [{ code: 'forwarded-header', message, node }]
    }
    if (isInternalHeader(name)) {
      return [{ code: 'internal-header', message: `${name} has a meaning inside Next.js and does not arrive`, node }]
    }
    if (!name.startsWith('x-vercel-')) return []
    return [{ code: 'platform-header', message: `${name} is set by Vercel alone`, node }]
  })

interface HeaderRead {
  /** Lower case. */
  readonly name: string
  readonly node: SyntaxNode
}

// `headers['x-name']`, `req.headers.forwarded`, `(await headers()).get('x-name')`.
function headerReads(file: SourceFile): HeaderRead[] {
  const members = file.all('MemberExpression').flatMap(({ node }) => {
    const name = memberName(node)
    return name !== undefined && namesHeaders(child(node, 'object')) ? [{ name: name.toLowerCase(), node }] : []
  })
  const lookups = file.all('CallExpression').flatMap(({ node }) => {
    const callee = child(node, 'callee')
    const name = valueOf(children(node, 'arguments')[0])
    const looksUp = LOOKUPS.includes(memberName(callee) ?? '') && typeof name === 'string'
    return looksUp && namesHeaders(child(callee, 'object')) ? [{ name: name.toLowerCase(), node }] : []
  })
  return [...members, ...lookups]
}

function namesHeaders(node: SyntaxNode | undefined): boolean {
  if (node === undefined) return false
  const inner = child(node, 'argument') ?? child(node, 'expression') ?? child(node, 'callee')
  if (/^(?:Await|Parenthesized|Chain|Call|TSAs|TSNonNull)Expression$/.test(node.type)) return namesHeaders(inner)
  const name: unknown = memberName(node) ?? Reflect.get(node, 'name')
  return typeof name === 'string' && /headers(?:list)?$/i.test(name)
}
