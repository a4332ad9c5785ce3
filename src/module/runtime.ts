import { writeFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { NEXT_MODULES } from './virtual.ts'

/** Name of the file that all compiled modules of a folder share. */
export const RUNTIME_FILE = 'runtime.cjs'
/** Resolves bare specifiers with the conditions of `import`, from where the compiled modules are. */
export const RESOLVE_FILE = 'resolve.mjs'

const RUNTIME = `'use strict'
const { createRequire } = require('node:module')
const { dirname, resolve } = require('node:path')
const { pathToFileURL } = require('node:url')
exports.dir = ''
exports.next = {}
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
  /** The modules that `next/server` and its like stand for, by name. */
  next: Record<string, object>
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
 * Loads the runtime of a folder of compiled modules and makes it ready to evaluate them.
 *
 * @param dir The project folder as it is now; a built output may have been moved since it was compiled.
 */
export async function openRuntime(outDir: string, dir: string): Promise<Runtime> {
  process.setSourceMapsEnabled(true)
  // The text of the file is ours, see RUNTIME.
  const runtime = createRequire(import.meta.url)(join(outDir, RUNTIME_FILE)) as Runtime
  runtime.dir = dir
  runtime.next = await loadNextModules()
  return runtime
}

// The server imports the same files, so that both sides share one AsyncLocalStorage.
async function loadNextModules(): Promise<Record<string, object>> {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
  const modules: Record<string, object> = {}
  for (const name of NEXT_MODULES) {
    const url = new URL(`../${name}.${extension}`, import.meta.url)
    if (existsSync(url)) modules[name] = await import(url.href)
  }
  return modules
}
