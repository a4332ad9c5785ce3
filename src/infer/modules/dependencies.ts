import { readFileSync } from 'node:fs'
import type { Resolve } from './resolve.ts'

/** Which files a file imports, directly and on the way. Read from the text, so that no compiler is needed. */
export interface Dependencies {
  /** True when a file leads to any of `targets` through its imports. */
  reaches(file: string, targets: ReadonlySet<string>): boolean
  /** Reads these files again when they are next asked about. */
  forget(files: readonly string[]): void
}

// An import in a comment or string costs a needless look at a route, no more.
const SPECIFIERS = /\b(?:from|import|require)\s*\(?\s*(['"])([^'"\n]+)\1/g

export function createDependencies(resolve: Resolve): Dependencies {
  const known = new Map<string, readonly string[]>()
  const importsOf = (file: string): readonly string[] => {
    const found = known.get(file)
    if (found) return found
    const imports = readImports(file, resolve)
    known.set(file, imports)
    return imports
  }
  return {
    reaches(file, targets) {
      const seen = new Set([file])
      const waiting = [file]
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
        for (const imported of importsOf(next)) {
          if (targets.has(imported)) return true
          if (!seen.has(imported)) waiting.push(imported)
          seen.add(imported)
        }
      }
      return false
    },
    forget(files) {
      for (const file of files) known.delete(file)
    },
  }
}

function readImports(file: string, resolve: Resolve): string[] {
  try {
    const text = readFileSync(file, 'utf8')
    const specifiers = [...text.matchAll(SPECIFIERS)].map((match) => match[2] ?? '')
    return [...new Set(specifiers)].map((specifier) => resolve(specifier, file)).filter((found) => found !== undefined)
  } catch {
    return []
  }
}
