import { loadEnv, type LoadedEnv } from '../config/env.ts'
import { readEnvironment } from '../config/environment.ts'
import { toOptions, type Options, type RehostOptions } from '../config/options.ts'
import { createLogger, type Logger } from '../log.ts'
import { catchStrays } from '../ops/strays.ts'
import type { CommandContext, CommandInput } from './command.ts'

/** What every serving command begins with. */
export interface Session {
  readonly options: Options
  readonly log: Logger
  readonly env: LoadedEnv
  /** Takes the process-wide listeners away. */
  readonly end: () => void
}

export interface SessionOptions {
  readonly mode: 'development' | 'production'
  /** Reads the project's own config file. */
  readonly readConfig: () => Promise<RehostOptions>
}

/**
 * Prepares the process: the project folder becomes the current one (handlers expect that), its .env files are read,
 * options are put together (flags > environment > file > defaults), errors outside any request no longer end it.
 */
export async function openSession(
  { dir, options: flags }: CommandInput,
  { environment, worker }: CommandContext,
  { mode, readConfig }: SessionOptions,
): Promise<Session> {
  process.chdir(dir)
  const env = loadEnv(dir, mode)
  const options = toOptions(await readConfig(), readEnvironment(environment), flags)
  const pretty = options.logging.pretty ?? (mode === 'development' && process.stdout.isTTY)
  const log = createLogger({ level: options.logging.level, pretty, worker: worker?.number })
  return { options, log, env, end: catchStrays(log) }
}
