import { writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { importFile } from './import-file.ts'
import type { Manifest } from './manifest.ts'
import { PROVIDED } from './virtual.ts'

/** Name of the file that all compiled modules of a folder share. */
export const RUNTIME_FILE = 'runtime.cjs'
/** Resolves bare specifiers with the conditions of `import`, from where the compiled modules are. */
export const RESOLVE_FILE = 'resolve.mjs'

const RUNTIME = `'use strict'
const { createRequire } = require('node:module')
const { dirname, resolve } = require('node:path')
const { pathToFileURL } = require('node:url')
exports.dir = ''
exports.provided = {}
exports.evaluated = new Set()
exports.require = require
exports.source = (name) => {
  const file = resolve(exports.dir, name)
  return { url: pathToFileURL(file).href, file, dir: dirname(file), require: createRequire(file) }
}
`
const RESOLVE = `export const resolve = (specifier) => import.meta.resolve(specifier)\n`

/** What compiled modules and the loader share; a CommonJS file, so that both see one instance. */
export interface Runtime {
  /** The project folder: where `import.meta.url` and `__dirname` of the sources are counted from. */
  dir: string
  /** The exports of the modules that the running rehost provides, by name. */
  readonly provided: Record<string, object>
  /** Output names of the ES modules that were evaluated to their end. */
  readonly evaluated: Set<string>
  readonly require: NodeJS.Require
}

/** Writes the files that compiled modules rest on. */
export async function writeRuntime(outDir: string): Promise<void> {
  await writeFile(join(outDir, RUNTIME_FILE), RUNTIME)
  await writeFile(join(outDir, RESOLVE_FILE), RESOLVE)
}

/**
 * Loads the runtime of a folder of compiled modules.
 *
 * @param dir The project folder as it is now; a built output may have been moved since it was compiled.
 */
export function openRuntime(outDir: string, dir: string): Runtime {
  process.setSourceMapsEnabled(true)
  // The text of the file is ours, see RUNTIME.
  const runtime = createRequire(import.meta.url)(join(outDir, RUNTIME_FILE)) as Runtime
  runtime.dir = dir
  return runtime
}

/** Imports one of the modules that `PROVIDED` names. */
export type Provide = (name: string) => Promise<object>

const importBeside: Provide = (name) => {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
  return importFile(new URL(`${PROVIDED[name]}.${extension}`, import.meta.url).href)
}

/** Imports the modules that a manifest's outputs want of the running rehost, once. */
export async function provideModules(
  runtime: Runtime,
  outputs: Manifest['outputs'],
  provide: Provide = importBeside,
): Promise<void> {
  for (const { source } of Object.values(outputs)) {
    const name = source.slice('virtual:'.length)
    if (!source.startsWith('virtual:') || PROVIDED[name] === undefined) continue
    if (!Object.hasOwn(runtime.provided, name)) runtime.provided[name] = await provide(name)
  }
}
