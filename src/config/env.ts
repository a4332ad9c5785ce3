import nextEnv from '@next/env'
import { SILENT, type Logger } from '../log.ts'

/** Which half of the `.env` files applies, as under `next dev` and `next start`. */
export type Mode = 'development' | 'production'

/** What `loadEnv` did. */
export interface LoadedEnv {
  /** File names that were read, highest precedence first: `.env.local`, `.env`. */
  readonly files: readonly string[]
  /** The variables that came from them. */
  readonly values: Readonly<Record<string, string>>
}

export interface EnvOptions {
  readonly logger?: Logger
  /** What an earlier call returned: its variables are taken back first, so that a changed file counts. */
  readonly previous?: LoadedEnv | undefined
}

/**
 * Puts a project's `.env*` files into `process.env`, by the rules of Next.js: variables that are set already win, then
 * `.env.<mode>.local`, `.env.local`, `.env.<mode>`, `.env`; `$NAME` and `${NAME:-default}` are expanded.
 *
 * `NODE_ENV` becomes the mode if it is not set, `NEXT_RUNTIME` is `nodejs` as under Next.js. With `NODE_ENV=test` the
 * `.env.test` files are read and `.env.local` is not.
 *
 * @param dir The project folder.
 * @see https://nextjs.org/docs/pages/guides/environment-variables
 */
export function loadEnv(dir: string, mode: Mode, options: EnvOptions = {}): LoadedEnv {
  const logger = options.logger ?? SILENT
  takeBack(options.previous)
  setDefault('NODE_ENV', mode)
  setDefault('NEXT_RUNTIME', 'nodejs')
  // Next.js sets it always; it is empty outside of a deployment.
  setDefault('NEXT_DEPLOYMENT_ID', '')
  rememberEnvironment()
  const { parsedEnv, loadedEnvFiles } = nextEnv.loadEnvConfig(dir, mode === 'development', toNextLog(logger), true)
  const values: Record<string, string> = {}
  for (const [name, value] of Object.entries(parsedEnv ?? {})) {
    if (value !== undefined) values[name] = value
  }
  return { files: loadedEnvFiles.map((file) => file.path), values }
}

// A variable that somebody changed since is theirs.
function takeBack(previous: LoadedEnv | undefined): void {
  for (const [name, value] of Object.entries(previous?.values ?? {})) {
    if (process.env[name] === value) delete process.env[name]
  }
}

// @next/env puts the environment of its first call back before it reads files; without this it would undo all
// that changed since, and a second project in the process would lose its variables.
function rememberEnvironment(): void {
  const known = Object.keys(nextEnv.initialEnv ?? {})
  nextEnv.updateInitialEnv({ ...Object.fromEntries(known.map((name) => [name, undefined])), ...process.env })
}

function toNextLog(logger: Logger): Parameters<typeof nextEnv.processEnv>[2] {
  return {
    info: (...parts) => logger.debug({}, parts.join(' ')),
    error: (...parts) => logger.error({}, parts.join(' ')),
  }
}

function setDefault(name: string, value: string): void {
  process.env[name] ??= value
}
