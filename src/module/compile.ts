import { readFile } from 'node:fs/promises'
import { dirname, extname, relative } from 'node:path'
import type { BuildFailure, BuildResult, Loader, Message } from 'esbuild'
import { toCodeFrame } from './code-frame.ts'
import { withCompiler } from './compiler.ts'
import { CONDITIONS } from './conditions.ts'
import { compileData } from './data.ts'
import type { Format } from './format.ts'
import { createImportPlugin, SOURCE } from './import-plugin.ts'
import { isInstalled } from './package-facts.ts'
import { toSourceFormat, type ResolveContext } from './resolve.ts'
import { findSegmentConfig } from './segment-config.ts'
import { toBroken, type CompileError, type Source, type SourceImport } from './source.ts'
import { findTsconfig, toStamps } from './stamps.ts'
import { compileUseCache } from './use-cache.ts'
import { isVirtual, toVirtualModule } from './virtual.ts'

const LOADERS: Readonly<Record<string, Loader>> = { '.ts': 'ts', '.mts': 'ts', '.cts': 'ts', '.tsx': 'tsx' }
const EXTENSIONS = ['.tsx', '.ts', '.jsx', '.js', '.mjs', '.mts', '.cjs', '.cts', '.json']
const TYPESCRIPT = /\.[cm]?tsx?$/
const COMMONJS = /\bmodule\.exports\b|\bexports\s*[.[]/

const NOTHING = { map: undefined, imports: [], exports: [], error: undefined } as const

interface Script {
  readonly id: string
  readonly name: string
  readonly text: string
  readonly loader: Loader
  readonly format: Format
  readonly tsconfig: string | undefined
}

interface Output {
  readonly code: string
  readonly map: string
  readonly imports: readonly SourceImport[]
  readonly exports: readonly string[]
  /** What the syntax turned out to be. */
  readonly found: Format | undefined
}

/**
 * Compiles one file for Node.js, its imports left open.
 *
 * Each file is compiled alone: a broken one breaks only what imports it, and modules are evaluated in the order the
 * sources say. (A bundler that splits shared code evaluates it before the imports that stand above it.)
 *
 * @param id Absolute path, or the id of a virtual module.
 * @returns The result; a file that does not compile gives a module that throws, with `error` set.
 */
export async function compileSource(id: string, context: ResolveContext): Promise<Source> {
  const name = isVirtual(id) ? id : relative(context.dir, id).replaceAll('\\', '/')
  if (isVirtual(id)) {
    return { ...toVirtualModule(id), ...NOTHING, id, name, stamps: new Map() }
  }
  try {
    return (await compileData(id, name)) ?? (await compileScript(id, name, context))
  } catch (error) {
    // Gone since it was found, or not ours to read.
    const message = error instanceof Error && 'code' in error ? error.message : undefined
    if (message === undefined) throw error
    const place = { file: name, line: 1, column: 1 }
    return { ...NOTHING, id, name, format: 'esm', ...toBroken({ message, place, frame: '' }), stamps: new Map() }
  }
}

async function compileScript(id: string, name: string, context: ResolveContext): Promise<Source> {
  const tsconfig = isInstalled(id) ? undefined : findTsconfig(id)
  const format = toSourceFormat(id, context.packages)
  const base = { ...NOTHING, id, name, format }
  const watched = tsconfig === undefined ? [id] : [id, tsconfig]
  const stamps = toStamps(watched)
  try {
    const written = await readFile(id, 'utf8')
    const loader = LOADERS[extname(id)] ?? 'jsx'
    const cached = await compileUseCache({ id, name, text: written, loader, tsconfig }, context.settings)
    if (cached !== undefined && 'error' in cached) return { ...base, ...toBroken(cached.error), stamps }
    const script = cached === undefined ? { text: written, loader } : { text: cached.text, loader: 'js' as const }
    const result = await compileAs({ id, name, format, tsconfig, ...script }, context)
    const misfit = context.settings.cacheComponents && findSegmentConfig(name, written, result.exports ?? [])
    if (misfit) return { ...base, ...toBroken(misfit), stamps }
    return { ...base, ...result, stamps: new Map([...stamps, ...toStamps(toFolders(result.imports ?? []))]) }
  } catch (error) {
    if (!isBuildFailure(error)) throw error
    return { ...base, ...toBroken(await toCompileError(error.errors[0], id, name)), stamps }
  }
}

type Compiled = Pick<Source, 'code' | 'format'> & Partial<Pick<Source, 'map' | 'imports' | 'exports' | 'error'>>

async function compileAs(script: Script, context: ResolveContext): Promise<Compiled> {
  const { format } = script
  const output = await runEsbuild(script, context)
  if (format === 'cjs' || output.found !== 'cjs') return { ...output, format }
  const type = context.packages.nearest(script.id)?.type
  if (type !== 'module' && !/\.m[jt]s$/.test(script.id)) return compileAs({ ...script, format: 'cjs' }, context)
  return { format, ...toBroken(toFormatError(script)) }
}

// Node.js and Next.js both refuse it; without this it would fail as "module is not defined".
function toFormatError({ name, text }: Script): CompileError {
  const before = text.slice(0, Math.max(0, text.search(COMMONJS))).split('\n')
  const place = { file: name, line: before.length, column: (before.at(-1) ?? '').length + 1 }
  const message = 'module.exports does not exist in an ES module: export default, or name the file .cjs'
  return { message, place, frame: toCodeFrame(text, place), whenLoaded: true }
}

async function runEsbuild(script: Script, context: ResolveContext): Promise<Output> {
  const { id, name, text, loader, format, tsconfig } = script
  const imports: SourceImport[] = []
  const result = await withCompiler(({ build }) =>
    build({
      entryPoints: [name],
      bundle: true,
      write: false,
      metafile: true,
      outdir: '/',
      format,
      platform: 'node',
      target: 'node20',
      conditions: [...CONDITIONS],
      resolveExtensions: EXTENSIONS,
      jsx: 'automatic',
      sourcemap: 'external',
      sourcesContent: false,
      logLevel: 'silent',
      absWorkingDir: context.dir,
      define: toDefines(context.settings.env),
      plugins: [createImportPlugin({ id, name, text, loader, format, imports }, context)],
      ...(tsconfig === undefined ? {} : { tsconfig }),
    }),
  )
  const [map, code] = ['.map', '.js'].map((end) => result.outputFiles.find((file) => file.path.endsWith(end))?.text)
  const input = result.metafile.inputs[`${SOURCE}:${name}`]
  const exports = Object.values(result.metafile.outputs).flatMap((output) => output.exports)
  const order = format === 'esm' ? toOrder(input?.imports.map((found) => found.path) ?? [], imports) : ''
  return { code: order + toSloppy(code ?? '', script), map: map ?? '', imports, exports, found: input?.format }
}

// `strict` in tsconfig.json makes esbuild add the directive to plain JavaScript too, which compilers of TypeScript do not.
// The empty statement holds the line.
function toSloppy(code: string, { id, text }: Script): string {
  const asked = TYPESCRIPT.test(id) || /["']use strict["']/.test(text)
  return asked ? code : code.replace(/^"use strict";/, ';')
}

/**
 * The imports of CommonJS files reach their values through a stub, and esbuild puts stubs first. Naming all imports once
 * more at the top, in the order of the source, keeps that order of evaluation.
 */
function toOrder(paths: readonly string[], imports: readonly SourceImport[]): string {
  const statics = paths.flatMap((path) => {
    const index = /rehost-import:(\d+)$/.exec(path)?.[1]
    const kind = index === undefined ? undefined : imports[Number(index)]?.kind
    return kind === 'static' || kind === 'value' ? [{ index, kind }] : []
  })
  const isMixed = new Set(statics.map(({ kind }) => kind)).size > 1
  return isMixed ? statics.map(({ index }) => `import "rehost-import:${index}"; `).join('') : ''
}

function toDefines(env: Readonly<Record<string, string>>): Record<string, string> {
  const defines: Record<string, string> = {
    'import.meta.url': '__rehost_url',
    'import.meta.filename': '__rehost_file',
    'import.meta.dirname': '__rehost_dir',
    __filename: '__rehost_file',
    __dirname: '__rehost_dir',
  }
  for (const [key, value] of Object.entries(env)) {
    if (/^[A-Za-z_$][\w$]*$/.test(key)) defines[`process.env.${key}`] = JSON.stringify(value)
  }
  return defines
}

// A file that appears or goes in these folders can change what an import finds.
function toFolders(imports: readonly SourceImport[]): Set<string> {
  const ids = imports.flatMap(({ target }) => (target.kind === 'source' && !isVirtual(target.id) ? [target.id] : []))
  const folders = ids.filter((id) => !isInstalled(id)).map((id) => dirname(id))
  // `./lib` may mean `lib/index.js` now and `lib.js` then.
  return new Set(folders.flatMap((folder) => [folder, dirname(folder)]))
}

function isBuildFailure(error: unknown): error is BuildFailure & BuildResult {
  return error instanceof Error && Array.isArray(Reflect.get(error, 'errors'))
}

async function toCompileError(message: Message | undefined, id: string, name: string): Promise<CompileError> {
  const location = message?.location
  const own = location === null || location === undefined || location.file === `${SOURCE}:${name}`
  const place = { file: own ? name : location.file, line: location?.line ?? 1, column: (location?.column ?? 0) + 1 }
  const frame = own && location ? toCodeFrame(await readFile(id, 'utf8'), place) : ''
  return { message: message?.text ?? 'does not compile', place, frame }
}
