import type { Express } from 'express'
import { randomUUID } from 'node:crypto'
import type { RequestListener } from 'node:http'
import type { AppParts, Docs, ErrorPlace } from './app/parts.ts'
import { createStraightApp } from './app/straight.ts'
import type { Options } from './config/options.ts'
import { describeFolder } from './describe.ts'
import { createLazyDocs } from './docs.ts'
import { Fault } from './errors.ts'
import type { Folder } from './folder.ts'
import { createDraft, type DraftContext } from './http/draft.ts'
import type { NodeDoor } from './http/node-door.ts'
import { compileTrust } from './http/trust.ts'
import { NO_INSTRUMENTATION, startInstrumentation, type Instrumentation } from './instrumentation.ts'
import { SILENT, type Logger } from './log.ts'
import { installGlobals } from './module/globals.ts'
import { createMemoryStore } from './next/cache/memory-store.ts'
import { ProjectCache } from './next/cache/project-cache.ts'
import type { WebHost } from './next/scope.ts'
import type { OpenApiDocument } from './openapi/spec.ts'
import { createTracer } from './ops/access-log.ts'
import { createLife, type Life } from './ops/life.ts'
import { openSharedState, type SharedState } from './ops/shared-state.ts'
import { createTally } from './ops/tally.ts'
import { findTelemetry, type Telemetry } from './ops/telemetry.ts'
import {
  createSampledWatch,
  createWatch,
  type DevelopmentWatch,
  type ProductionWatch,
  type Unforeseen,
} from './watch.ts'

/** A folder that is being served, and what a command or a reload needs to go on with it. */
export interface Hosted<App extends RequestListener = RequestListener> {
  readonly app: App
  readonly life: Life
  readonly folder: () => Folder
  /** Serves another folder from the next request on. */
  readonly swap: (folder: Folder) => void
  /** Ends connections to what it shares with other processes. */
  readonly close: () => void
}

export interface HostOptions {
  readonly options: Options
  readonly mode: 'development' | 'production'
  readonly log: Logger
  /** What draft mode's keys follow from; undefined makes keys of this process's own. */
  readonly secret?: string | undefined
  /** What this version of the project goes by among processes that share a cache; undefined shares with nobody. */
  readonly release?: string | undefined
  /** Hears of answers in development that the document does not foresee as a whole, by their status or media type. */
  readonly onUnforeseen?: ((answer: Unforeseen) => void) | undefined
}

/**
 * Puts a folder on an Express app, for whoever will mount it; `register()` of its instrumentation has run by then.
 *
 * @throws Whatever `register` or the config's `setup` throws.
 */
export async function hostFolder(first: Folder, host: HostOptions): Promise<Hosted<Express>> {
  const { parts, docs, ...rest } = await openParts(first, host)
  const { createApp } = await import('./app/express-app.ts')
  const { setup, cors } = host.options
  return { ...rest, app: await createApp({ parts, setup, cors, docs }) }
}

/**
 * Puts a folder on an app for a server of its own. Express is loaded for it only when the config asks for middleware.
 *
 * @throws Whatever `register` or the config's `setup` throws.
 */
export async function hostAlone(first: Folder, host: HostOptions): Promise<Hosted> {
  const { setup, cors } = host.options
  if (setup !== undefined || cors !== undefined) return hostFolder(first, host)
  const { parts, docs, ...rest } = await openParts(first, host)
  return { ...rest, app: createStraightApp(parts, docs) }
}

interface Parts extends Omit<Hosted, 'app'> {
  readonly parts: AppParts
  readonly docs: Docs | undefined
}

async function openParts(first: Folder, host: HostOptions): Promise<Parts> {
  const { options, mode, log, secret, release } = host
  installGlobals()
  let folder = first
  const current = (): Folder => folder
  const life = createLife('ready', options.metrics && createTally())
  const describe = createDescriber(host, current)
  const docs = isDocumented(folder, options, log)
    ? createLazyDocs(options.docs, folder.config.basePath, describe)
    : undefined
  const draft = createDraft(secret, mode === 'production')
  const instrumentation = await openInstrumentation(folder, log)
  const telemetry = findTelemetry(folder.project.dir) // What registers an SDK has run by now.
  const tell: Tell = { log, instrumentation, telemetry }
  const trust = compileTrust(options.trustProxy)
  const shared = await openSharedState(options, {
    log,
    trust,
    counts: life.counts,
    release: release ?? randomUUID(),
  })
  const cache = mode === 'production' ? createCache(folder, shared) : undefined
  const parts: AppParts = {
    folder: current,
    life,
    log,
    trace: createTracer({
      log: options.logging.requests && log !== SILENT ? log : undefined,
      tally: life.tally,
      telemetry,
    }),
    telemetry,
    limits: options.limits,
    reveal: mode === 'development',
    watch: chooseWatch(host, { folder: current, describe, counts: life.counts }),
    trust,
    checkRate: shared.checkRate,
    ownsDocs: (target) => docs?.owns(target) === true,
    onError: (error, place) => tellError(tell, error, place),
    web: createWebHost(folder, { ...tell, draft, cache }),
    node: createNodeDoor(current, draft, options.limits.jsonDepth),
  }
  return { parts, docs, life, folder: current, swap: (next) => (folder = next), close: shared.close }
}

async function openInstrumentation({ conventions, modules }: Folder, log: Logger): Promise<Instrumentation> {
  const { instrumentation: file } = conventions
  return file === undefined ? NO_INSTRUMENTATION : startInstrumentation(await modules.load(file), log)
}

function chooseWatch(
  { mode, log, options, onUnforeseen }: HostOptions,
  parts: Omit<DevelopmentWatch & ProductionWatch, 'log' | 'sample' | 'problem'>,
): AppParts['watch'] {
  if (mode === 'development' || process.env['NODE_ENV'] === 'test') return createWatch({ ...parts, log, onUnforeseen })
  const { drift, problem } = options
  return drift.sample > 0 ? createSampledWatch({ ...parts, log, sample: drift.sample, problem }) : undefined
}

function createNodeDoor(folder: () => Folder, draft: DraftContext, jsonDepth: number): NodeDoor {
  return {
    draft,
    jsonDepth,
    compress: folder().config.compress,
    revalidate: async (target) => {
      // Nothing of a page is kept here, so for one that exists there is nothing to renew.
      if (folder().answers(target.split('?')[0] ?? target)) return
      throw new Error(`Failed to revalidate ${target}: Invalid response 404`)
    },
  }
}

interface Tell {
  readonly log: Logger
  readonly instrumentation: Instrumentation
  readonly telemetry: Telemetry | undefined
}

// In development every call makes its answer anew, as under `next dev`.
function createCache({ config }: Folder, { openStore }: SharedState): ProjectCache {
  const { cacheMaxMemorySize, cacheLife, expireTime } = config
  return new ProjectCache({
    store: openStore(() => createMemoryStore(cacheMaxMemorySize)),
    profiles: cacheLife,
    expireSeconds: expireTime,
  })
}

function createWebHost(
  { config }: Folder,
  { draft, cache, log, instrumentation, telemetry }: Tell & { draft: DraftContext; cache: ProjectCache | undefined },
): WebHost {
  return {
    draft,
    cache,
    useCache: config.cacheComponents || config.experimental.useCache ? { profiles: config.cacheLife } : undefined,
    authInterrupts: config.experimental.authInterrupts,
    contentLength: false,
    onError: async (error, { req, route, phase }) => {
      telemetry?.fail(error)
      log.error({ err: error, method: req.method, route }, `${req.method} ${route} failed`)
      await instrumentation.report(error, req, {
        routerKind: 'App Router',
        routePath: route,
        routeType: phase === 'proxy' ? 'proxy' : 'route',
        revalidateReason: undefined,
      })
    },
  }
}

function tellError(
  { log, instrumentation, telemetry }: Tell,
  error: unknown,
  { req, url, route, id }: ErrorPlace,
): void {
  const fields = { err: error, id, method: req.method, route: route?.pattern.path, file: route?.name }
  if (error instanceof Fault && error.status < 500) {
    log.debug(fields, error.message)
    return
  }
  telemetry?.fail(error)
  log.error(fields, `${req.method} ${route?.pattern.path ?? url} failed`)
  if (route === undefined) return
  // The project's hook is told what its module threw, not what the server made of it.
  const told = error instanceof Fault && error.code === 'MODULE_FAILED' ? error.cause : error
  void instrumentation.report(told, Object.assign(Object.create(req), { url }), {
    routerKind: route.root === 'app' ? 'App Router' : 'Pages Router',
    routePath: route.pattern.path,
    routeType: 'route',
    revalidateReason: undefined,
  })
}

function isDocumented(folder: Folder, { docs }: Options, log: Logger): boolean {
  const match = docs.enabled ? folder.matchStatic(docs.path) : undefined
  if (match) {
    log.warn({ event: 'docs' }, `${match.route.name} answers ${docs.path}; choose another docs.path to see the docs`)
  }
  return docs.enabled && match === undefined
}

// One document a folder: a reload makes a new folder, and so a new document when somebody next asks.
function createDescriber({ log, options }: HostOptions, folder: () => Folder): () => Promise<OpenApiDocument> {
  const documents = new WeakMap<Folder, Promise<OpenApiDocument>>()
  const describe = async (one: Folder): Promise<OpenApiDocument> => {
    const { document, notes } = await describeFolder(one, await one.facts(), { problem: options.problem })
    for (const note of notes) log.debug({ event: 'document' }, note)
    return document
  }
  return () => {
    const current = folder()
    const known = documents.get(current) ?? describe(current)
    documents.set(current, known)
    return known
  }
}
