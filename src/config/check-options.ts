import { Fault } from '../errors.ts'
import { LOG_LEVELS } from './log-level.ts'
import { suggest } from './suggest.ts'
import type { RehostOptions } from './options.ts'

type Check = (value: unknown) => string | undefined

const is =
  (what: string, test: (value: unknown) => boolean): Check =>
  (value) =>
    test(value) ? undefined : what

const count = is('a whole number from 0 up', (value) => Number.isInteger(value) && Number(value) >= 0)
const flag = is('true or false', (value) => typeof value === 'boolean')
const text = is('a string', (value) => typeof value === 'string')
const texts = is(
  'an array of strings',
  (value) => Array.isArray(value) && value.every((one) => typeof one === 'string'),
)
const oneOf = (...values: readonly string[]): Check =>
  is(`one of ${values.join(', ')}`, (value) => typeof value === 'string' && values.includes(value))
const callable = is('a function', (value) => typeof value === 'function')
const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

const share = is('a number from 0 to 1', (value) => typeof value === 'number' && value >= 0 && value <= 1)

const port = is(
  'a port from 0 to 65535',
  (value) => Number.isInteger(value) && Number(value) >= 0 && Number(value) < 65536,
)

const RATE_LIMIT: Readonly<Record<string, (value: unknown) => boolean>> = {
  points: (value) => Number.isInteger(value) && Number(value) > 0,
  durationS: (value) => typeof value === 'number' && value > 0,
  route: (value) => value === undefined || (typeof value === 'string' && value.startsWith('/')),
  methods: (value) => value === undefined || texts(value) === undefined,
  key: (value) => ['undefined', 'string', 'function'].includes(typeof value),
}
const isRateLimit = (value: unknown): boolean =>
  isObject(value) &&
  Object.keys(value).every((key) => Object.hasOwn(RATE_LIMIT, key)) &&
  Object.entries(RATE_LIMIT).every(([key, test]) => test(value[key]))

const PROBLEM_KEYS = ['format', 'schema']
const isProblem = (value: unknown): boolean => {
  if (typeof value === 'function') return true
  if (!isObject(value) || !Object.keys(value).every((key) => PROBLEM_KEYS.includes(key))) return false
  return typeof value['format'] === 'function' && ['undefined', 'object', 'function'].includes(typeof value['schema'])
}

type Shape = { readonly [key: string]: Check | Shape }

const CORS: Shape = {
  origin: is('true, a string or an array of strings', (value) =>
    ['boolean', 'string', 'object'].includes(typeof value),
  ),
  methods: texts,
  allowedHeaders: texts,
  exposedHeaders: texts,
  credentials: flag,
  maxAge: count,
}

const SHAPE: Shape = {
  port,
  host: text,
  cors: CORS,
  guard: oneOf('inferred', 'strict', 'off'),
  docs: {
    path: is('a path that begins with /', (value) => typeof value === 'string' && value.startsWith('/')),
    enabled: flag,
    auth: is('a function or { user, password }', (value) => typeof value === 'function' || isObject(value)),
  },
  logging: { level: oneOf(...LOG_LEVELS), requests: flag, pretty: flag },
  limits: {
    headerBytes: count,
    headerCount: count,
    targetLength: count,
    headersMs: count,
    requestMs: count,
    keepAliveMs: count,
    connections: count,
    pipelined: count,
    responseMs: count,
    maxDuration: flag,
    idleWriteMs: count,
    bodyBytes: count,
    jsonDepth: count,
  },
  shutdown: { drainDelayMs: count, drainMs: count },
  metrics: { port, host: text },
  health: { port, host: text, stallMs: count },
  overload: { maxLagMs: count, retryAfterS: count },
  drift: { sample: share },
  strays: { perMinute: count },
  redis: { url: is('a redis:// or rediss:// URL', (value) => /^rediss?:\/\//.test(String(value))), prefix: text },
  rateLimit: is('{ points, durationS, route?, methods?, key? }, or an array of such', (value) =>
    Array.isArray(value) ? value.every(isRateLimit) : isRateLimit(value),
  ),
  trustProxy: texts,
  problem: is('a function, or { format, schema? } with such a function', isProblem),
  setup: callable,
}

// These groups may be switched on or off as a whole.
const SWITCHES = new Set(['cors', 'docs', 'logging'])

function checkShape(value: Record<string, unknown>, shape: Shape, place: { source: string; prefix: string }): void {
  for (const [key, one] of Object.entries(value)) {
    const name = place.prefix + key
    const check = Object.hasOwn(shape, key) ? shape[key] : undefined
    if (check === undefined) {
      const hint = suggest(key, Object.keys(shape))
      throw new Fault(
        'CONFIG_INVALID',
        `${place.source}: unknown key '${name}'${hint ? `; did you mean '${hint}'?` : ''}`,
      )
    }
    if (one === undefined || (typeof one === 'boolean' && SWITCHES.has(name))) continue
    const group = SWITCHES.has(name) ? 'true, false or an object' : 'an object'
    const wanted = typeof check === 'function' ? check(one) : isObject(one) ? undefined : group
    if (wanted !== undefined) throw new Fault('CONFIG_INVALID', `${place.source}: '${name}' must be ${wanted}`)
    if (typeof check === 'object' && isObject(one)) checkShape(one, check, { ...place, prefix: `${name}.` })
  }
}

/**
 * Checks options that came from outside.
 *
 * @param source Where they came from, for the message: a file name, `options of rehost()`.
 * @throws {Fault} CONFIG_INVALID, naming the source, the key and what it takes.
 */
export function parseOptions(value: unknown, source: string): RehostOptions {
  if (!isObject(value)) throw new Fault('CONFIG_INVALID', `${source}: the options must be an object`)
  checkShape(value, SHAPE, { source, prefix: '' })
  return value // Every key was checked against the shape above.
}
