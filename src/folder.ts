import { existsSync } from 'node:fs'
import path from 'node:path'
import type { AppFolder, Served } from './app/parts.ts'
import type { Proxy } from './app/proxy-step.ts'
import { loadRoute, toBesides, type Guard } from './load-route.ts'
import { loadDefaultConfig, loadNextConfig, type NextConfig } from './config/next-config.ts'
import type { ProblemOptions } from './config/options.ts'
import { openProject, type Project } from './config/project.ts'
import { withVercelJson } from './config/vercel-json.ts'
import { Fault } from './errors.ts'
import { SILENT, type Logger } from './log.ts'
import { importConfigFile } from './module/config-file.ts'
import { property } from './module/settings.ts'
import { openModules, type Modules, type ModulesOptions } from './module/modules.ts'
import type { ModuleSettings } from './module/resolve.ts'
import type { ModuleCounts } from './ops/metrics.ts'
import { findConventions, type Conventions } from './routes/conventions.ts'
import { scanPages } from './routes/pages.ts'
import { findPublic, scanPublic } from './routes/public-files.ts'
import type { Match, Route } from './routes/route.ts'
import { scanRoutes, type Skipped } from './routes/scan.ts'
import { RouteTable } from './routes/table.ts'
import type { ProjectFacts } from './schema/facts.ts'
import { compileProxyMatcher } from './rules/proxy-matcher.ts'
import { compileRules } from './rules/rules.ts'

/** A project folder, opened: its table, its rules, and its modules, which load when they are first called. */
export interface Folder extends AppFolder {
  readonly project: Project
  readonly config: NextConfig
  readonly table: RouteTable
  /** Files that look like routes and are none, with the reason. */
  readonly skipped: readonly Skipped[]
  readonly conventions: Conventions
  readonly modules: Modules
  /** Where package.json and openapi/base.json say what the project is. */
  readonly aboutDir: string
  /** The project's pages: they are not served, but `res.revalidate` may name them. */
  readonly pages: readonly Route[]
  /** True for a path that a route answers, or a page that the project has. */
  answers(path: string): boolean
  /** How many routes there are, and of how many the module is loaded or failed to load. */
  counts(): ModuleCounts
  /** What inference knows of the routes; undefined when it never ran for this folder. */
  facts(): Promise<ProjectFacts | undefined>
  /** Takes the methods that inference is certain of, for the guard and for Allow. */
  learn(methods: MethodsByRoute): void
  /** Loads every module that is not loaded yet, one after another; failures are logged and stay with their route. */
  preload(): Promise<void>
  close(): Promise<void>
}

export interface FolderOptions {
  readonly dir: string
  readonly mode: 'development' | 'production'
  readonly logger?: Logger
  /** Modules of an earlier opening to go on with: a reload keeps them. */
  readonly modules?: Modules
  /** `strict` has methods read from the code refuse others before the handler. */
  readonly guard?: Guard
  /** How refusals by a contract look. Default problem+json. */
  readonly problem?: ProblemOptions | undefined
  /** Where package.json and openapi/base.json are. Default: the project folder. */
  readonly aboutDir?: string
  /** Hears why next.config does not load; the folder is then opened without it. Default: that is thrown. */
  readonly onConfigFault?: ScanOptions['onConfigFault']
  /** Where the facts come from. */
  readonly facts?: () => Promise<ProjectFacts | undefined>
}

/** Upper-case methods by `Route.name`, for the routes whose methods are certain. */
export type MethodsByRoute = ReadonlyMap<string, readonly string[]>

/** A folder as its files tell, before anything is compiled. */
export type Scanned = Pick<Folder, 'project' | 'config' | 'table' | 'skipped' | 'conventions' | 'pages'>

export interface ScanOptions {
  /** Hears why next.config does not load, and has the scan go on without it; for commands that serve nothing. */
  readonly onConfigFault?: ((fault: Fault) => void) | undefined
}

/**
 * Finds a project's routes and reads its next.config.
 *
 * @throws {Fault} ROUTES_MISSING, ROUTE_NAME_INVALID, ROUTE_CONFLICT, CONFIG_INVALID.
 */
export async function scanFolder(
  dir: string,
  mode: FolderOptions['mode'],
  { onConfigFault }: ScanOptions = {},
): Promise<Scanned> {
  const project = openProject(dir)
  // Next.js evaluates rules and `env` when it builds, so that is what the config is told.
  const phase = mode === 'development' ? 'phase-development-server' : 'phase-production-build'
  const loaded = await loadNextConfig(project.dir, { phase, importFile: importConfigFile }).catch((error: unknown) => {
    // A key that is wrong is for its author to correct; what is not installed may be somebody else's.
    if (!(error instanceof Fault) || error.code === 'CONFIG_INVALID' || onConfigFault === undefined) throw error
    onConfigFault(error)
    return loadDefaultConfig()
  })
  // A plain api folder may come from Vercel; with Next.js around it, its vercel.json is a matter of the platform.
  const config = project.api === undefined ? loaded : withVercelJson(loaded, project.dir)
  const { routes, skipped } = scanRoutes(project, { pageExtensions: config.pageExtensions })
  const conventions = findConventions(project, config.pageExtensions)
  const pages = scanPages(project, config.pageExtensions)
  return { project, config, table: RouteTable.create(routes), skipped, conventions, pages }
}

/** What the compiler is told of a folder. */
export function toModulesOptions(
  { project, config, table, conventions }: Scanned,
  more: readonly string[] = [],
): ModulesOptions {
  const beside = table.routes.flatMap(toBesides).filter((file) => existsSync(file))
  const named = [conventions.proxy, conventions.instrumentation].filter((file) => file !== undefined)
  const entries = [...table.routes.map((route) => route.file), ...beside, ...named, ...more]
  return { dir: project.dir, entries, settings: toModuleSettings(config) }
}

/**
 * Opens a project folder: finds its routes, reads its next.config, compiles its modules without running them.
 *
 * @throws {Fault} ROUTES_MISSING, ROUTE_NAME_INVALID, ROUTE_CONFLICT, CONFIG_INVALID.
 */
export async function openFolder(options: FolderOptions): Promise<Folder> {
  return compileFolder(await scanFolder(options.dir, options.mode, options), options)
}

/** Compiles a folder that was scanned. */
export async function compileFolder(scanned: Scanned, options: FolderOptions): Promise<Folder> {
  const compile = toModulesOptions(scanned)
  const modules = options.modules ?? (await openModules(compile))
  if (options.modules) {
    const { errors } = await modules.rebuild(compile.entries)
    for (const { fault } of errors) options.logger?.error({ event: 'compile', file: fault.file }, fault.message)
  }
  return toFolder({ ...scanned, modules }, options)
}

/** The keys of a next.config that decide how modules are compiled. */
export function toModuleSettings(config: NextConfig): ModuleSettings {
  const { env, transpilePackages, serverExternalPackages, turbopack, cacheComponents, experimental } = config
  const { resolveAlias } = turbopack
  const { useCache } = experimental
  return { env, transpilePackages, serverExternalPackages, resolveAlias, useCache, cacheComponents }
}

type Parts = Scanned & Pick<Folder, 'modules'>

/** Makes a folder of what is known about it and its modules. */
export function toFolder(parts: Parts, options: FolderOptions): Folder {
  const { project, config, table, modules } = parts
  const { logger = SILENT } = options
  const rules = compileRules(config)
  const files = scanPublic(project.publicDir)
  const pages = createPageFinder(parts.pages)
  const proxy = createProxyLoader(parts)
  const loaded = new Map<Route, Served>()
  let methods: MethodsByRoute = new Map()
  const failed = new Set<Route>()
  const load = async (route: Route): Promise<Served> => {
    const known = methods
    try {
      const served = await loadRoute(route, {
        modules,
        methods: known.get(route.name),
        guard: options.guard ?? 'inferred',
        problem: options.problem,
        dir: project.dir,
        aboutDir: options.aboutDir ?? project.dir,
      })
      // What was learnt meanwhile is not in it: then the next call makes it anew.
      if (known === methods) loaded.set(route, served)
      failed.delete(route)
      return served
    } catch (error) {
      failed.add(route)
      throw error
    }
  }
  return {
    ...parts,
    aboutDir: options.aboutDir ?? project.dir,
    plain: rules.idle && proxy === undefined,
    rules,
    proxy,
    urlConfig: { basePath: config.basePath, trailingSlash: config.trailingSlash, i18n: config.i18n },
    forwardMs: config.experimental.proxyTimeout ?? Infinity,
    findFile: (target) => findPublic(files, target),
    matchStatic: (target) => table.matchStatic(target),
    matchDynamic: (target) => table.matchDynamic(target),
    answers: (target) => (table.match(target) ?? pages(target)) !== undefined,
    serve: (route) => loaded.get(route) ?? load(route),
    counts: () => ({ routes: table.routes.length, loaded: loaded.size, failed: failed.size }),
    facts: async () => options.facts?.(),
    learn: (known) => {
      methods = known
      loaded.clear() // Made again when next called, from modules that stay as they are.
    },
    preload: () => preloadRoutes(table.routes, load, logger),
    close: () => modules.close(),
  }
}

async function preloadRoutes(
  routes: readonly Route[],
  load: (route: Route) => Promise<unknown>,
  logger: Logger,
): Promise<void> {
  for (const route of routes) {
    // Requests first: where imports need not wait, nothing else would have its turn before the last of them.
    await new Promise((resolve) => {
      setImmediate(resolve)
    })
    await load(route).catch((err: unknown) => logger.error({ err, file: route.name }, `${route.name} does not load`))
  }
}

// Pages may stand in conflicts that only Next.js can judge; then none is known.
function createPageFinder(pages: readonly Route[]): (target: string) => Match | undefined {
  try {
    const table = RouteTable.create(pages)
    // The names of pages were read as those of files in pages/api.
    return (target) => table.match(target === '/' ? '/api' : `/api${target}`)
  } catch {
    return () => undefined
  }
}

function createProxyLoader({ conventions, modules, config, project }: Parts): AppFolder['proxy'] {
  const { proxy: file } = conventions
  if (file === undefined) return undefined
  const load = async (): Promise<Proxy> => {
    const { runProxy, toProxy } = await import('./next/proxy.ts')
    const exports = await modules.load(file)
    const name = path.relative(project.dir, file)
    const kind = path.basename(file).startsWith('middleware') ? 'middleware' : 'proxy'
    const matcher: unknown = property(property(exports, 'config'), 'matcher')
    const takes = compileProxyMatcher(matcher, config, name)
    return { door: runProxy, run: toProxy(exports, kind, name), takes }
  }
  let loaded: Promise<Proxy> | undefined
  return () => {
    loaded ??= load().catch((error: unknown) => {
      loaded = undefined // Tried again with the next request; until it loads, none gets past it.
      throw error
    })
    return loaded
  }
}
