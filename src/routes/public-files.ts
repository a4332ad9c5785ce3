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
    files.set(toUrlPath(name), file)
  }
  return files
}

function toUrlPath(names: readonly string[]): string {
  return `/${names.map((name) => encodeURI(name).replaceAll('#', '%23').replaceAll('?', '%3F')).join('/')}`
}

/** The file at a URL path; characters that were escaped without need are the same characters. */
export function findPublic(files: ReadonlyMap<string, string>, target: string): string | undefined {
  const file = files.get(target)
  if (file !== undefined || files.size === 0 || !target.includes('%')) return file
  try {
    return files.get(toUrlPath(target.slice(1).split('/').map(decodeURIComponent)))
  } catch {
    return undefined
  }
}
