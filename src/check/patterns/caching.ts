import { child, children, field, memberName, nameOf, valueOf, type SyntaxNode, type Visit } from '../source-file.ts'
import type { Pattern, PatternContext, PatternHit } from './pattern.ts'

/** `unstable_cache` where handlers of pages/api call it, and what is asked to be made anew. */
export const findCaching: Pattern = (file, context) => {
  const fromNext = importedFrom(file.all('ImportDeclaration'), 'next/cache')
  return file.all('CallExpression').flatMap(({ node }) => judgeCall(node, fromNext, context))
}

/** Local name to imported name, of the values taken from one module. */
export function importedFrom(declarations: readonly Visit[], module: string): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  for (const { node } of declarations) {
    if (valueOf(child(node, 'source')) !== module || field(node, 'importKind') === 'type') continue
    for (const specifier of children(node, 'specifiers')) {
      const local = nameOf(child(specifier, 'local'))
      const imported = nameOf(child(specifier, 'imported'))
      if (local !== undefined && imported !== undefined) names.set(local, imported)
    }
  }
  return names
}

function judgeCall(
  node: SyntaxNode,
  fromNext: ReadonlyMap<string, string>,
  context: PatternContext,
): readonly PatternHit[] {
  const callee = child(node, 'callee')
  const name = fromNext.get(nameOf(callee) ?? '')
  if (name === 'unstable_cache' && context.nodeStyle) {
    return [{ code: 'unstable-cache', message: 'unstable_cache keeps nothing for handlers of pages/api', node }]
  }
  const asksForRoute = context.nodeStyle && memberName(callee) === 'revalidate'
  return name === 'revalidatePath' || asksForRoute ? judgeTarget(node, context) : []
}

function judgeTarget(node: SyntaxNode, { whatIs }: PatternContext): readonly PatternHit[] {
  const target = valueOf(children(node, 'arguments')[0])
  if (typeof target !== 'string' || !target.startsWith('/')) return []
  if (whatIs(target.split(/[?#]/)[0] ?? target) !== 'page') return []
  return [
    { code: 'revalidate-page', message: `${target} is a page: only the Next.js that serves it can renew it`, node },
  ]
}
