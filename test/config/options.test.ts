import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseOptions } from '../../src/config/check-options.ts'
import { DEFAULT_LIMITS, defineConfig, toOptions, type RehostOptions } from '../../src/config/options.ts'

const GOOD: RehostOptions[] = [
  {},
  { port: 0, host: '127.0.0.1', guard: 'strict', trustProxy: ['10.0.0.0/8'], setup: () => {} },
  { cors: true, docs: false, logging: true },
  { cors: { origin: ['https://a.example'], methods: ['GET'], credentials: true, maxAge: 1 } },
  { cors: { origin: 'https://a.example' }, docs: { path: '/help', auth: { user: 'a', password: 'b' } } },
  { problem: () => ({ body: 1 }) },
  { problem: { format: () => ({ body: 1 }), schema: { type: 'integer' } } },
  { logging: { level: 'silent', requests: false, pretty: true }, limits: { headersMs: 1 }, shutdown: { drainMs: 0 } },
]

for (const options of GOOD) {
  test(`takes ${JSON.stringify(options)} as it is`, () => {
    assert.equal(parseOptions(options, 'here'), options)
    assert.equal(defineConfig(options), options)
  })
}

const BAD: { options: unknown; message: string }[] = [
  { options: null, message: 'here: the options must be an object' },
  { options: undefined, message: 'here: the options must be an object' },
  { options: { prot: 1 }, message: "here: unknown key 'prot'; did you mean 'port'?" },
  { options: { nothingLikeIt: 1 }, message: "here: unknown key 'nothingLikeIt'" },
  { options: { constructor: 1 }, message: "here: unknown key 'constructor'" },
  { options: JSON.parse('{"__proto__":{"port":1}}'), message: "here: unknown key '__proto__'" },
  { options: { limits: { headerMs: 1 } }, message: "here: unknown key 'limits.headerMs'; did you mean 'headersMs'?" },
  { options: { docs: { route: '/x' } }, message: "here: unknown key 'docs.route'" },
  { options: { port: '3000' }, message: "here: 'port' must be a port from 0 to 65535" },
  { options: { port: 65_536 }, message: "here: 'port' must be a port from 0 to 65535" },
  { options: { port: 1.5 }, message: "here: 'port' must be a port from 0 to 65535" },
  { options: { host: 1 }, message: "here: 'host' must be a string" },
  { options: { guard: 'maybe' }, message: "here: 'guard' must be one of inferred, strict, off" },
  { options: { guard: true }, message: "here: 'guard' must be one of inferred, strict, off" },
  { options: { docs: 'off' }, message: "here: 'docs' must be true, false or an object" },
  { options: { docs: { path: 'help' } }, message: "here: 'docs.path' must be a path that begins with /" },
  { options: { redis: { url: 'localhost' } }, message: "here: 'redis.url' must be a redis:// or rediss:// URL" },
  { options: { rateLimit: { points: 0, durationS: 1 } }, message: "here: 'rateLimit' must be { points, durationS, route?, methods?, key? }, or an array of such" }, // prettier-ignore
  { options: { rateLimit: [{ points: 1, durationS: 1, path: '/' }] }, message: "here: 'rateLimit' must be { points, durationS, route?, methods?, key? }, or an array of such" }, // prettier-ignore
  { options: { drift: { sample: 2 } }, message: "here: 'drift.sample' must be a number from 0 to 1" },
  { options: { limits: false }, message: "here: 'limits' must be an object" },
  { options: { limits: { requestMs: -1 } }, message: "here: 'limits.requestMs' must be a whole number from 0 up" },
  {
    options: { limits: { requestMs: Infinity } },
    message: "here: 'limits.requestMs' must be a whole number from 0 up",
  },
  { options: { trustProxy: true }, message: "here: 'trustProxy' must be an array of strings" },
  { options: { problem: { schema: {} } }, message: "here: 'problem' must be a function, or { format, schema? } with such a function" }, // prettier-ignore
  { options: { problem: { format() {}, shape: {} } }, message: "here: 'problem' must be a function, or { format, schema? } with such a function" }, // prettier-ignore
  { options: { setup: {} }, message: "here: 'setup' must be a function" },
  { options: { logging: { level: 'loud' } }, message: "here: 'logging.level' must be one of debug, info, warn, error, silent" }, // prettier-ignore
  { options: { cors: { methods: 'GET' } }, message: "here: 'cors.methods' must be an array of strings" },
]

for (const { options, message } of BAD) {
  test(`refuses ${JSON.stringify(options)}: ${message.slice(6)}`, () => {
    assert.throws(() => parseOptions(options, 'here'), { code: 'CONFIG_INVALID', message })
  })
}

test('what nobody sets has its default', () => {
  const { limits, ...options } = toOptions()
  assert.deepEqual(limits, DEFAULT_LIMITS)
  assert.deepEqual(options, {
    port: 3000,
    host: undefined,
    cors: undefined,
    guard: 'inferred',
    docs: { path: '/docs', enabled: true, auth: undefined },
    logging: { level: 'info', requests: true, pretty: undefined },
    shutdown: { drainDelayMs: undefined, drainMs: 10_000 },
    trustProxy: [],
    problem: undefined,
    setup: undefined,
    metrics: undefined,
    health: undefined,
    overload: undefined,
    drift: { sample: 0.01 },
    strays: undefined,
    redis: undefined,
    rateLimit: [],
  })
})

interface Merge {
  what: string
  sources: (RehostOptions | Record<string, unknown>)[]
  picked: (options: ReturnType<typeof toOptions>) => unknown
  value: unknown
}

const format = () => ({ body: 1 })

const MERGED: Merge[] = [
  { what: 'a later source wins', sources: [{ port: 1 }, { port: 2 }], picked: ({ port }) => port, value: 2 },
  { what: 'a later undefined does not', sources: [{ port: 1 }, { port: undefined }], picked: ({ port }) => port, value: 1 }, // prettier-ignore
  { what: 'zero is a value', sources: [{ port: 1 }, { port: 0 }], picked: ({ port }) => port, value: 0 },
  { what: 'groups are joined key by key', sources: [{ limits: { headersMs: 1, requestMs: 2 } }, { limits: { requestMs: 3 } }], picked: ({ limits }) => [limits.headersMs, limits.requestMs], value: [1, 3] }, // prettier-ignore
  { what: 'docs: false keeps the path', sources: [{ docs: { path: '/help' } }, { docs: false }], picked: ({ docs }) => [docs.path, docs.enabled], value: ['/help', false] }, // prettier-ignore
  { what: 'logging: false is silence', sources: [{ logging: false }], picked: ({ logging }) => logging.level, value: 'silent' }, // prettier-ignore
  { what: 'a level after logging: false counts', sources: [{ logging: false }, { logging: { level: 'warn' } }], picked: ({ logging }) => logging.level, value: 'warn' }, // prettier-ignore
  { what: 'a port is all that metrics and health need', sources: [{ metrics: { port: 1 }, health: { port: 2 } }], picked: ({ metrics, health }) => [metrics, health], value: [{ port: 1, host: undefined }, { port: 2, host: undefined, stallMs: 30_000 }] }, // prettier-ignore
  { what: 'an allowed lag of zero is none', sources: [{ overload: { maxLagMs: 0 } }], picked: ({ overload }) => overload, value: undefined }, // prettier-ignore
  { what: 'one rate limit is a list of one', sources: [{ rateLimit: { points: 1, durationS: 1 } }], picked: ({ rateLimit }) => rateLimit, value: [{ points: 1, durationS: 1 }] }, // prettier-ignore
  { what: 'a lone error format has no schema', sources: [{ problem: format }], picked: ({ problem }) => problem, value: { format } }, // prettier-ignore
  { what: 'cors: true allows all', sources: [{ cors: true }], picked: ({ cors }) => cors, value: {} },
  { what: 'cors: false takes it back', sources: [{ cors: true }, { cors: false }], picked: ({ cors }) => cors, value: undefined }, // prettier-ignore
]

for (const { what, sources, picked, value } of MERGED) {
  test(what, () => assert.deepEqual(picked(toOptions(...(sources as RehostOptions[]))), value))
}

test('the result cannot be changed', () => {
  assert.ok(Object.isFrozen(toOptions()))
})
