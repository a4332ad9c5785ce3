import type { Express } from 'express'
import { createApp } from './app/express-app.ts'
import type { AppParts, ErrorPlace } from './app/parts.ts'
import type { Options } from './config/options.ts'
import { describeFolder } from './describe.ts'
import { createLazyDocs } from './docs.ts'
import { Fault } from './errors.ts'
import type { Folder } from './folder.ts'
import { createDraftKeys, type DraftContext } from './http/draft.ts'
import type { NodeDoor } from './http/node-door.ts'
import { compileTrust } from './http/trust.ts'
import { NO_INSTRUMENTATION, startInstrumentation, type Instrumentation } from './instrumentation.ts'
import { SILENT, type Logger } from './log.ts'
import { installGlobals } from './module/globals.ts'
import type { WebHost } from './next/scope.ts'
import type { OpenApiDocument } from './openapi/spec.ts'
import { createLife, type Life } from './ops/life.ts'

/** A folder that is being served, and what a command or a reload needs to go on with it. */
export interface Hosted {
  readonly app: Express
  readonly life: Life
  readonly folder: () => Folder
  /** Serves another folder from the next request on. */
  readonly swap: (folder: Folder) => void
}

export interface HostOptions {
  readonly options: Options
  readonly mode: 'development' | 'production'
  readonly log: Logger
}

/**
 * Puts a folder on an Express app; `register()` of its instrumentation has run by then.
 *
 * @throws Whatever `register` or the config's `setup` throws.
 */
export async function hostFolder(first: Folder, { options, mode, log }: HostOptions): Promise<Hosted> {
  installGlobals()
  let folder = first
  const current = (): Folder => folder
  const life = createLife()
  const describe = createDescriber(log, current)
  const docs = isDocumented(folder, options, log)
    ? createLazyDocs(options.docs, folder.config.basePath, describe)
    : undefined
  const draft: DraftContext = { keys: createDraftKeys(), secure: mode === 'production' }
  const instrumentation = await openInstrumentation(folder, log)
  const parts: AppParts = {
    folder: current,
    life,
    log,
    logRequests: options.logging.requests && log !== SILENT,
    limits: options.limits,
    reveal: mode === 'development',
    trust: compileTrust(options.trustProxy),
    ownsDocs: (target) => docs?.owns(target) === true,
    onError: (error, place) => tellError({ log, instrumentation }, error, place),
    web: createWebHost(folder, { draft, log, instrumentation }),
    node: createNodeDoor(current, draft, options.limits.jsonDepth),
  }
  const app = await createApp({ parts, setup: options.setup, cors: options.cors, docs })
  return { app, life, folder: current, swap: (next) => (folder = next) }
}

async function openInstrumentation({ conventions, modules }: Folder, log: Logger): Promise<Instrumentation> {
  const { instrumentation: file } = conventions
  return file === undefined ? NO_INSTRUMENTATION : startInstrumentation(await modules.load(file), log)
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
}

function createWebHost({ config }: Folder, { draft, log, instrumentation }: Tell & { draft: DraftContext }): WebHost {
  return {
    draft,
    authInterrupts: config.experimental.authInterrupts,
    contentLength: false,
    onError: async (error, { req, route, phase }) => {
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

function tellError({ log, instrumentation }: Tell, error: unknown, { req, url, route, id }: ErrorPlace): void {
  const fields = { err: error, id, method: req.method, route: route?.pattern.path, file: route?.name }
  if (error instanceof Fault && error.status < 500) {
    log.debug(fields, error.message)
    return
  }
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
function createDescriber(log: Logger, folder: () => Folder): () => Promise<OpenApiDocument> {
  const documents = new WeakMap<Folder, Promise<OpenApiDocument>>()
  const describe = async (one: Folder): Promise<OpenApiDocument> => {
    const { document, notes } = await describeFolder(one, await one.facts())
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
