import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readEnvironment } from '../../src/config/environment.ts'

const READ = [
  { environment: {}, options: {} },
  { environment: { PATH: '/bin', HOME: '/root' }, options: {} },
  { environment: { PORT: '8080' }, options: { port: 8080 } },
  { environment: { PORT: '0', HOST: '::1' }, options: { port: 0, host: '::1' } },
  { environment: { PORT: '', HOST: '', LOG_LEVEL: '', DOCS: '' }, options: {} },
  { environment: { LOG_LEVEL: 'debug' }, options: { logging: { level: 'debug' } } },
  { environment: { DOCS: 'off' }, options: { docs: false } },
  { environment: { DOCS: '/help' }, options: { docs: { path: '/help' } } },
  { environment: { DRAIN_DELAY_MS: '0', DRAIN_MS: '500' }, options: { shutdown: { drainDelayMs: 0, drainMs: 500 } } },
  { environment: { DRAIN_MS: '500' }, options: { shutdown: { drainMs: 500 } } },
  { environment: { METRICS_PORT: '9464', METRICS_HOST: '::1' }, options: { metrics: { port: 9464, host: '::1' } } },
  { environment: { HEALTH_PORT: '9465' }, options: { health: { port: 9465 } } },
  { environment: { OVERLOAD_MAX_LAG_MS: '500' }, options: { overload: { maxLagMs: 500 } } },
  { environment: { REDIS_URL: 'redis://a', REDIS_PREFIX: 'x:' }, options: { redis: { url: 'redis://a', prefix: 'x:' } } }, // prettier-ignore
  { environment: { TRUST_PROXY: 'loopback, 10.0.0.0/8' }, options: { trustProxy: ['loopback', '10.0.0.0/8'] } },
]

for (const { environment, options } of READ) {
  test(`reads ${JSON.stringify(environment)}`, () => assert.deepEqual(readEnvironment(environment), options))
}

const REFUSED = [
  { environment: { PORT: 'http' }, message: "environment: PORT must be a whole number from 0 up, not 'http'" },
  { environment: { PORT: '-1' }, message: "environment: PORT must be a whole number from 0 up, not '-1'" },
  { environment: { PORT: '70000' }, message: "environment: 'port' must be a port from 0 to 65535" },
  { environment: { DRAIN_MS: '1s' }, message: "environment: DRAIN_MS must be a whole number from 0 up, not '1s'" },
  { environment: { LOG_LEVEL: 'loud' }, message: "environment: LOG_LEVEL must be one of debug, info, warn, error, silent, not 'loud'" }, // prettier-ignore
  { environment: { REDIS_URL: 'a:6379' }, message: "environment: 'redis.url' must be a redis:// or rediss:// URL" },
  { environment: { DOCS: 'help' }, message: "environment: 'docs.path' must be a path that begins with /" },
]

for (const { environment, message } of REFUSED) {
  test(`refuses ${JSON.stringify(environment)} and names the variable`, () => {
    assert.throws(() => readEnvironment(environment), { code: 'CONFIG_INVALID', message })
  })
}
