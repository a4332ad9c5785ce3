import { createRequire } from 'node:module'
import type * as Pino from 'pino'
import type * as PinoPretty from 'pino-pretty'

/** The part of pino that rehost uses; any logger with these methods will do. */
export interface Logger {
  debug(fields: object, message?: string): void
  info(fields: object, message?: string): void
  warn(fields: object, message?: string): void
  error(fields: object, message?: string): void
}

const nothing = (): void => {}

/** Says nothing. */
export const SILENT: Logger = { debug: nothing, info: nothing, warn: nothing, error: nothing }

export interface LoggerOptions {
  readonly level: 'debug' | 'info' | 'warn' | 'error' | 'silent'
  /** Readable, coloured lines instead of JSON. */
  readonly pretty: boolean
}

// Fields under which users' own log lines carry secrets; rehost's request line has none of them.
const SECRETS = [
  'authorization',
  'cookie',
  'password',
  'headers.authorization',
  'headers.cookie',
  'headers["set-cookie"]',
  'headers["proxy-authorization"]',
  'headers["x-api-key"]',
  'req.headers.authorization',
  'req.headers.cookie',
  'res.headers["set-cookie"]',
]

/**
 * Makes the logger: one JSON line an event on standard output, or readable lines.
 *
 * pino is loaded here and not at the top, since a silent server starts sooner without it.
 */
export function createLogger({ level, pretty }: LoggerOptions): Logger {
  if (level === 'silent') return SILENT
  const require = createRequire(import.meta.url)
  const { pino }: typeof Pino = require('pino')
  const redact = { paths: SECRETS, censor: '[redacted]' }
  if (!pretty) return pino({ level, redact, base: { pid: process.pid } })
  const { build }: typeof PinoPretty = require('pino-pretty')
  const ignore = 'pid,hostname,id,route,event'
  return pino(
    { level, redact },
    build({ sync: true, colorize: process.stdout.isTTY, ignore, translateTime: 'HH:MM:ss' }),
  )
}
