import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Fault } from '../../src/errors.ts'
import { compileProxyMatcher } from '../../src/rules/proxy-matcher.ts'
import { compileRules } from '../../src/rules/rules.ts'
import { parseTarget } from '../../src/rules/target.ts'
import type { RulesConfig } from '../../src/rules/rule.ts'
import { config, request } from './fixture.ts'
import { BASE, I18N } from './recorded-configs.ts'

function runs(
  matcher: unknown,
  target: string,
  given: { headers?: Record<string, string>; config?: RulesConfig } = {},
) {
  const rulesConfig = given.config ?? config()
  const ask = request(given.headers)
  const entry = compileRules(rulesConfig).beforeProxy(parseTarget(target), ask)
  assert.ok(entry.kind === 'continue', target)
  return compileProxyMatcher(matcher, rulesConfig, 'proxy.ts')(entry.place, ask)
}

const MATCHER = [
  '/mw/:path*',
  '/mt/exact',
  '/mt/one/:id',
  '/mt/opt/:id?',
  '/mt/plus/:id+',
  '/mt/re/:n(\\d+)',
  '/mt/neg/((?!skip).*)',
  { source: '/mt/has', has: [{ type: 'header', key: 'x-h', value: 'go' }] },
  { source: '/mt/missing', missing: [{ type: 'header', key: 'x-h' }] },
  { source: '/mt/q', has: [{ type: 'query', key: 'a', value: '1' }] },
  { source: '/mt/ck', has: [{ type: 'cookie', key: 'a', value: '1' }] },
  { source: '/mt/host', has: [{ type: 'host', value: 'probe.test' }] },
  '/pub.txt',
]

const ROWS: readonly (readonly [target: string, runs: boolean, headers?: Record<string, string>])[] = [
  ['/mt/exact', true],
  ['/mt/exact/sub', false],
  ['/mt/Exact', false],
  ['/mt/one/x', true],
  ['/mt/one/x/y', false],
  ['/mt/one/a%2Fb', true],
  ['/mt/opt', true],
  ['/mt/opt/x', true],
  ['/mt/plus', false],
  ['/mt/plus/x/y', true],
  ['/mt/re/12', true],
  ['/mt/re/ab', false],
  ['/mt/neg/ok', true],
  ['/mt/neg/skip', false],
  ['/mt/neg/skipx', false],
  ['/mt/has', true, { 'x-h': 'go' }],
  ['/mt/has', false],
  ['/mt/missing', true],
  ['/mt/missing', false, { 'x-h': '1' }],
  ['/mt/q?a=1', true],
  ['/mt/q?a=2', false],
  ['/mt/ck', true, { cookie: 'a=1' }],
  ['/mt/ck', false],
  ['/mt/host', true, { host: 'probe.test' }],
  ['/mt/host', false],
  ['/pub.txt', true],
  ['/other', false],
]

test('runs the proxy where its matcher says, with regard to case', () => {
  for (const [target, expected, headers] of ROWS) {
    assert.equal(runs(MATCHER, target, headers ? { headers } : {}), expected, target)
  }
})

// CVE-2024-51479, CVE-2026-44575, CVE-2026-45109
test('cannot be evaded by another spelling of a path', () => {
  for (const target of [
    '/%6dw/json',
    '/mw%2Fjson',
    '/mw/json.rsc',
    '/_next/data/build/mw/json.json',
    '/mt/exact.json',
  ]) {
    assert.equal(runs(MATCHER, target), true, target)
  }
  assert.equal(runs('/', '/index.rsc'), true)
  assert.equal(runs('/', '/a'), false)
})

test('runs for everything without a matcher', () => {
  assert.equal(runs(undefined, '/anything'), true)
})

test('takes basePath and locale into account', () => {
  assert.equal(runs('/m/:p*', '/base/m/x/', { config: BASE }), true)
  assert.equal(runs('/m/:p*', '/m/x/', { config: BASE }), false)
  const matcher = ['/api/:p*', { source: '/other', locale: false }]
  const i18n = [
    ['/api/a', true],
    ['/fr/api/a', true],
    ['/en/other', false],
    ['/other', false],
  ] as const
  for (const [target, expected] of i18n) assert.equal(runs(matcher, target, { config: I18N }), expected, target)
})

test('refuses a matcher of another shape, and names file and key', () => {
  const rows: readonly (readonly [matcher: unknown, message: string])[] = [
    [7, 'proxy.ts: config.matcher is neither a string nor an object with `source`'],
    ['api', 'proxy.ts: config.matcher does not start with /: "api"'],
    [['/a', { source: 7 }], 'proxy.ts: config.matcher[1].source is not a string'],
    [[{ source: '/a', when: 1 }], 'proxy.ts: config.matcher[0].when is not a key of a matcher'],
    [[{ source: '/a', locale: true }], 'proxy.ts: config.matcher[0].locale is not false'],
    ['/a/:b(', 'proxy.ts: config.matcher[0]: "/a/:b(" cannot be read as a path'],
  ]
  for (const [matcher, message] of rows) {
    assert.throws(
      () => compileProxyMatcher(matcher, config(), 'proxy.ts'),
      (error) => error instanceof Fault && error.code === 'CONFIG_INVALID' && error.message === message,
      message,
    )
  }
})
