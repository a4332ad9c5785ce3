import { readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { importFile } from './import-file.ts'
import type { Manifest } from './manifest.ts'
import { RESOLVE_FILE, RUNTIME_FILE, type Runtime } from './runtime.ts'
import { openTempFolder, type TempFolder } from './temp-folder.ts'

/** Finds the file of a compiled module, and makes new ones of those that failed. */
export interface FreshCopies {
  /** The file to evaluate for an output: its own, or the copy that took its place. */
  pathOf(output: string): string
  /** True when an output rests on one that has been replaced and was not evaluated itself. */
  isOutdated(output: string, manifest: Manifest): boolean
  /** Puts copies in the place of an output and of all it rests on that was not evaluated to its end. */
  renew(output: string, manifest: Manifest): Promise<void>
  close(): Promise<void>
}

const SPECIFIER = /((?:\bfrom |\bimport )|\bimport\(|__rehost\.require\(|\brequire\()"((?:[^"\\]|\\.)*)"/g

/**
 * Node.js remembers for ever that an ES module failed. To try again, the module and its importers need new names; what
 * was evaluated well keeps its instance. The copies are put in a folder of their own, since that of a build may be
 * read-only.
 */
export function createFreshCopies(outDir: string, runtime: Runtime): FreshCopies {
  const paths = new Map<string, string>()
  let folder: Promise<TempFolder> | undefined
  let count = 0

  const pathOf = (output: string): string => paths.get(output) ?? join(outDir, output)

  function isEvaluated(output: string): boolean {
    if (output.endsWith('.mjs')) return runtime.evaluated.has(output)
    return runtime.require.cache[pathOf(output)]?.loaded === true
  }

  async function copy(output: string, target: string, manifest: Manifest): Promise<void> {
    const { resolve: resolveBare } = (await importFile(pathToFileURL(join(outDir, RESOLVE_FILE)).href)) as {
      resolve: (specifier: string) => string
    } // The text of the file is ours, see RESOLVE.
    const known = new Map(manifest.outputs[output]?.imports.map((found) => [found.specifier, found.output]))
    known.set(`./${RUNTIME_FILE}`, RUNTIME_FILE)
    const text = await readFile(join(outDir, output), 'utf8')
    const moved = text.replaceAll(SPECIFIER, (whole, before: string, quoted: string) => {
      const specifier: string = JSON.parse(`"${quoted}"`)
      if (!known.has(specifier)) return whole
      const inner = known.get(specifier)
      const required = before.endsWith('require(')
      if (inner !== undefined)
        return before + JSON.stringify(required ? pathOf(inner) : pathToFileURL(pathOf(inner)).href)
      if (required) return before + JSON.stringify(runtime.require.resolve(specifier))
      return before + JSON.stringify(resolveBare(specifier))
    })
    // Node.js looks for the map of a path, but not of a file: URL.
    const map = `//# sourceMappingURL=${pathToFileURL(join(outDir, output)).pathname}.map`
    await writeFile(target, moved.replace(/\/\/# sourceMappingURL=\S+\n$/, `${map}\n`))
  }

  return {
    pathOf,
    isOutdated(output, manifest) {
      return toClosure(output, manifest).some((inner) => paths.has(inner) && !isEvaluated(output))
    },
    async renew(output, manifest) {
      folder ??= openTempFolder('retry')
      const { path: dir } = await folder
      count += 1
      const failed = toClosure(output, manifest).filter((inner) => !isEvaluated(inner))
      for (const inner of failed) paths.set(inner, resolve(dir, `${count}-${inner}`))
      await Promise.all(failed.map((inner) => copy(inner, pathOf(inner), manifest)))
    },
    async close() {
      await (await folder)?.remove()
    },
  }
}

// What is evaluated along with an output; `import()` is not.
function toClosure(output: string, { outputs }: Manifest): string[] {
  const found = new Set([output])
  for (const next of found) {
    for (const inner of outputs[next]?.imports ?? []) {
      if (inner.output !== undefined && inner.kind !== 'dynamic') found.add(inner.output)
    }
  }
  return [...found]
}
