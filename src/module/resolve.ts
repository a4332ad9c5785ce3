import { basename, extname, join } from 'node:path'
import { isBuiltin } from 'node:module'
import type { ImportKind, OnResolveArgs, PluginBuild, ResolveResult } from 'esbuild'
import { CONDITIONS, resolveAgain } from './conditions.ts'
import { readFormat, type Format } from './format.ts'
import { isLoadable } from './loadable.ts'
import { isInstalled, toPackageName, type PackageFacts, type PackageIndex } from './package-facts.ts'
import { findFallback, findVirtual, isVirtual, toVirtualModule } from './virtual.ts'

/** The keys of next.config that decide how modules are compiled. */
export interface ModuleSettings {
  /** `env`: texts put in place of `process.env.NAME`. */
  readonly env: Readonly<Record<string, string>>
  /** Packages that are compiled though Node.js could load them. */
  readonly transpilePackages: readonly string[]
  /** Packages that are never compiled. */
  readonly serverExternalPackages: readonly string[]
  /** `turbopack.resolveAlias`: specifier → specifier, `./path` below the project folder, or a list or choice of them. */
  readonly resolveAlias: Readonly<Record<string, unknown>>
  /** `experimental.useCache`: lets functions say `'use cache'`. */
  readonly useCache: boolean
  /** `cacheComponents`: the same, and route files may not say for themselves how they are cached. */
  readonly cacheComponents: boolean
}

/** What resolving needs to know beside the import itself. */
export interface ResolveContext {
  /** The project folder. */
  readonly dir: string
  readonly settings: ModuleSettings
  readonly packages: PackageIndex
  /** True when packages are to be named as `import` names them, because the output will be moved. */
  readonly portable: boolean
}

/** What an import stands for. */
export type Target =
  /** A module that is compiled: a path, or the id of a virtual module. */
  | { readonly kind: 'source'; readonly id: string; readonly format: Format }
  /** A file that Node.js loads as it is; `name` is the specifier for a portable output, where there is one. */
  | { readonly kind: 'package'; readonly file: string; readonly format: Format; readonly name: string | undefined }
  /** A part of Node.js, or a URL. */
  | { readonly kind: 'outside'; readonly specifier: string }

const TYPESCRIPT = ['.ts', '.tsx', '.mts', '.cts', '.jsx']
const SCRIPTS = ['.js', '.mjs', '.cjs', '.json', '.node']
/** Handed to esbuild's own resolver so that our plugin leaves that call alone. */
export const INNER = 'rehost'

/**
 * Decides what one import means.
 *
 * @returns The target; undefined when nothing has that name, which esbuild then reports with its place.
 */
export async function resolveImport(
  args: OnResolveArgs,
  build: PluginBuild,
  context: ResolveContext,
): Promise<Target | undefined> {
  const specifier = findAlias(args.path, context) ?? args.path
  if (isBuiltin(specifier) || /^(?:data|https?|file|node):/.test(specifier)) return { kind: 'outside', specifier }
  const virtual = findVirtual(specifier)
  if (virtual !== undefined) return toVirtualTarget(virtual)
  const found = await findFile(specifier, args, build, context)
  if (found.errors.length > 0) {
    const fallback = findFallback(specifier)
    return fallback === undefined ? undefined : toVirtualTarget(fallback)
  }
  if (found.external || found.namespace !== 'file') return { kind: 'outside', specifier: found.path }
  if (isCompiled(found.path, context)) return toSourceTarget(found.path, context)
  const format = readFormat(found.path, context.packages)
  const target = { kind: 'package', file: found.path, format, name: undefined } as const
  if (!context.portable) return target
  // CommonJS is required, however it was imported.
  const kinds: ImportKind[] = format === 'cjs' ? [args.kind, 'require-call'] : [args.kind]
  return { ...target, name: await findPortableName({ specifier, file: found.path, kinds }, build, context) }
}

async function findFile(
  specifier: string,
  { kind, importer, resolveDir }: OnResolveArgs,
  build: PluginBuild,
  context: ResolveContext,
): Promise<ResolveResult> {
  const found = await build.resolve(specifier, { kind, importer, resolveDir, pluginData: INNER })
  const facts = context.packages.installed(found.path)
  // Next.js runs route handlers in React's server layer. For all packages that would be too much: those that render
  // on a server by themselves break in it.
  const inServerLayer = facts?.hasServerLayer === true && isCompiled(found.path, context) && restsOnNext(facts)
  if (!inServerLayer) return found
  return resolveAgain(specifier, { kind, resolveDir, conditions: [...CONDITIONS, 'react-server'] })
}

function toVirtualTarget(id: string): Target {
  return { kind: 'source', id, format: toVirtualModule(id).format }
}

function toSourceTarget(file: string, context: ResolveContext): Target {
  return { kind: 'source', id: file, format: readFormat(file, context.packages) }
}

/** The format a compiled module is put out in. */
export function toSourceFormat(id: string, packages: PackageIndex): Format {
  return isVirtual(id) ? toVirtualModule(id).format : readFormat(id, packages)
}

function findAlias(specifier: string, context: ResolveContext): string | undefined {
  const { resolveAlias } = context.settings
  if (!Object.hasOwn(resolveAlias, specifier)) return undefined
  const chosen = toChoice(resolveAlias[specifier])
  return chosen?.startsWith('.') ? join(context.dir, chosen) : chosen
}

function toChoice(value: unknown): string | undefined {
  if (typeof value === 'string') return value
  if (Array.isArray(value)) return toChoice(value[0])
  if (typeof value !== 'object' || value === null) return undefined
  const byCondition = new Map<string, unknown>(Object.entries(value))
  return toChoice(byCondition.get('node') ?? byCondition.get('default'))
}

function isCompiled(file: string, context: ResolveContext): boolean {
  if (!isInstalled(file)) return true
  const facts = context.packages.installed(file)
  if (facts === undefined) return true
  const { serverExternalPackages, transpilePackages } = context.settings
  if (facts.name === 'next' || isNamed(facts, serverExternalPackages)) return false
  if (isNamed(facts, transpilePackages) || restsOnNext(facts)) return true
  const extension = extname(file)
  if (TYPESCRIPT.includes(extension) || !SCRIPTS.includes(extension)) return true
  return readFormat(file, context.packages) === 'esm' && !isLoadable(file, context.packages)
}

// An alias of npm (`npm:next-auth@5`) gives a package's folder another name than its package.json.
function isNamed(facts: PackageFacts, names: readonly string[]): boolean {
  const folder = facts.dir.replaceAll('\\', '/').split('/node_modules/').at(-1) ?? basename(facts.dir)
  return names.includes(folder) || (facts.name !== undefined && names.includes(facts.name))
}

function restsOnNext({ dependencies }: PackageFacts): boolean {
  return ['next', 'server-only', 'client-only'].some((name) => dependencies.has(name))
}

// A bare name survives a fresh `npm ci` beside the output, a path may not; but it must mean the same file from there.
async function findPortableName(
  { specifier, file, kinds }: { specifier: string; file: string; kinds: readonly ImportKind[] },
  build: PluginBuild,
  context: ResolveContext,
): Promise<string | undefined> {
  const name = toPackageName(specifier)
  const facts = context.packages.installed(file)
  if (name === undefined || facts === undefined) return undefined
  const deep = specifier !== name && !facts.hasExports
  // Node.js does not guess extensions in an `import`.
  const exact = deep ? name + file.slice(facts.dir.length).replaceAll('\\', '/') : specifier
  for (const kind of kinds) {
    const found = await build.resolve(exact, { kind, resolveDir: context.dir, pluginData: INNER })
    if (found.path !== file) return undefined
  }
  return exact
}
