import { readFileSync, statSync } from 'node:fs'
import { dirname, extname, join, resolve } from 'node:path'
import { readFormat } from './format.ts'
import { toPackageName, type PackageIndex } from './package-facts.ts'

const IMPORT = /(?:^|[;}\s])(?:import|export)\s*(?:[\w$*{}\s,]*?\bfrom\s*)?["']([^"'\n]+)["'](\s*(?:with|assert)\b)?/g
const GUESSED = ['.js', '.mjs', '.json', '/index.js', '/index.mjs']
// A package that leaves extensions out does so everywhere, so its first files tell.
const MAX_FILES = 40

/**
 * Says whether Node.js itself can load an ES module of an installed package. It cannot when the package was written for
 * bundlers: imports without an extension, of a folder, of JSON, or deep into a package that has no `exports`.
 *
 * @param entry Absolute path of the file that is imported.
 */
export function isLoadable(entry: string, packages: PackageIndex): boolean {
  const queue = [entry]
  const seen = new Set(queue)
  for (const file of queue) {
    for (const found of readImports(file)) {
      const target = findTarget(found.specifier, file, packages)
      if (target === undefined) continue
      if (isRefused(target, found)) return false
      if (!found.specifier.startsWith('.') || seen.has(target) || seen.size >= MAX_FILES || !isFile(target)) continue
      seen.add(target)
      if (readFormat(target, packages) === 'esm') queue.push(target)
    }
  }
  return true
}

interface FoundImport {
  readonly specifier: string
  readonly attributes: boolean
}

// A target that is nowhere is no import, but text that looks like one.
function isRefused(target: string, { attributes }: FoundImport): boolean {
  if (!isFile(target)) return GUESSED.some((end) => isFile(target + end))
  return extname(target) === '.json' && !attributes
}

function readImports(file: string): FoundImport[] {
  return [...readFileSync(file, 'utf8').matchAll(IMPORT)].map((match) => ({
    specifier: match[1] ?? '',
    attributes: match[2] !== undefined,
  }))
}

// Where Node.js would look, for the specifiers that it takes literally; undefined for all others.
function findTarget(specifier: string, file: string, packages: PackageIndex): string | undefined {
  if (/^\.\.?(?:\/|$)/.test(specifier)) return resolve(dirname(file), specifier)
  const name = toPackageName(specifier)
  if (name === undefined || name === specifier) return undefined
  for (let dir = dirname(file); dir !== dirname(dir); dir = dirname(dir)) {
    const facts = packages.installed(join(dir, 'node_modules', name, 'package.json'))
    if (facts !== undefined) return facts.hasExports ? undefined : join(dir, 'node_modules', specifier)
  }
  return undefined
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false
}
