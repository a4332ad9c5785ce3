import { dirname } from 'node:path'
import type { Loader, OnResolveArgs, OnResolveResult, Plugin } from 'esbuild'
import type { Format } from './format.ts'
import { INNER, resolveImport, type ResolveContext, type Target } from './resolve.ts'
import { toPlaceholder, type SourceImport } from './source.ts'

/**
 * Namespace of the compiled file. Outside of esbuild's own `file` namespace, a `"type": "module"` beside the file does
 * not make the default import of a CommonJS module ignore `__esModule`, which webpack and Turbopack honour.
 */
export const SOURCE = 'source'
const STUB = 'stub'
const LAZY = 'lazy'

/** The one file that a run of esbuild compiles. */
export interface Entry {
  readonly id: string
  /** What messages, comments and the source map call it. */
  readonly name: string
  readonly text: string
  readonly loader: Loader
  readonly format: Format
  /** Filled while esbuild runs: each import that stays open, in the order of its placeholder. */
  readonly imports: SourceImport[]
}

/** Gives esbuild the text of one file and leaves each of its imports open, under a placeholder. */
export function createImportPlugin(entry: Entry, context: ResolveContext): Plugin {
  return {
    name: 'rehost-imports',
    setup(build) {
      build.onResolve({ filter: /.*/ }, async (args) => {
        if (args.kind === 'entry-point') return { path: entry.name, namespace: SOURCE }
        if (args.pluginData === INNER) return undefined
        if (args.namespace !== SOURCE) return { path: args.path, external: true }
        if (args.kind === 'require-resolve') return { path: args.path, external: true }
        const target = await resolveImport(args, build, context)
        return target === undefined ? undefined : toResult(target, args, entry)
      })
      build.onLoad({ filter: /.*/, namespace: SOURCE }, () => ({
        contents: entry.text,
        loader: entry.loader,
        resolveDir: dirname(entry.id),
      }))
      // esbuild gives importers of a CommonJS module what bundlers give: `__esModule`, and names read at use.
      build.onLoad({ filter: /.*/, namespace: STUB }, ({ path }) => ({
        contents: `import value from ${JSON.stringify(path)}; module.exports = value`,
      }))
      build.onLoad({ filter: /.*/, namespace: LAZY }, ({ path }) => ({
        contents: `module.exports = __rehost.require(${JSON.stringify(path)})`,
      }))
    },
  }
}

function toResult(target: Target, args: OnResolveArgs, entry: Entry): OnResolveResult {
  if (target.kind === 'outside') return { path: target.specifier, external: true }
  const path = toPlaceholder(entry.imports.length)
  const kind = toKind(args, target, entry)
  entry.imports.push({ kind, target })
  if (kind === 'value') return { path, namespace: STUB }
  return kind === 'dynamic' && target.format === 'cjs' ? { path, namespace: LAZY } : { path, external: true }
}

function toKind(args: OnResolveArgs, target: Target, { format, text }: Entry): SourceImport['kind'] {
  if (args.kind === 'require-call') return 'require'
  if (args.kind === 'dynamic-import') return 'dynamic'
  // In CommonJS output esbuild wraps a plain require() itself. And only Node.js can tell the names of `export *`.
  const plain = format === 'cjs' || isReexported(args.path, text)
  return plain || target.kind === 'outside' || target.format === 'esm' ? 'static' : 'value'
}

function isReexported(specifier: string, text: string): boolean {
  return [...text.matchAll(/\bexport\s*\*\s*from\s*["']([^"'\n]+)["']/g)].some((match) => match[1] === specifier)
}
