import { relative } from 'node:path'
import type { Fault } from '../errors.ts'
import { emitSources } from './emit.ts'
import { createLoader } from './loader.ts'
import { toCompileFault } from './load-fault.ts'
import type { Manifest } from './manifest.ts'
import { openPackageIndex } from './package-facts.ts'
import type { ModuleSettings } from './resolve.ts'
import { openRuntime, provideModules, writeRuntime } from './runtime.ts'
import { compileSources, type Sources } from './source-graph.ts'
import { openTempFolder } from './temp-folder.ts'
import { isVirtual } from './virtual.ts'

/** Route files and other entries, compiled; files are absolute paths. */
export interface Modules {
  /**
   * What a file exports: an ES namespace, or the value of `module.exports`. It is evaluated when first asked for.
   *
   * @throws {Fault} COMPILE_FAILED, with the place, when the file or one it imports does not compile; MODULE_FAILED when
   *   it throws. It is tried again after a change, and after a while.
   */
  load(file: string): Promise<object>
  /** True for an entry, whether it compiled or not. */
  has(file: string): boolean
  /** Why the newest version of a file is not served; undefined when it is, or has not been asked for. */
  errorOf(file: string): Fault | undefined
  /** Compiles what has changed on disk, for the entries given, or the same as before. */
  rebuild(entries?: readonly string[]): Promise<Rebuilt>
  /** The files whose change may change an entry: sources and tsconfig files. */
  readonly watchFiles: readonly string[]
  /** Removes what was written. */
  close(): Promise<void>
}

/** What a rebuild did. */
export interface Rebuilt {
  /** Entries that are new or will be evaluated anew, because they or something they import has changed. */
  readonly changed: readonly string[]
  readonly errors: readonly EntryError[]
}

/** An entry that does not compile, itself or something it imports. */
export interface EntryError {
  readonly file: string
  readonly fault: Fault
  /** True when it compiles, and cannot be loaded all the same. */
  readonly whenLoaded: boolean
}

export interface ModulesOptions {
  /** The project folder. */
  readonly dir: string
  /** Absolute paths: route files, the proxy, instrumentation. */
  readonly entries: readonly string[]
  readonly settings?: Partial<ModuleSettings>
}

const NO_SETTINGS: ModuleSettings = {
  env: {},
  transpilePackages: [],
  serverExternalPackages: [],
  resolveAlias: {},
  useCache: false,
  cacheComponents: false,
}
const EMPTY: Manifest = { entries: {}, errors: {}, outputs: {} }

/**
 * Compiles entries and all they import into a folder of their own below the system's temporary folder. Nothing is
 * evaluated before `load` asks for it; each module then has one instance in the process, whoever imports it.
 */
export async function openModules(options: ModulesOptions): Promise<Modules> {
  const { dir } = options
  const folder = await openTempFolder('modules')
  const outDir = folder.path
  await writeRuntime(outDir)
  const runtime = openRuntime(outDir, dir)
  const written = new Set<string>()
  let entries = options.entries
  let sources: Sources = new Map()
  let manifest = EMPTY

  async function compile(): Promise<void> {
    sources = await compileSources(entries, toContext(options, false), sources)
    manifest = await emitSources(entries, sources, { outDir, dir, portable: false }, written)
    await provideModules(runtime, manifest.outputs)
  }

  // One after another: a compilation builds on what the one before it left.
  let last = compile()
  await last
  const loader = createLoader({ outDir, dir, runtime, manifest: () => manifest })
  return {
    load: (file) => loader.load(toName(dir, file)),
    has: (file) => hasEntry(manifest, toName(dir, file)),
    errorOf: (file) => loader.errorOf(toName(dir, file)),
    async rebuild(next = entries) {
      let before = manifest
      last = last.then(() => {
        before = manifest
        entries = next
        return compile()
      })
      await last
      const changed = entries.filter((file) => isChanged(toName(dir, file), before, manifest))
      return { changed, errors: toErrors(entries, dir, manifest) }
    },
    get watchFiles() {
      return toWatchFiles(sources)
    },
    async close() {
      await loader.close()
      await folder.remove()
    },
  }
}

/** The name of a file in a manifest: its path below the project folder. */
export function toName(dir: string, file: string): string {
  return relative(dir, file).replaceAll('\\', '/')
}

/** True for the name of an entry of a manifest. */
export function hasEntry({ entries, errors }: Manifest, name: string): boolean {
  return Object.hasOwn(entries, name) || Object.hasOwn(errors, name)
}

/** What compiling needs to know, from what the caller gave. */
export function toContext({ dir, settings }: ModulesOptions, portable: boolean): Parameters<typeof compileSources>[1] {
  return { dir, settings: { ...NO_SETTINGS, ...settings }, packages: openPackageIndex(), portable }
}

/** The entries that do not compile. */
export function toErrors(entries: readonly string[], dir: string, manifest: Manifest): EntryError[] {
  return entries.flatMap((file) => {
    const error = manifest.errors[toName(dir, file)]
    return error === undefined ? [] : [{ file, fault: toCompileFault(error), whenLoaded: error.whenLoaded === true }]
  })
}

function isChanged(name: string, before: Manifest, after: Manifest): boolean {
  return before.entries[name] !== after.entries[name]
}

function toWatchFiles(sources: Sources): string[] {
  const files = new Set<string>()
  for (const source of sources.values()) {
    if (isVirtual(source.id)) continue
    files.add(source.id)
    for (const path of source.stamps.keys()) if (/[\\/][jt]sconfig\.json$/.test(path)) files.add(path)
  }
  return [...files]
}
