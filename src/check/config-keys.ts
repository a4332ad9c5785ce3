import type { Found } from './finding.ts'
import { propertyName, type SourceFile, type SyntaxNode } from './source-file.ts'

/** Keys of next.config, `.` between levels, that mean nothing here and might be missed; with what to say of each. */
const IGNORED: Readonly<Record<string, string>> = {
  webpack: 'webpack() is not called; aliases go into turbopack.resolveAlias',
  cacheHandler: 'cacheHandler is not loaded; what is kept lies in memory',
  cacheHandlers: 'cacheHandlers are not loaded',
  'experimental.dynamicIO': 'dynamicIO has no effect: it is called cacheComponents now',
  'compiler.define': 'compiler.define is not compiled in; use env',
  'compiler.defineServer': 'compiler.defineServer is not compiled in; use env',
  'compiler.removeConsole': 'compiler.removeConsole has no effect: console goes on',
  'turbopack.rules': 'turbopack.rules has no effect: loaders are not run',
  'experimental.turbo': 'experimental.turbo has no effect; use turbopack.resolveAlias',
  'experimental.swcPlugins': 'plugins of SWC are not run',
  'experimental.adapterPath': 'adapters are not run',
  adapterPath: 'adapters are not run',
  httpAgentOptions: 'httpAgentOptions has no effect: Node.js keeps connections alive by itself',
  exportPathMap: 'exportPathMap has no effect: nothing is exported',
}

/** The ignored keys that a config file sets, wherever the object is made. */
export function findIgnoredKeys(file: SourceFile): Found[] {
  const found = new Map<string, Found>()
  for (const { node, parents } of file.all('Property')) {
    const key = toKey([...parents, node])
    const message = Object.hasOwn(IGNORED, key) ? IGNORED[key] : undefined
    if (message === undefined || found.has(key)) continue
    found.set(key, { code: 'config-key', file: file.name, ...file.placeOf(node), message })
  }
  return [...found.values()]
}

function toKey(nodes: readonly SyntaxNode[]): string {
  return nodes
    .filter((node) => node.type === 'Property')
    .map((node) => propertyName(node) ?? '?')
    .join('.')
}
