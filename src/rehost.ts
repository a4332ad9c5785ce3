import path from 'node:path'
import type { Express } from 'express'
import { createApp } from './app/express-app.ts'
import type { AppParts, ErrorPlace } from './app/parts.ts'
import { parseOptions } from './config/check-options.ts'
import { toOptions, type Options, type RehostOptions } from './config/options.ts'
import { loadEnv } from './config/env.ts'
import { describeFolder } from './describe.ts'
import { createLazyDocs } from './docs.ts'
import { Fault } from './errors.ts'
import { openFolder, type Folder } from './folder.ts'
import { createDraftKeys } from './http/draft.ts'
import { compileTrust } from './http/trust.ts'
import { createLogger, SILENT, type Logger } from './log.ts'
import type { OpenApiDocument } from './openapi/spec.ts'
import type { Life } from './ops/life.ts'

/** A folder that is being served, and what a command or a reload needs to go on with it. */
export interface Hosted {
  readonly app: Express
  readonly life: Life
  readonly folder: () => Folder
  /** Serves another folder from the next request on. */
  readonly swap: (folder: Folder) => void
}

/** Puts a folder on an Express app. */
export async function hostFolder(first: Folder, options: Options, log: Logger): Promise<Hosted> {
  let folder = first
  const life: Life = { phase: 'ready' }
  const development = process.env['NODE_ENV'] !== 'production'
  const describe = createDescriber(log, () => folder)
  const docs = isDocumented(folder, options, log)
    ? createLazyDocs(options.docs, folder.config.basePath, describe)
    : undefined
  const draft = { keys: createDraftKeys(), secure: !development }
  const parts: AppParts = {
    folder: () => folder,
    life,
    log,
    logRequests: options.logging.requests && log !== SILENT && options.logging.level !== 'silent',
    trust: compileTrust(options.trustProxy),
    ownsDocs: (target) => docs?.owns(target) === true,
    onError: (error, place) => logError(log, error, place),
    web: {
      draft,
      authInterrupts: folder.config.experimental.authInterrupts,
      contentLength: true,
      onError: (error, { req, route }) =>
        log.error({ err: error, method: req.method, route }, `${req.method} ${route} failed`),
    },
    node: {
      draft,
      compress: folder.config.compress,
      revalidate: async (target) => {
        const local = target.split('?')[0] ?? target
        if (folder.matchStatic(local) ?? folder.matchDynamic(local)) return
        throw new Error(`Failed to revalidate ${target}: Invalid response 404`)
      },
    },
  }
  const app = await createApp({ parts, setup: options.setup, cors: options.cors, docs })
  return { app, life, folder: () => folder, swap: (next) => (folder = next) }
}

function isDocumented(folder: Folder, { docs }: Options, log: Logger): boolean {
  const match = docs.enabled ? folder.matchStatic(docs.path) : undefined
  if (match)
    log.warn({ event: 'docs' }, `${match.route.name} answers ${docs.path}; choose another docs.path to see the docs`)
  return docs.enabled && match === undefined
}

// One document a folder: a reload makes a new folder, and so a new document when somebody next asks.
function createDescriber(log: Logger, folder: () => Folder): () => Promise<OpenApiDocument> {
  const documents = new WeakMap<Folder, Promise<OpenApiDocument>>()
  const describe = async (one: Folder): Promise<OpenApiDocument> => {
    const { document, notes } = await describeFolder(one, undefined)
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

function logError(log: Logger, error: unknown, { req, route, id }: ErrorPlace): void {
  const fields = { err: error, id, method: req.method, route: route?.pattern.path, file: route?.name }
  if (error instanceof Fault && error.status < 500) log.debug(fields, error.message)
  else log.error(fields, `${req.method} ${route?.pattern.path ?? req.url} failed`)
}

/** Options of `rehost()`: those of the config file, and the folder. */
export interface LibraryOptions extends RehostOptions {
  /** The project folder. Default: the current one. */
  readonly dir?: string
}

/**
 * Serves a project folder as an Express app, to mount in another (`app.use(await rehost({ dir }))`, under any path), to
 * pass to `createServer`, or to test with supertest.
 *
 * Mounted, it passes on what it has no route for; on its own it answers 404.
 *
 * @throws {Fault} ROUTES_MISSING, ROUTE_NAME_INVALID, ROUTE_CONFLICT, CONFIG_INVALID.
 */
export async function rehost(options: LibraryOptions = {}): Promise<Express> {
  const { dir = '.', ...given } = options
  const settings = toOptions(
    { logging: { level: 'error', requests: false } },
    parseOptions(given, 'options of rehost()'),
  )
  const log = createLogger({ level: settings.logging.level, pretty: settings.logging.pretty ?? false })
  const mode = process.env['NODE_ENV'] === 'development' ? 'development' : 'production'
  const home = path.resolve(dir)
  loadEnv(home, mode, { logger: log })
  const folder = await openFolder({ dir: home, mode, logger: log, guard: settings.guard })
  return (await hostFolder(folder, settings, log)).app
}
