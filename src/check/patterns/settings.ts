import { toSettings, isEdge, readMaxDuration } from '../../module/settings.ts'
import { Fault } from '../../errors.ts'
import { child, children, nameOf, propertyName, valueOf, type SourceFile, type SyntaxNode } from '../source-file.ts'
import type { Pattern, PatternHit } from './pattern.ts'

/** What a route file says about itself: `config`, `runtime`, `maxDuration`, `preferredRegion`. */
export const findSettings: Pattern = (file, { route }) => {
  if (route === undefined) return []
  const constants = exportedConstants(file)
  const exports = Object.fromEntries([...constants].map(([name, { value }]) => [name, value]))
  const hits: PatternHit[] = []
  const nodeOf = (...names: string[]): SyntaxNode | undefined =>
    names.map((name) => constants.get(name)?.node).find((node) => node !== undefined)
  const check = (node: SyntaxNode | undefined, read: () => unknown): unknown => {
    try {
      return node === undefined ? undefined : read()
    } catch (error) {
      if (!(error instanceof Fault) || node === undefined) throw error
      hits.push({ code: 'setting-invalid', message: error.message.replace(`${route.name}: `, ''), node })
      return undefined
    }
  }
  const runtime = nodeOf('runtime', 'config')
  if (check(runtime, () => isEdge(exports, route.name)) === true && runtime !== undefined) {
    hits.push({ code: 'edge-runtime', message: 'runs on Node.js, not on the edge runtime', node: runtime })
  }
  const config = nodeOf('config')
  if (route.root === 'app') check(nodeOf('maxDuration'), () => readMaxDuration(exports, route.name))
  else check(config ?? nodeOf('maxDuration'), () => toSettings(exports, route.name))
  const region = nodeOf('preferredRegion')
  if (region) hits.push({ code: 'preferred-region', message: 'preferredRegion means nothing on a server of your own', node: region }) // prettier-ignore
  return hits
}

interface Constant {
  readonly value: unknown
  readonly node: SyntaxNode
}

function exportedConstants(file: SourceFile): ReadonlyMap<string, Constant> {
  const declared = new Map<string, Constant>()
  for (const { node, parents } of file.all('VariableDeclarator')) {
    const name = nameOf(child(node, 'id'))
    const init = child(node, 'init')
    const isTop = !parents.some(({ type }) => /Function|BlockStatement|Class/.test(type))
    if (isTop && name !== undefined && init !== undefined) declared.set(name, { value: plainValue(init), node })
  }
  const exported = file.all('ExportNamedDeclaration').flatMap(({ node }): [string, Constant][] => {
    const own = children(child(node, 'declaration'), 'declarations').map((one) => [nameOf(child(one, 'id'))])
    const listed = children(node, 'specifiers').map((one) =>
      ['local', 'exported'].map((key) => nameOf(child(one, key))),
    )
    return [...own, ...listed].flatMap(([local = '', name = local]): [string, Constant][] => {
      const constant = declared.get(local)
      return constant === undefined ? [] : [[name, constant]]
    })
  })
  return new Map(exported)
}

// What is computed stays undefined, which every setting takes for "not said".
function plainValue(node: SyntaxNode): unknown {
  if (/^(?:TSAs|TSSatisfies|Parenthesized)Expression$/.test(node.type)) {
    const inner = child(node, 'expression')
    return inner === undefined ? undefined : plainValue(inner)
  }
  if (node.type !== 'ObjectExpression') return valueOf(node)
  const entries = children(node, 'properties').flatMap((property): [string, unknown][] => {
    const name = propertyName(property)
    const value = child(property, 'value')
    return name === undefined || value === undefined ? [] : [[name, plainValue(value)]]
  })
  return Object.fromEntries(entries)
}
