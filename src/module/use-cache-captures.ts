import type { AnyNode, Program } from 'acorn'
import type { Node as EstreeNode } from 'estree'
import { analyze, type Scope } from 'periscopic'
import { isFunction, type FunctionNode } from './use-cache-syntax.ts'

/** Names whose values a result depends on. */
export interface Captures {
  /** The names a function's parameters bind, and those it takes from functions around it. */
  of(node: FunctionNode): string[]
}

function toEstree(node: AnyNode): EstreeNode {
  // acorn makes ESTree; the two packages only declare its types apart.
  return node as unknown as EstreeNode
}

/**
 * Reads what the cached functions of a file take from the functions around them. What stands at the top of the file is
 * the same for all calls.
 *
 * @param isCached True for the functions that are cached themselves: who calls one depends on what that one captures.
 */
export function createCaptures(program: Program, isCached: (node: AnyNode) => boolean): Captures {
  const { map, scope: global } = analyze(toEstree(program))
  const fileScopes = new Set<Scope>([global])
  for (const node of program.body) {
    // `export … from` opens a scope that is closed by nothing.
    const opened = map.get(toEstree(node))
    if (node.type === 'ExportNamedDeclaration' && opened !== undefined) fileScopes.add(opened)
  }

  function capture(node: FunctionNode, names: Set<string>, seen: Set<AnyNode>): void {
    if (seen.has(node)) return
    seen.add(node)
    const scope = map.get(toEstree(node))
    const body = map.get(toEstree(node.body))
    for (const name of scope?.references ?? []) {
      if (scope?.declarations.has(name) === true || body?.declarations.has(name) === true) continue
      const owner = scope?.parent?.find_owner(name)
      if (!owner || fileScopes.has(owner)) continue
      const called = toCached(owner.declarations.get(name), name)
      if (called === undefined) names.add(name)
      else capture(called, names, seen)
    }
  }

  function toCached(declaration: EstreeNode | undefined, name: string): FunctionNode | undefined {
    // Back from the same tree that `toEstree` lent.
    const node = declaration as unknown as AnyNode | undefined
    const declared = node?.type === 'VariableDeclaration' ? node.declarations : []
    const init = declared.find(({ id }) => id.type === 'Identifier' && id.name === name)?.init
    return [node, init].filter(isFunction).find(isCached)
  }

  return {
    of(node) {
      const names = new Set<string>()
      capture(node, names, new Set())
      return [...new Set([...node.params.flatMap(toNames), ...names])]
    },
  }
}

function toNames(pattern: AnyNode | null): string[] {
  if (pattern === null) return []
  if (pattern.type === 'Identifier') return [pattern.name]
  if (pattern.type === 'RestElement') return toNames(pattern.argument)
  if (pattern.type === 'AssignmentPattern') return toNames(pattern.left)
  if (pattern.type === 'ArrayPattern') return pattern.elements.flatMap(toNames)
  if (pattern.type !== 'ObjectPattern') return []
  return pattern.properties.flatMap((one) => toNames(one.type === 'Property' ? one.value : one))
}
