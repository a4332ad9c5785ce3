import cors from 'cors'
import express, { type ErrorRequestHandler, type Express } from 'express'
import type { CorsOptions } from '../config/options.ts'
import { keepMembersApart, toServerObjects } from '../http/express-chain.ts'
import { lendHeaders } from '../http/express-shield.ts'
import { sendError, sendNotFound } from '../http/send-error.ts'
import { createAnswer } from './answer.ts'
import { keepInside } from './inside.ts'
import type { AppParts, Docs, Host } from './parts.ts'
import { createStraightListener } from './straight.ts'

export interface AppOptions {
  readonly parts: AppParts
  /** Adds the user's own middleware in front of the routes. */
  readonly setup: ((app: Express) => void | Promise<void>) | undefined
  readonly cors: CorsOptions | undefined
  /** Undefined when the docs are off. */
  readonly docs: Docs | undefined
}

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
  app.on('mount', (parent) => {
    host.mounted = true
    keepMembersApart(parent as Express) // Its type leaves the two prototypes out.
  })
  const isBare = setup === undefined && options.cors === undefined
  const objects = isBare ? undefined : toServerObjects(app)
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
  const listener = isBare ? createStraightListener(answer, docs) : app
  keepInside(app, { listener, life: parts.life, objects })
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
