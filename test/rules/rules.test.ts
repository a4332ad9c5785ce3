import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compileRules } from '../../src/rules/rules.ts'
import { parseTarget } from '../../src/rules/target.ts'
import type { Entry } from '../../src/rules/rules.ts'
import type { RulesConfig } from '../../src/rules/rule.ts'
import { config, request } from './fixture.ts'
import { APP, BASE, I18N, PAGES } from './recorded-configs.ts'

type Headers = Record<string, string>

function enter(rulesConfig: RulesConfig, target: string, headers: Headers = {}): Entry {
  return compileRules(rulesConfig).beforeProxy(parseTarget(target), request(headers))
}

interface RedirectRow {
  readonly config: RulesConfig
  readonly target: string
  readonly headers?: Headers
  readonly status?: number
  /** Undefined: no redirect. */
  readonly location: string | undefined
}

const REDIRECTS: Readonly<Record<string, readonly RedirectRow[]>> = {
  'redirects with the status of the rule': [
    { config: APP, target: '/rd/perm', status: 308, location: '/m/all' },
    { config: APP, target: '/rd/temp', status: 307, location: '/m/all' },
    { config: APP, target: '/rd/s301', status: 301, location: '/m/all' },
    { config: APP, target: '/rd/s303', status: 303, location: '/m/all' },
    { config: PAGES, target: '/api/gone', status: 308, location: '/api/routing/static' },
  ],
  'puts params into path and query as they stand in the URL': [
    { config: APP, target: '/rd/param/a%20b', location: '/p/a%20b?from=a%20b' },
    { config: APP, target: '/rd/wild', location: '/p/all' },
    { config: APP, target: '/rd/wild/a/b', location: '/p/all/a/b' },
    { config: APP, target: '/rd/wild/a%2Fb/c', location: '/p/all/a%2Fb/c' },
    { config: APP, target: '/rd/re/12', location: '/p/12' },
    { config: APP, target: '/rd/re/1234', location: undefined },
    { config: APP, target: '/rd/ext/abc', location: 'https://example.com/abc' },
    { config: PAGES, target: '/api/old/a/b', location: '/api/routing/static?from=a/b' },
    { config: PAGES, target: '/api/old', location: '/api/routing/static?from=:path*' },
  ],
  'carries the query of the client over': [
    { config: APP, target: '/rd/temp?a=1&b=%20&a=2', location: '/m/all?a=1&a=2&b=%20' },
    { config: BASE, target: '/base/rd/in/?q=1', location: '/base/echo?q=1' },
  ],
  'asks for headers, cookies, query and host, and captures from them': [
    { config: APP, target: '/rd/hdr', headers: { 'x-go': 'there' }, location: '/p/there' },
    { config: APP, target: '/rd/hdr', location: undefined },
    { config: APP, target: '/rd/cookie', headers: { cookie: 'auth=yes' }, location: '/m/all' },
    { config: APP, target: '/rd/cookie', headers: { cookie: 'auth=yesss' }, location: undefined },
    { config: APP, target: '/rd/query?q=zz', location: '/p/zz?q=zz' },
    { config: APP, target: '/rd/query', location: undefined },
    { config: APP, target: '/rd/query?q', location: undefined },
    { config: APP, target: '/rd/missing', location: '/m/all' },
    { config: APP, target: '/rd/missing', headers: { 'x-skip': '1' }, location: undefined },
    { config: APP, target: '/rd/host', headers: { host: 'probe.test:80' }, location: '/m/all' },
    { config: APP, target: '/rd/host', location: undefined },
    {
      config: PAGES,
      target: '/api/query/echo?bounce=yes&z=1',
      status: 303,
      location: '/api/routing/static?bounce=yes&z=1&to=yes',
    },
  ],
  'tests sources without regard to case': [{ config: APP, target: '/case/redirect', location: '/m/all' }],
  'puts basePath before source and destination, unless the rule says no': [
    { config: BASE, target: '/base/rd/slash/', location: '/base/echo/' },
    { config: BASE, target: '/base/rd/nobase/', location: 'https://example.com/' },
    { config: BASE, target: '/outside/', location: '/base/echo' },
    { config: BASE, target: '/rd/in/', location: undefined },
  ],
  'puts the locale before source and destination, but not the default of a domain': [
    { config: I18N, target: '/rd/x', location: '/api/a' },
    { config: I18N, target: '/fr/rd/x', location: 'https://fr.test/api/a' },
    { config: I18N, target: '/de-DE/rd/x', location: '/de-DE/api/a' },
    { config: I18N, target: '/rd/raw', location: undefined },
    { config: I18N, target: '/fr/rd/raw', location: undefined },
  ],
}

for (const [title, rows] of Object.entries(REDIRECTS)) {
  test(title, () => {
    for (const row of rows) {
      const entry = enter(row.config, row.target, row.headers)
      const answer = entry.kind === 'redirect' ? entry.answer : undefined
      assert.equal(answer?.location, row.location, row.target)
      if (row.status !== undefined) assert.equal(answer?.status, row.status, row.target)
      assert.equal(answer?.refresh, answer?.status === 308 ? `0;url=${row.location}` : undefined, row.target)
      assert.equal(answer?.body, row.location, row.target)
    }
  })
}

/** Redirects by a cookie, which can hold any text once decoded. */
function cookieRedirect(destination: string): RulesConfig {
  const has = [{ type: 'cookie', key: 'to', value: '(?<to>[^]*)' }]
  return config({ redirects: [{ source: '/go', has, destination, permanent: false }] })
}

test('lets no captured value leave the host or break the header', () => {
  const rows = [
    ['/:to', '/evil.example', '/evil.example'],
    ['/:to', '\\evil.example', '/evil.example'],
    ['/:to', 'a?b', '/a%3Fb'],
    ['/:to', 'a\r\nx: y', '/a%0D%0Ax:%20y'],
    ['/x?to=:to', 'a#b\n', '/x?to=a%23b%0A'],
    ['/x?to=:to', 'é', '/x?to=%C3%A9'],
  ] as const
  for (const [destination, value, location] of rows) {
    const entry = compileRules(cookieRedirect(destination)).beforeProxy(parseTarget('/go'), {
      headers: {},
      cookies: () => ({ to: value }),
    })
    assert.equal(entry.kind === 'redirect' && entry.answer.location, location, `${destination} ${value}`)
  }
})

test('never redirects below /_next', () => {
  const rules = config({ redirects: [{ source: '/:all*', destination: '/x', permanent: false }] })
  assert.equal(enter(rules, '/_next/data').kind, 'continue')
  assert.equal(enter(rules, '/other').kind, 'redirect')
})

interface HeaderRow {
  readonly config: RulesConfig
  readonly target: string
  readonly headers?: Headers
  readonly set: Readonly<Record<string, string | string[]>>
}

const HEADERS: Readonly<Record<string, readonly HeaderRow[]>> = {
  'joins a list in a value without a separator, and leaves it when it is empty': [
    {
      config: PAGES,
      target: '/api/query/echo',
      set: { 'Access-Control-Allow-Origin': '*', 'X-From-Config': 'p=queryecho', 'Set-Cookie': ['cfg=1; Path=/'] },
    },
    {
      config: PAGES,
      target: '/api',
      set: { 'Access-Control-Allow-Origin': '*', 'X-From-Config': 'p=:path*', 'Set-Cookie': ['cfg=1; Path=/'] },
    },
    { config: PAGES, target: '/apix', set: {} },
  ],
  'puts params into names too, and asks conditions': [
    { config: APP, target: '/hd/p/5', set: { 'x-cfg': 'cfg', 'set-cookie': ['cfg=1; Path=/'], 'x-id-5': 'v-5' } },
    { config: APP, target: '/hd/has?on=1', set: { 'x-cfg': 'cfg', 'set-cookie': ['cfg=1; Path=/'], 'x-has': 'yes' } },
    { config: APP, target: '/hd/has?on=2', set: { 'x-cfg': 'cfg', 'set-cookie': ['cfg=1; Path=/'] } },
    { config: APP, target: '/HD/x', set: { 'x-cfg': 'cfg', 'set-cookie': ['cfg=1; Path=/'] } },
  ],
  'applies inside basePath, outside only where the rule says so': [
    { config: BASE, target: '/base/', set: { 'x-all': '1', 'x-nobase': '1' } },
    { config: BASE, target: '/BASE/echo/', set: { 'x-all': '1', 'x-nobase': '1', 'x-echo': '1' } },
    { config: BASE, target: '/.well-known/x', set: { 'x-nobase': '1' } },
  ],
  'applies under every locale': [
    { config: I18N, target: '/api/a', set: { 'x-api': '1' } },
    { config: I18N, target: '/fr/api/a', set: { 'x-api': '1' } },
    { config: I18N, target: '/de-de/api/a', set: { 'x-api': '1' } },
    { config: I18N, target: '/fr', set: {} },
  ],
}

for (const [title, rows] of Object.entries(HEADERS)) {
  test(title, () => {
    for (const row of rows) {
      const entry = enter(row.config, row.target, row.headers)
      assert.ok(entry.kind === 'continue', row.target)
      assert.deepEqual(Object.fromEntries(entry.headers), row.set, row.target)
    }
  })
}

test('lets the last rule win, and adds cookies up', () => {
  const rules = config({
    headers: [
      {
        source: '/x',
        headers: [
          { key: 'X-A', value: '1' },
          { key: 'Set-Cookie', value: 'a=1' },
        ],
      },
      {
        source: '/x',
        headers: [
          { key: 'x-a', value: '2' },
          { key: 'set-cookie', value: 'b=2' },
        ],
      },
    ],
  })
  const entry = enter(rules, '/x')
  assert.deepEqual(entry.kind === 'continue' && entry.headers, [
    ['x-a', '2'],
    ['set-cookie', ['a=1', 'b=2']],
  ])
})

test('keeps colons that are no params', () => {
  const value = "default-src 'self' https://cdn.example:8443; report-uri /r/:id (x) {y} a*b?"
  const entry = enter(config({ headers: [{ source: '/x/:id', headers: [{ key: 'csp', value }] }] }), '/x/7')
  assert.deepEqual(entry.kind === 'continue' && entry.headers, [['csp', value.replace(':id', '7')]])
})

test('is idle when nothing can change a request for the very path of a route', () => {
  assert.equal(compileRules(config()).idle, true)
  assert.equal(compileRules(config({ trailingSlash: true })).idle, false)
  assert.equal(compileRules(config({ trailingSlash: true, skipTrailingSlashRedirect: true })).idle, true)
  for (const busy of [PAGES, BASE, I18N, config({ useFileSystemPublicRoutes: false }), config({ basePath: '/b' })]) {
    assert.equal(compileRules(busy).idle, false)
  }
})
