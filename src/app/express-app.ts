import cors from 'cors'
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express'
import type { RequestListener } from 'node:http'
import type { CorsOptions } from '../config/options.ts'
import { lendHeaders } from '../http/express-shield.ts'
import { sendError, sendNotFound } from '../http/send-error.ts'
import type { Life } from '../ops/life.ts'
import { createAnswer } from './answer.ts'
import type { Answer, AppParts, Host } from './parts.ts'

export interface AppOptions {
  readonly parts: AppParts
  /** Adds the user's own middleware in front of the routes. */
  readonly setup: ((app: Express) => void | Promise<void>) | undefined
  readonly cors: CorsOptions | undefined
  /** Undefined when the docs are off. */
  readonly docs: Docs | undefined
}

/** The docs as the app needs them: which paths are theirs, and how to answer them. */
export interface Docs {
  /** True for the page, its files, and the document. */
  owns(path: string): boolean
  readonly handler: RequestHandler
}

interface Inside {
  readonly listener: RequestListener
  readonly life: Life
}

// What the server needs to know of an app that `createApp` made, without a member that users would see.
const insides = new WeakMap<Express, Inside>()

/**
 * Makes the Express app, in the order a request meets it: the user's middleware, CORS, the routes, the docs, 404.
 *
 * Mounted in another Express app it hands on what it has no route for, instead of answering 404.
 */
export async function createApp(options: AppOptions): Promise<Express> {
  const { parts, setup, docs } = options
  const host: Host = { mounted: false }
  const answer = createAnswer(parts, host)
  const app = createExpress()
  app.on('mount', () => (host.mounted = true))
  await setup?.(app)
  if (options.cors) app.use(cors(toCorsOptions(options.cors)))
  app.use((req, res, next) =>
    answer(
      req,
      res,
      lendHeaders<unknown>(req, res, (error) => next(error)),
    ),
  )
  if (docs) app.use((req, res, next) => (docs.owns(req.path) ? docs.handler(req, res, next) : next()))
  app.use((req, res, next) => (host.mounted ? next() : sendNotFound(req, res)))
  app.use(createErrorHandler(parts, host))
  const isBare = setup === undefined && options.cors === undefined
  insides.set(app, { listener: isBare ? createStraightListener(answer, docs) : app, life: parts.life })
  return app
}

// What middleware throws; what goes wrong on the request line never comes here.
function createErrorHandler({ onError }: AppParts, host: Host): ErrorRequestHandler {
  return (error: unknown, req, res, next) => {
    if (host.mounted) return next(error)
    const late = res.headersSent
    sendError(req, res, error, { style: 'json' })
    if (late || res.statusCode >= 500) onError(error, { req, url: req.originalUrl, route: undefined, id: undefined })
  }
}

// With nothing in front of the routes Express would only cost time: each request goes straight to the line, and only the
// docs' go on to Express. See docs/architecture.md, "Express without its cost".
function createStraightListener(answer: Answer, docs: Docs | undefined): RequestListener {
  const rest = createExpress()
  if (docs) rest.use(docs.handler)
  return (req, res) => {
    const onMiss = (): void => {
      const [path = '/'] = (req.url ?? '/').split('?')
      if (docs?.owns(path)) rest(req, res)
      else sendNotFound(req, res)
    }
    void answer(req, res, onMiss)
  }
}

/** An Express app to which paths mean the same as to the routes. */
export function createExpress(): Express {
  const app = express()
  app.disable('x-powered-by')
  app.enable('case sensitive routing')
  app.enable('strict routing')
  return app
}

function toCorsOptions(options: CorsOptions): cors.CorsOptions {
  const { origin, methods, allowedHeaders, exposedHeaders, ...rest } = options
  return {
    ...rest,
    ...(origin === undefined ? {} : { origin: typeof origin === 'object' ? [...origin] : origin }),
    ...(methods === undefined ? {} : { methods: [...methods] }),
    ...(allowedHeaders === undefined ? {} : { allowedHeaders: [...allowedHeaders] }),
    ...(exposedHeaders === undefined ? {} : { exposedHeaders: [...exposedHeaders] }),
  }
}

/** The fastest function that does what the app does; for an app of somebody else, the app. */
export function listenerOf(app: Express): RequestListener {
  return insides.get(app)?.listener ?? app
}

/** The life an app's probes tell of; undefined for an app of somebody else. */
export function lifeOf(app: Express): Life | undefined {
  return insides.get(app)?.life
}
