import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Compiler } from './compiler.ts'
import type { ProgramInput } from './compiler-options.ts'

/** A TypeScript installation and the kind of interface it offers. */
interface Installation {
  readonly folder: string
  readonly version: string
  readonly exports: Readonly<Record<string, unknown>>
}

const OWN = fileURLToPath(import.meta.url)

/**
 * Opens the best compiler there is: the project's own TypeScript, else the one installed beside rehost, else a parser
 * that knows no types. What an installation offers is seen from its exports, not from its version.
 *
 * @returns Undefined when there is not even a parser.
 */
export async function openCompiler(input: ProgramInput): Promise<Compiler | undefined> {
  for (const installation of installations(input.dir)) {
    try {
      const compiler = await openTypeScript(installation, input)
      if (compiler) return compiler
    } catch {
      // An installation without its native part, for instance; the next one may do.
    }
  }
  try {
    const { openOxc } = await import('./oxc.ts')
    return await openOxc(input)
  } catch {
    return undefined
  }
}

/** What decides which compiler `openCompiler` takes, without loading any: part of a cache's key. */
export function compilerIdentity(dir: string): string {
  return installations(dir)
    .map(({ version }) => version)
    .join(',')
}

function installations(dir: string): Installation[] {
  const found: Installation[] = []
  for (const from of [path.join(dir, 'package.json'), OWN]) {
    const folder = packageFolder('typescript', from)
    if (!folder || found.some((known) => known.folder === folder)) continue
    const json = readJson(path.join(folder, 'package.json'))
    const exports = typeof json.exports === 'object' && json.exports !== null ? { ...json.exports } : {}
    found.push({ folder, version: typeof json.version === 'string' ? json.version : '', exports })
  }
  return found
}

function packageFolder(name: string, from: string): string | undefined {
  const places = createRequire(from).resolve.paths(name) ?? []
  return places.map((place) => path.join(place, name)).find((folder) => existsSync(path.join(folder, 'package.json')))
}

function readJson(file: string): Record<string, unknown> {
  try {
    const json: unknown = JSON.parse(readFileSync(file, 'utf8'))
    return typeof json === 'object' && json !== null ? { ...json } : {}
  } catch {
    return {}
  }
}

async function openTypeScript(installation: Installation, input: ProgramInput): Promise<Compiler | undefined> {
  const { folder, version, exports } = installation
  const at = (name: string): string | undefined => {
    const target = exports[name]
    return typeof target === 'string' ? pathToFileURL(path.join(folder, target)).href : undefined
  }
  // 7.1 and later, then 7.0, whose interface is the same under another name.
  for (const prefix of ['./', './unstable/']) {
    const [sync, ast] = [at(`${prefix}sync`), at(`${prefix}ast`)]
    if (!sync || !ast) continue
    const { openTypeScriptRpc } = await import('./typescript-rpc.ts')
    // The exports' names say what these modules are; 7.0's own declarations describe them.
    const modules: [typeof import('typescript/unstable/sync'), typeof import('typescript/unstable/ast')] =
      await Promise.all([import(sync), import(ast)])
    return openTypeScriptRpc({ sync: modules[0], kinds: modules[1].SyntaxKind, version }, input)
  }
  const { openTypeScriptJs } = await import('./typescript-js.ts')
  return openTypeScriptJs(folder, input)
}
