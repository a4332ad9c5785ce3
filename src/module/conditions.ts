import type { ImportKind, ResolveResult } from 'esbuild'

import { withCompiler } from './compiler.ts'
/**
 * The conditions of `exports` beside those of every Node.js: `require()` and `import` of ES modules choose by
 * `module-sync` where both can load them.
 */
export const CONDITIONS: readonly string[] =
  Reflect.get(process.features, 'require_module') === true ? ['module-sync'] : []

export interface AgainOptions {
  readonly kind: ImportKind
  /** Absolute path of the folder that the import is made from. */
  readonly resolveDir: string
  readonly conditions: readonly string[]
}

/** Resolves one specifier with other conditions than the running build; those of a build of esbuild are fixed. */
export async function resolveAgain(specifier: string, options: AgainOptions): Promise<ResolveResult> {
  const { kind, resolveDir, conditions } = options
  let found: ResolveResult | undefined
  await withCompiler(({ build }) =>
    build({
      stdin: { contents: '', resolveDir },
      bundle: true,
      write: false,
      logLevel: 'silent',
      platform: 'node',
      conditions: [...conditions],
      plugins: [
        {
          name: 'rehost-resolve-again',
          setup(inner) {
            inner.onStart(async () => {
              found = await inner.resolve(specifier, { kind, resolveDir })
            })
          },
        },
      ],
    }),
  )
  if (found === undefined) throw new Error(`esbuild did not resolve ${specifier}`)
  return found
}
