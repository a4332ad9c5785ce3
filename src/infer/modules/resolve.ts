import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs'
import path from 'node:path'
import type { ProjectConfig } from '../compiler/project-config.ts'

/** Finds the file an import means. Undefined for packages and for files that are not source code. */
export type Resolve = (specifier: string, fromFile: string) => string | undefined

const EXTENSIONS = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs']
const SOURCE = /\.[cm]?[jt]sx?$/

/**
 * Resolves imports as bundlers do: relative files, tsconfig `paths`, package `imports`, and packages of the same
 * repository that are linked into node_modules.
 */
export function createResolver(config: ProjectConfig): Resolve {
  const known = new Map<string, string | undefined>()
  return (specifier, fromFile) => {
    const key = `${path.dirname(fromFile)}\0${specifier}`
    if (!known.has(key)) known.set(key, resolve(specifier, fromFile, config))
    return known.get(key)
  }
}

function resolve(specifier: string, fromFile: string, config: ProjectConfig): string | undefined {
  if (specifier.startsWith('.') || path.isAbsolute(specifier))
    return toFile(path.resolve(path.dirname(fromFile), specifier))
  if (specifier.startsWith('node:')) return undefined
  for (const target of mapPaths(specifier, config.paths)) {
    const file = toFile(target)
    if (file) return file
  }
  return specifier.startsWith('#') ? fromImports(specifier, fromFile) : fromWorkspace(specifier, fromFile)
}

function toFile(place: string): string | undefined {
  if (SOURCE.test(place) && isFile(place)) return own(place)
  // `./lib.js` may mean `lib.ts`, as ESM TypeScript writes it.
  const stem = place.replace(/\.([cm]?)js(x?)$/, '')
  for (const base of new Set([place, stem])) {
    const found = EXTENSIONS.map((extension) => base + extension).find((file) => isFile(file))
    if (found) return own(found)
  }
  const index = EXTENSIONS.map((extension) => path.join(place, `index${extension}`)).find((file) => isFile(file))
  return index && own(index)
}

function own(file: string): string | undefined {
  const real = realpathSync(file)
  return real.split(path.sep).includes('node_modules') || real.endsWith('.d.ts') ? undefined : file
}

function isFile(file: string): boolean {
  return existsSync(file) && statSync(file).isFile()
}

function mapPaths(specifier: string, paths: ProjectConfig['paths']): string[] {
  const exact = paths[specifier]
  if (exact) return [...exact]
  const patterns = Object.keys(paths).filter((pattern) => pattern.includes('*'))
  // The longest prefix wins, as TypeScript has it.
  patterns.sort((one, other) => other.indexOf('*') - one.indexOf('*'))
  for (const pattern of patterns) {
    const [before = '', after = ''] = pattern.split('*')
    if (!specifier.startsWith(before) || !specifier.endsWith(after)) continue
    const rest = specifier.slice(before.length, specifier.length - after.length)
    return (paths[pattern] ?? []).map((target) => target.replace('*', rest))
  }
  return []
}

function fromImports(specifier: string, fromFile: string): string | undefined {
  const found = nearestPackage(fromFile)
  const target = found && pick(lookUp(found.json.imports, specifier))
  return found && target ? toFile(path.join(found.folder, target)) : undefined
}

// A package of the same repository is source code too: its link in node_modules leads outside of it.
function fromWorkspace(specifier: string, fromFile: string): string | undefined {
  const parts = specifier.split('/')
  const name = parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/')
  const rest = specifier.slice(name.length + 1)
  const folder = linkedFolder(name, fromFile)
  if (!folder) return undefined
  const json = readPackage(folder)
  const exported = pick(lookUp(json.exports, rest ? `./${rest}` : '.'))
  const entries = rest
    ? [exported, rest, `src/${rest}`]
    : [exported, text(json.source), text(json.types), text(json.module), text(json.main), 'src/index', 'index']
  for (const entry of entries) {
    const file = entry && toFile(path.join(folder, entry))
    if (file) return file
  }
  return undefined
}

function linkedFolder(name: string, fromFile: string): string | undefined {
  for (let folder = path.dirname(fromFile); ; folder = path.dirname(folder)) {
    const link = path.join(folder, 'node_modules', name)
    if (existsSync(link)) {
      const real = realpathSync(link)
      return real.split(path.sep).includes('node_modules') ? undefined : real
    }
    if (path.dirname(folder) === folder) return undefined
  }
}

function nearestPackage(fromFile: string): { folder: string; json: Record<string, unknown> } | undefined {
  for (let folder = path.dirname(fromFile); ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, 'package.json'))) return { folder, json: readPackage(folder) }
    if (path.dirname(folder) === folder) return undefined
  }
}

function readPackage(folder: string): Record<string, unknown> {
  try {
    const json: unknown = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'))
    return typeof json === 'object' && json !== null ? { ...json } : {}
  } catch {
    return {}
  }
}

function lookUp(map: unknown, key: string): unknown {
  if (typeof map === 'string') return key === '.' ? map : undefined
  if (typeof map !== 'object' || map === null) return undefined
  const table: Record<string, unknown> = { ...map }
  if (key in table) return table[key]
  if (key === '.' && !Object.keys(table).some((name) => name.startsWith('.'))) return table
  for (const [pattern, target] of Object.entries(table)) {
    const [before = '', after = ''] = pattern.split('*')
    if (!pattern.includes('*') || !key.startsWith(before) || !key.endsWith(after)) continue
    const found = pick(target)
    return found?.replace('*', key.slice(before.length, key.length - after.length))
  }
  return undefined
}

const CONDITIONS = ['source', 'types', 'import', 'module', 'node', 'require', 'default']

function pick(target: unknown): string | undefined {
  if (typeof target === 'string') return target
  if (typeof target !== 'object' || target === null) return undefined
  const table: Record<string, unknown> = { ...target }
  for (const condition of CONDITIONS) {
    const found = pick(table[condition])
    if (found) return found
  }
  return undefined
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)
