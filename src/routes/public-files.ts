import { readdirSync } from 'node:fs'
import path from 'node:path'

/**
 * Lists the public folder once, so that a path is looked up and never turned into a file name.
 *
 * @param dir Absolute; undefined gives an empty map.
 * @returns Absolute file by URL path, percent-encoded: `/img/a%20b.png`.
 */
export function scanPublic(dir: string | undefined): ReadonlyMap<string, string> {
  const files = new Map<string, string>()
  if (dir === undefined) return files
  for (const entry of readdirSync(dir, { recursive: true, withFileTypes: true })) {
    if (entry.isDirectory()) continue
    const file = path.join(entry.parentPath, entry.name)
    const name = path.relative(dir, file).split(path.sep)
    files.set(`/${name.map((part) => encodeURI(part).replaceAll('#', '%23').replaceAll('?', '%3F')).join('/')}`, file)
  }
  return files
}
