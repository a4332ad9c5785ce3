import path from 'node:path'
import { Fault } from '../errors.ts'
import { parseFileName } from './naming.ts'
import { parsePattern } from './pattern.ts'
import type { Route } from './route.ts'
import type { RouteFolders } from './scan.ts'
import { walk } from './walk.ts'

/**
 * Finds the pages beside `pages/api`. They are not served; `res.revalidate` names them.
 *
 * @param extensions `pageExtensions` of the config.
 */
export function scanPages({ dir, pagesApi }: RouteFolders, extensions: readonly string[]): Route[] {
  if (pagesApi === undefined) return []
  const folder = path.dirname(pagesApi)
  const { files } = walk(folder, (name) => (name === 'api' || name === 'node_modules' ? 'ignore' : 'take'))
  return files.flatMap(({ file, place }) => {
    const parsed = parseFileName(place, extensions)
    if (parsed === undefined || parsed.base.startsWith('_')) return []
    const name = path.relative(dir, file).split(path.sep).join('/')
    try {
      return [{ file, name, root: 'pages' as const, pattern: parsePattern(parsed.base, 'pages', name) }]
    } catch (error) {
      // A page whose name cannot be read is Next.js's to complain about.
      if (error instanceof Fault) return []
      throw error
    }
  })
}
