import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { after, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { loadNextConfig, type NextConfig } from '../../src/config/next-config.ts'
import { Fault } from '../../src/errors.ts'

const root = mkdtempSync(join(tmpdir(), 'next-config-'))
after(() => rmSync(root, { recursive: true }))

const PHASE = 'phase-production-server'

function project(files: Readonly<Record<string, string>>): string {
  const dir = mkdtempSync(join(root, 'app-'))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, name), text)
  return dir
}

function load(files: Readonly<Record<string, string>>): Promise<NextConfig> {
  const importFile = (file: string): Promise<unknown> => import(pathToFileURL(file).href)
  return loadNextConfig(project(files), { phase: PHASE, importFile })
}

/** The config of a file that exports this expression. */
function config(expression: string): Promise<NextConfig> {
  return load({ 'next.config.mjs': `export default ${expression}` })
}

test('has the defaults of Next.js where there is no file', async () => {
  const found = await load({})
  assert.equal(found.file, undefined)
  assert.equal(found.compress, true)
  assert.equal(found.poweredByHeader, true)
  assert.equal(found.useFileSystemPublicRoutes, true)
  assert.equal(found.trailingSlash, false)
  assert.equal(found.basePath, '')
  assert.equal(found.i18n, undefined)
  assert.equal(found.expireTime, 31_536_000)
  assert.deepEqual(found.pageExtensions, ['tsx', 'ts', 'jsx', 'js'])
  assert.deepEqual([found.headers, found.redirects], [[], []])
  assert.deepEqual(found.rewrites, { beforeFiles: [], afterFiles: [], fallback: [] })
  assert.equal(found.experimental.proxyClientMaxBodySize, 10 * 1024 * 1024)
  assert.equal(found.experimental.authInterrupts, false)
  assert.equal(found.cacheLife['hours']?.revalidate, 3600)
  assert.ok(Object.isFrozen(found))
})

test('takes an object, a function, an async function and a promise', async () => {
  const forms = [
    `{ basePath: '/b' }`,
    `() => ({ basePath: '/b' })`,
    `async (phase, { defaultConfig }) => ({ ...defaultConfig, basePath: phase === '${PHASE}' && !defaultConfig.basePath ? '/b' : '' })`,
  ]
  for (const form of forms) assert.equal((await config(form)).basePath, '/b', form)
})

test('finds every spelling of the file name, and module.exports', async () => {
  assert.equal((await load({ 'next.config.mjs': `export default { compress: false }` })).file, 'next.config.mjs')
  assert.equal((await load({ 'next.config.cjs': `module.exports = { compress: false }` })).compress, false)
  assert.equal((await load({ 'next.config.ts': `export default { compress: false as boolean }` })).compress, false)
  const compiled = `exports.__esModule = true; exports.default = { compress: false }`
  assert.equal((await load({ 'next.config.cjs': compiled })).compress, false)
})

test('calls headers, redirects and rewrites once, and reads an array of rewrites as afterFiles', async () => {
  const found = await config(`{
    headers: async () => [{ source: '/a', headers: [{ key: 'x', value: 'y' }] }],
    redirects: () => [{ source: '/a', destination: '/b', permanent: true }],
    rewrites: async () => [{ source: '/c', destination: '/d' }],
  }`)
  assert.equal(found.headers.length, 1)
  assert.equal(found.redirects.length, 1)
  assert.deepEqual(found.rewrites, { beforeFiles: [], afterFiles: [{ source: '/c', destination: '/d' }], fallback: [] })
  const parts = await config(`{ rewrites: async () => ({ fallback: [{ source: '/c', destination: '/d' }] }) }`)
  assert.equal(parts.rewrites.fallback.length, 1)
})

test('reads sizes, aliases, profiles and locales', async () => {
  const found = await config(`{
    experimental: { proxyClientMaxBodySize: '1mb', authInterrupts: true, proxyTimeout: null },
    turbopack: { resolveAlias: { a: './a', b: ['./b', './c'], c: { browser: './x', default: './y' } } },
    cacheLife: { quick: { stale: 1, revalidate: 1, expire: Infinity } },
    i18n: { locales: ['fr', 'en'], defaultLocale: 'en', domains: [{ domain: 'fr.test', defaultLocale: 'fr', http: true }] },
    env: { A: 'a', B: 7, C: undefined },
    expireTime: 100,
  }`)
  assert.equal(found.experimental.proxyClientMaxBodySize, 1024 * 1024)
  assert.equal(found.experimental.proxyTimeout, undefined)
  assert.equal(found.experimental.authInterrupts, true)
  assert.deepEqual({ ...found.turbopack.resolveAlias }, { a: './a', b: ['./b', './c'], c: './y' })
  assert.deepEqual(found.cacheLife['quick'], { stale: 1, revalidate: 1, expire: 0xfffffffe })
  assert.deepEqual(found.i18n?.locales, ['en', 'fr'])
  assert.deepEqual({ ...found.env }, { A: 'a', B: '7' })
  assert.equal(found.expireTime, 100)
})

test('warns of keys Next.js does not know and of settings without an effect', async () => {
  const found = await config(`{ basepath: '/b', reactStrictMode: true, webpack: (c) => c }`)
  assert.deepEqual(found.warnings, [
    'next.config.mjs: "basepath" is no key of next.config; did you mean "basePath"?',
    'next.config.mjs: webpack() is not called; for aliases use turbopack.resolveAlias',
  ])
})

const REFUSED: readonly (readonly [expression: string, message: string])[] = [
  [`7`, 'next.config.mjs: the config is not an object but 7'],
  [`{\n  basePath: 7,\n}`, 'next.config.mjs:2: basePath is not a string but 7'],
  [`{ basePath: 'b' }`, 'next.config.mjs:1: basePath is "b", which does not start with /'],
  [`{ basePath: '/' }`, 'next.config.mjs:1: basePath is "/", which ends with /'],
  [`{ trailingSlash: 'yes' }`, 'next.config.mjs:1: trailingSlash is not true or false but "yes"'],
  [`{ pageExtensions: [] }`, 'next.config.mjs:1: pageExtensions is empty: no file would be a route'],
  [`{ pageExtensions: 'ts' }`, 'next.config.mjs:1: pageExtensions is not an array of strings but "ts"'],
  [`{ env: { NODE_ENV: 'x' } }`, 'next.config.mjs:1: env.NODE_ENV is a name the runtime keeps for itself'],
  [`{ expireTime: -1 }`, 'next.config.mjs:1: expireTime is not a number of 0 or more but -1'],
  [
    `{ experimental: {\n proxyClientMaxBodySize: 'lots' } }`,
    'next.config.mjs:2: experimental.proxyClientMaxBodySize is not a size such as "10mb" but "lots"',
  ],
  [`{ output: 'server' }`, 'next.config.mjs:1: output is neither "standalone" nor "export" but "server"'],
  [`{ headers: [] }`, 'next.config.mjs:1: headers is not a function but an array'],
  [`{\n headers() { return 7 } }`, 'next.config.mjs:2: headers returned 7, not an array'],
  [`{ redirects: () => ['/x'] }`, 'next.config.mjs:1: redirects[0] is not an object but "/x"'],
  [
    `{ rewrites: () => ({ before: [] }) }`,
    'next.config.mjs:1: rewrites.before is none of beforeFiles, afterFiles, fallback',
  ],
  [`{ rewrites() { throw new Error('no database') } }`, 'next.config.mjs:1: rewrites threw: no database'],
  [`() => { throw new Error('no secret') }`, 'next.config.mjs: the config function threw: no secret'],
  [
    `{ i18n: { locales: ['en'], defaultLocale: 'fr' } }`,
    'next.config.mjs:1: i18n.defaultLocale is "fr", not one of locales',
  ],
  [`{ i18n: { locales: ['en', 'EN'], defaultLocale: 'en' } }`, 'next.config.mjs:1: i18n.locales is naming "EN" twice'],
  [
    `{ i18n: { locales: ['en'], defaultLocale: 'en', domains: [{ domain: 'http://x' }] } }`,
    'next.config.mjs:1: i18n.domains[0].domain is not a domain without protocol and port but "http://x"',
  ],
]

test('refuses a value of another type, and names file, line and key', async () => {
  for (const [expression, message] of REFUSED) {
    await assert.rejects(
      () => config(expression),
      (error) => {
        assert.ok(error instanceof Fault && error.code === 'CONFIG_INVALID', String(error))
        assert.equal(error.message, message)
        assert.match(basename(error.file ?? ''), /^next\.config\.mjs/)
        return true
      },
    )
  }
})

test('names a file that cannot be imported, and keeps its error', async () => {
  await assert.rejects(
    () => load({ 'next.config.mjs': 'export default {' }),
    (error) => {
      assert.ok(error instanceof Fault && error.cause instanceof SyntaxError)
      return error.message.startsWith('next.config.mjs: the config does not load: ')
    },
  )
})
