import { existsSync, readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { parseJsonWithComments } from './json-comments.ts'

/** What of a project's tsconfig or jsconfig decides which file an import means. */
export interface ProjectConfig {
  /** The configuration file; undefined when the project has none. */
  readonly file: string | undefined
  /** `paths`, their targets made absolute; a `baseUrl` is the pattern `*`. */
  readonly paths: Readonly<Record<string, readonly string[]>>
  /** Every file read, to notice a change. */
  readonly files: readonly string[]
}

const NAMES = ['tsconfig.json', 'jsconfig.json']

/** Reads the configuration of a project folder, or of the nearest folder above it. Broken files count as empty. */
export function readProjectConfig(dir: string): ProjectConfig {
  const file = findConfig(dir)
  if (!file) return { file: undefined, paths: {}, files: [] }
  const files: string[] = []
  return { file, paths: readPaths(file, files), files }
}

function findConfig(dir: string): string | undefined {
  for (let folder = dir; ; folder = path.dirname(folder)) {
    const found = NAMES.map((name) => path.join(folder, name)).find((name) => existsSync(name))
    if (found) return found
    // A repository's root is as far as a project reaches.
    if (existsSync(path.join(folder, '.git')) || path.dirname(folder) === folder) return undefined
  }
}

function readPaths(file: string, files: string[]): Record<string, string[]> {
  if (files.includes(file)) return {}
  files.push(file)
  const json = readJson(file)
  const folder = path.dirname(file)
  const paths: Record<string, string[]> = {}
  for (const base of toList(json.extends)) {
    const found = resolveExtended(base, folder)
    if (found) Object.assign(paths, readPaths(found, files))
  }
  const options = toRecord(json.compilerOptions)
  const baseUrl = typeof options.baseUrl === 'string' ? path.resolve(folder, options.baseUrl) : undefined
  if (baseUrl) paths['*'] = [`${baseUrl}/*`]
  for (const [pattern, targets] of Object.entries(toRecord(options.paths))) {
    paths[pattern] = toList(targets).map((target) => path.resolve(baseUrl ?? folder, target))
  }
  if (Object.keys(paths).length === 0) Object.assign(paths, readReferences(json.references, folder, files))
  return paths
}

// A solution file only lists others: what they say about imports is taken together.
function readReferences(references: unknown, folder: string, files: string[]): Record<string, string[]> {
  const paths: Record<string, string[]> = {}
  for (const reference of Array.isArray(references) ? references : []) {
    const target = toRecord(reference).path
    if (typeof target !== 'string') continue
    const place = path.resolve(folder, target)
    const file = place.endsWith('.json') ? place : path.join(place, 'tsconfig.json')
    if (existsSync(file)) Object.assign(paths, readPaths(file, files))
  }
  return paths
}

function resolveExtended(base: string, folder: string): string | undefined {
  if (base.startsWith('.') || path.isAbsolute(base)) {
    const place = path.resolve(folder, base)
    return [place, `${place}.json`, path.join(place, 'tsconfig.json')].find((name) => isFile(name))
  }
  const require = createRequire(path.join(folder, 'tsconfig.json'))
  for (const name of [base, `${base}.json`, `${base}/tsconfig.json`]) {
    try {
      return require.resolve(name)
    } catch {
      // Not under this name; a package that is not installed contributes nothing.
    }
  }
  return undefined
}

function readJson(file: string): Record<string, unknown> {
  try {
    return toRecord(parseJsonWithComments(readFileSync(file, 'utf8')))
  } catch {
    return {}
  }
}

const isFile = (name: string): boolean => existsSync(name) && statSync(name).isFile()

function toRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

function toList(value: unknown): string[] {
  const list: unknown[] = Array.isArray(value) ? value : [value]
  return list.filter((item) => typeof item === 'string')
}
