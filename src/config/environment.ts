import { Fault } from '../errors.ts'
import { LOG_LEVELS, toLogLevel } from './log-level.ts'
import type { LogLevel, RehostOptions } from './options.ts'
import { parseOptions } from './check-options.ts'

type Environment = Readonly<Record<string, string | undefined>>

function toNumber(environment: Environment, name: string): number | undefined {
  const text = environment[name]
  if (text === undefined || text === '') return undefined
  const value = Number(text)
  if (!Number.isInteger(value) || value < 0) {
    throw new Fault('CONFIG_INVALID', `environment: ${name} must be a whole number from 0 up, not '${text}'`)
  }
  return value
}

function toLevel(environment: Environment): LogLevel | undefined {
  const text = environment['LOG_LEVEL']
  if (text === undefined || text === '') return undefined
  const level = toLogLevel(text)
  if (level !== undefined) return level
  throw new Fault('CONFIG_INVALID', `environment: LOG_LEVEL must be one of ${LOG_LEVELS.join(', ')}, not '${text}'`)
}

function drop<T extends object>(value: { [K in keyof T]: T[K] | undefined }): Partial<T> {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as Partial<T>
}

// A group of which nothing is set is not there.
function group<T extends object>(value: { [K in keyof T]: T[K] | undefined }): Partial<T> | undefined {
  const known = drop<T>(value)
  return Object.keys(known).length === 0 ? undefined : known
}

/**
 * Reads the options an environment may set: PORT, HOST, LOG_LEVEL, DOCS (`off` or a path), DRAIN_DELAY_MS, DRAIN_MS,
 * TRUST_PROXY (comma-separated), METRICS_PORT, METRICS_HOST, HEALTH_PORT, HEALTH_HOST, OVERLOAD_MAX_LAG_MS,
 * STRAYS_PER_MINUTE, REDIS_URL, REDIS_PREFIX.
 *
 * @throws {Fault} CONFIG_INVALID, naming the variable.
 */
export function readEnvironment(environment: Environment): RehostOptions {
  const docs = environment['DOCS']
  const shutdown = group<{ drainDelayMs: number; drainMs: number }>({
    drainDelayMs: toNumber(environment, 'DRAIN_DELAY_MS'),
    drainMs: toNumber(environment, 'DRAIN_MS'),
  })
  const options: RehostOptions = drop<RehostOptions>({
    port: toNumber(environment, 'PORT'),
    host: environment['HOST'] || undefined,
    logging: group({ level: toLevel(environment) }),
    docs: docs === 'off' ? false : docs ? { path: docs } : undefined,
    shutdown,
    trustProxy: environment['TRUST_PROXY']?.split(',').map((one) => one.trim()),
    cors: undefined,
    guard: undefined,
    limits: undefined,
    problem: undefined,
    setup: undefined,
    metrics: group({ port: toNumber(environment, 'METRICS_PORT'), host: environment['METRICS_HOST'] || undefined }),
    health: group({ port: toNumber(environment, 'HEALTH_PORT'), host: environment['HEALTH_HOST'] || undefined }),
    overload: group({ maxLagMs: toNumber(environment, 'OVERLOAD_MAX_LAG_MS') }),
    strays: group({ perMinute: toNumber(environment, 'STRAYS_PER_MINUTE') }),
    redis: group({ url: environment['REDIS_URL'] || undefined, prefix: environment['REDIS_PREFIX'] || undefined }),
    rateLimit: undefined,
  })
  return parseOptions(options, 'environment')
}
