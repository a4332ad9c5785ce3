import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Finders } from '../../src/rules/resolve.ts'
import { compileRules } from '../../src/rules/rules.ts'
import { parseTarget } from '../../src/rules/target.ts'
import type { RulesConfig } from '../../src/rules/rule.ts'
import { config, request } from './fixture.ts'
import { APP, BASE, I18N, PAGES } from './recorded-configs.ts'

/** The routes of the recorded apps, as far as rewrites lead to them. */
const PAGES_ROUTES: Finders<string> = {
  fixed: pick('/api/routing/static', '/api/query/echo', '/api/legacy'),
  dynamic: (path) => (/^\/api\/routing\/(?:[^/]+|catch\/.+)$/.test(path) ? path : undefined),
}
const APP_ROUTES: Finders<string> = {
  file: pick('/pub.txt', '/en-only.txt'),
  fixed: onlyApp(pick('/q/echo', '/m/all', '/m/get-only', '/m/shadowed', '/echo', '/api/a', '/other', '/')),
  dynamic: onlyApp((path) => (/^\/p\/(?:[^/]+|all\/.+)$/.test(path) ? path : undefined)),
}

function pick(...paths: string[]): (path: string) => string | undefined {
  return (path) => (paths.includes(path) ? path : undefined)
}

function onlyApp(find: (path: string) => string | undefined): (path: string, app: boolean) => string | undefined {
  return (path, app) => (app ? find(path) : undefined)
}

interface Row {
  readonly config: RulesConfig
  readonly find: Finders<string>
  readonly target: string
  readonly headers?: Record<string, string>
  /** The route, `→` another server, or undefined for none. */
  readonly to: string | undefined
  /** Undefined: nothing was rewritten. */
  readonly query?: Record<string, string | string[]>
}

const pages = { config: PAGES, find: PAGES_ROUTES }
const app = { config: APP, find: APP_ROUTES }
const base = { config: BASE, find: APP_ROUTES }
const i18n = { config: I18N, find: APP_ROUTES }

const ROWS: Readonly<Record<string, readonly Row[]>> = {
  'lets beforeFiles beat a route, and adds params and captured headers to the query': [
    {
      ...pages,
      target: '/api/routing/static',
      headers: { 'x-steal': '1' },
      to: '/api/query/echo',
      query: { stolen: '1', xsteal: '1' },
    },
    { ...pages, target: '/api/routing/static', to: '/api/routing/static' },
    { ...pages, target: '/api/bf/one/two?q=1', to: '/api/query/echo', query: { q: '1', a: 'one', b: 'two' } },
    { ...app, target: '/m/shadowed', to: '/q/echo', query: { rw: 'shadow' } },
  ],
  'lets afterFiles beat routes with params, but not those without': [
    { ...pages, target: '/api/routing/static/af', to: '/api/query/echo', query: { af: '1' } },
    { ...app, target: '/m/get-only', to: '/m/get-only' },
    { ...app, target: '/p/dyn-shadow', to: '/q/echo', query: { rw: 'after-beats-dynamic' } },
  ],
  'keeps params out of the query when the destination has them in its path': [
    { ...pages, target: '/api/users/9?x=1', to: '/api/routing/9', query: { x: '1' } },
    { ...pages, target: '/api/hidden-param/s3', to: '/api/routing/catch/x/s3', query: { fixed: '1' } },
    { ...app, target: '/rw/param/42', to: '/p/42', query: {} },
  ],
  'leads on through several rewrites, until one hits': [
    { ...app, target: '/rw/chain1', to: '/q/echo', query: { rw: 'chain2' } },
    { ...app, target: '/rw/wild/a/b', to: '/p/all/a/b', query: {} },
    { ...app, target: '/rw/wild', to: '/p/all', query: {} },
    { ...app, target: '/rw/has', headers: { 'x-v': 'val' }, to: '/q/echo', query: { v: 'val' } },
    { ...app, target: '/rw/has', to: undefined },
    { ...app, target: '/rw/none', to: undefined, query: {} },
  ],
  'takes fallback only when nothing else answers': [
    {
      ...pages,
      target: '/api/nothing/here?x=1',
      to: '/api/query/echo',
      query: { x: '1', fallback: '1', any: ['nothing', 'here'] },
    },
    { ...pages, target: '/api/routing/zzz', to: '/api/routing/zzz' },
    { ...app, target: '/p/all/fb', to: '/p/all/fb' },
  ],
  'names another server with path and query, never its own place': [
    { ...app, target: '/rw/ext/abc?u=1', to: '→http://127.0.0.1:4199/up/abc?u=1' },
    { ...app, target: '/rw/ext/a%2Fb?u=%20&u=2', to: '→http://127.0.0.1:4199/up/a%2Fb?u=%20&u=2' },
    { ...base, target: '/old/abc/', to: '→http://127.0.0.1:4199/up/abc' },
  ],
  'answers inside basePath only': [
    { ...base, target: '/base/', to: '/' },
    { ...base, target: '/base/echo/', to: '/echo' },
    { ...base, target: '/base/rw/in/', to: '/echo', query: {} },
    { ...base, target: '/base/p/a%2Fb/', to: '/p/a%2Fb' },
    { ...base, target: '/echo/', to: undefined },
    { ...base, target: '/BASE/echo/', to: undefined },
  ],
  'never localises /api, and answers app routes under the default locale only': [
    { ...i18n, target: '/api/a', to: '/api/a' },
    { ...i18n, target: '/fr/api/a', to: undefined },
    { ...i18n, target: '/FR/api/a', to: undefined },
    { ...i18n, target: '/en/other', to: '/other' },
    { ...i18n, target: '/fr/other', to: undefined },
    { ...i18n, target: '/p/x', to: '/p/x' },
    { ...i18n, target: '/fr/p/x', to: undefined },
    { ...i18n, target: '/en/pub.txt', to: '/pub.txt' },
    { ...i18n, target: '/de-DE/pub.txt', to: undefined },
  ],
  'rewrites under a locale': [
    { ...i18n, target: '/rw/x', to: '/api/a', query: {} },
    { ...i18n, target: '/fr/rw/x', to: undefined, query: {} },
    { ...i18n, target: '/rw/raw', to: undefined },
    { ...i18n, target: '/fr/rw/loc', to: '/api/a', query: { l: 'fr' } },
  ],
  'answers on a domain whose default locale is another': [
    { ...i18n, target: '/api/a', headers: { host: 'fr.test' }, to: '/api/a' },
    { ...i18n, target: '/other', headers: { host: 'fr.test:3000' }, to: '/other' },
  ],
  'hides routes but neither files nor rewrites with useFileSystemPublicRoutes: false': [
    { config: config({ useFileSystemPublicRoutes: false }), find: APP_ROUTES, target: '/m/all', to: undefined },
    { config: config({ useFileSystemPublicRoutes: false }), find: APP_ROUTES, target: '/pub.txt', to: '/pub.txt' },
    {
      config: { ...APP, useFileSystemPublicRoutes: false },
      find: APP_ROUTES,
      target: '/rw/param/1',
      to: '/p/1',
      query: {},
    },
  ],
}

for (const [title, rows] of Object.entries(ROWS)) {
  test(title, () => {
    for (const row of rows) {
      const rules = compileRules(row.config)
      const ask = request(row.headers)
      const entry = rules.beforeProxy(parseTarget(row.target), ask)
      assert.ok(entry.kind === 'continue', row.target)
      const found = rules.resolve(entry.place, ask, row.find)
      assert.equal(toText(found), row.to, row.target)
      const place = found.kind === 'route' || found.kind === 'none' ? found.place : undefined
      assert.deepEqual(place?.rewritten ? { ...place.query() } : undefined, row.query, row.target)
    }
  })
}

function toText(found: ReturnType<typeof compileRules>['resolve'] extends (...args: never[]) => infer R ? R : never) {
  if (found.kind === 'route') return found.hit
  if (found.kind === 'external') return `→${found.url.href}`
  return found.kind === 'redirect' ? found.answer.location : undefined
}

test('leads a visitor of / to the locale of cookie or Accept-Language, and nobody else', () => {
  const rules = compileRules(I18N)
  const rows: readonly (readonly [target: string, headers: Record<string, string>, location: string | undefined])[] = [
    ['/', { 'accept-language': 'fr' }, '/fr'],
    ['/?a=1', { 'accept-language': 'it, de;q=0.9, en;q=0.5' }, '/de-DE?a=1'],
    ['/', { cookie: 'NEXT_LOCALE=fr', 'accept-language': 'en' }, '/fr'],
    ['/', { 'accept-language': 'en' }, undefined],
    ['/', {}, undefined],
    ['/en', { 'accept-language': 'fr' }, undefined],
    ['/api/a', { 'accept-language': 'fr', cookie: 'NEXT_LOCALE=fr' }, undefined],
  ]
  for (const [target, headers, location] of rows) {
    const ask = request(headers)
    const entry = rules.beforeProxy(parseTarget(target), ask)
    assert.ok(entry.kind === 'continue')
    const found = rules.resolve(entry.place, ask, APP_ROUTES)
    assert.equal(found.kind === 'redirect' ? found.answer.location : undefined, location, target)
  }
})

test('tells a place as handlers see it', () => {
  const rows = [
    [BASE, '/base/echo/', { path: '/echo/', locale: undefined }],
    [BASE, '/other', undefined],
    [I18N, '/fr/rw/loc', { path: '/rw/loc', locale: 'fr' }],
    [I18N, '/api/a', { path: '/api/a', locale: 'en' }],
  ] as const
  for (const [rulesConfig, target, local] of rows) {
    const rules = compileRules(rulesConfig)
    const entry = rules.beforeProxy(parseTarget(target), request())
    assert.deepEqual(entry.kind === 'continue' && rules.toLocal(entry.place), local, target)
  }
})
