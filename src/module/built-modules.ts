import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Fault } from '../errors.ts'
import { emitSources } from './emit.ts'
import { createLoader } from './loader.ts'
import type { Manifest } from './manifest.ts'
import { hasEntry, toContext, toErrors, toName, type EntryError, type Modules, type ModulesOptions } from './modules.ts'
import { openRuntime, provideModules, writeRuntime, type Provide } from './runtime.ts'
import { compileSources } from './source-graph.ts'

const MANIFEST_FILE = 'modules.json'
const VERSION = 1

/**
 * Compiles entries and all they import into a folder that can be moved along with the project: sources are named
 * relative to the project folder, packages as `import` names them.
 *
 * @param outDir Absolute path below the project folder. It is emptied first.
 * @returns The entries that do not compile. The others can be served all the same.
 */
export async function compileTo(outDir: string, options: ModulesOptions): Promise<readonly EntryError[]> {
  const { dir, entries } = options
  await rm(outDir, { recursive: true, force: true })
  await mkdir(outDir, { recursive: true })
  await writeRuntime(outDir)
  const sources = await compileSources(entries, toContext(options, true))
  const manifest = await emitSources(entries, sources, { outDir, dir, portable: true })
  await writeFile(join(outDir, MANIFEST_FILE), `${JSON.stringify({ version: VERSION, ...manifest }, null, 1)}\n`)
  return toErrors(entries, dir, manifest)
}

/**
 * Opens what `compileTo` wrote; the compiler is not loaded for it. `rebuild` finds nothing new.
 *
 * @param dir The project folder as it is now.
 * @param provide Imports the modules of the running rehost; without it they are looked for beside this file.
 * @throws {Fault} CONFIG_INVALID, when the folder holds no build, or one of another version.
 */
export async function openBuiltModules(outDir: string, dir: string, provide?: Provide): Promise<Modules> {
  const manifest = await readManifest(join(outDir, MANIFEST_FILE))
  const runtime = openRuntime(outDir, dir)
  await provideModules(runtime, manifest.outputs, provide)
  const loader = createLoader({ outDir, dir, runtime, manifest: () => manifest })
  return {
    load: (file) => loader.load(toName(dir, file)),
    has: (file) => hasEntry(manifest, toName(dir, file)),
    errorOf: (file) => loader.errorOf(toName(dir, file)),
    async rebuild(entries = []) {
      return { changed: [], errors: toErrors(entries, dir, manifest) }
    },
    watchFiles: [],
    close: loader.close,
  }
}

async function readManifest(file: string): Promise<Manifest> {
  let json: Manifest & { version: number }
  try {
    json = JSON.parse(await readFile(file, 'utf8'))
  } catch (cause) {
    throw new Fault('CONFIG_INVALID', `${file} cannot be read: build the project again`, { cause, file })
  }
  if (json.version === VERSION) return json
  throw new Fault('CONFIG_INVALID', `${file} is of version ${json.version}, not ${VERSION}: build the project again`, {
    file,
  })
}
