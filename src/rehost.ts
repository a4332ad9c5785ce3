import path from 'node:path'
import type { Express } from 'express'
import { keepLimits } from './app/inside.ts'
import { loadConfigFile } from './config-file.ts'
import { parseOptions } from './config/check-options.ts'
import { loadEnv } from './config/env.ts'
import { toOptions, type RehostOptions } from './config/options.ts'
import { openInferredFolder } from './inference.ts'
import { hostFolder } from './host.ts'
import { createLogger } from './log.ts'
import { stopCompiler } from './module/compiler.ts'
import { importConfigFile } from './module/config-file.ts'

/** Options of `rehost()`: those of the config file, and the folder. */
export interface LibraryOptions extends RehostOptions {
  /** The project folder. Default: the current one. */
  readonly dir?: string
}

/** An Express app that holds something open. */
export interface RehostApp extends Express {
  /** Ends connections to Redis and the compiler's process. Requests are not answered any more after that. */
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/**
 * Serves a project folder as an Express app, to mount in another (`app.use(await rehost({ dir }))`, under any path), to
 * pass to `createServer`, or to test with supertest.
 *
 * Options given here win over those of the folder's `rehost.config`. Mounted, it passes on what it has no route for; on
 * its own it answers 404.
 *
 * @throws {Fault} ROUTES_MISSING, ROUTE_NAME_INVALID, ROUTE_CONFLICT, CONFIG_INVALID.
 */
export async function rehost(options: LibraryOptions = {}): Promise<RehostApp> {
  const { dir = '.', ...rest } = options
  const given = parseOptions(rest, 'options of rehost()')
  const mode = process.env['NODE_ENV'] === 'development' ? 'development' : 'production'
  const home = path.resolve(dir)
  loadEnv(home, mode)
  const file = await loadConfigFile(home, importConfigFile)
  const settings = toOptions({ logging: { level: 'error', requests: false } }, file, given)
  const log = createLogger({ level: settings.logging.level, pretty: settings.logging.pretty ?? false })
  const folder = await openInferredFolder({
    dir: home,
    mode,
    logger: log,
    guard: settings.guard,
    problem: settings.problem,
  })
  if (mode === 'production') await stopCompiler()
  const hosted = await hostFolder(folder, { options: settings, mode, log })
  keepLimits(hosted.app, settings.limits)
  const close = async (): Promise<void> => {
    hosted.close()
    await folder.close()
  }
  return Object.assign(hosted.app, { close, [Symbol.asyncDispose]: close })
}
