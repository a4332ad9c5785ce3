import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { scanRoutes } from '../../src/routes/scan.ts'

const base = mkdtempSync(path.join(tmpdir(), 'rehost-scan-'))
after(() => rmSync(base, { recursive: true, force: true }))
let trees = 0

/** Writes empty files into a fresh folder and returns it as a project. */
function plant(files: readonly string[], links: Readonly<Record<string, string>> = {}) {
  const dir = path.join(base, String(++trees))
  for (const file of files) {
    mkdirSync(path.join(dir, path.dirname(file)), { recursive: true })
    writeFileSync(path.join(dir, file), '')
  }
  for (const [link, target] of Object.entries(links)) symlinkSync(target, path.join(dir, link))
  return {
    dir,
    pagesApi: path.join(dir, 'pages', 'api'),
    app: path.join(dir, 'app'),
    api: path.join(dir, 'api'),
  }
}

interface Row {
  readonly title: string
  readonly files: readonly string[]
  readonly links?: Readonly<Record<string, string>>
  readonly pageExtensions?: readonly string[]
  /** The path each route file answers. */
  readonly routes: Readonly<Record<string, string>>
  readonly skipped?: Readonly<Record<string, string>>
}

const ROWS: readonly Row[] = [
  {
    title: 'takes .tsx, .ts, .jsx and .js below pages/api, private-looking names too',
    files: [
      'a.tsx',
      'b.ts',
      'c.jsx',
      'd.js',
      'e.json',
      'f.md',
      '_g.js',
      '_h/i.js',
      '404.js',
      'middleware.js',
      'test.js',
    ].map((f) => `pages/api/${f}`),
    routes: {
      'pages/api/404.js': '/api/404',
      'pages/api/_g.js': '/api/_g',
      'pages/api/_h/i.js': '/api/_h/i',
      'pages/api/a.tsx': '/api/a',
      'pages/api/b.ts': '/api/b',
      'pages/api/c.jsx': '/api/c',
      'pages/api/d.js': '/api/d',
      'pages/api/middleware.js': '/api/middleware',
      'pages/api/test.js': '/api/test',
    },
  },
  {
    title: 'leaves out what is never meant to be public, and says so',
    files: [
      'x.test.js',
      'x.spec.ts',
      '__tests__/in.js',
      'types.d.ts',
      '.hidden.js',
      '.dir/in.js',
      'node_modules/m/index.js',
      'x.mjs',
      'x.cjs',
      'ok.js',
    ].map((file) => `pages/api/${file}`),
    routes: { 'pages/api/ok.js': '/api/ok' },
    skipped: {
      'pages/api/.dir/': 'a leading dot hides it; Next.js would serve it',
      'pages/api/.hidden.js': 'a leading dot hides it; Next.js would serve it',
      'pages/api/__tests__/': 'a folder of tests; Next.js would serve it',
      'pages/api/node_modules/': 'installed packages',
      'pages/api/types.d.ts': 'a type declaration has no code',
      'pages/api/x.cjs': 'Next.js does not take .cjs files for routes',
      'pages/api/x.mjs': 'Next.js does not take .mjs files for routes',
      'pages/api/x.spec.ts': 'a test; Next.js would serve it',
      'pages/api/x.test.js': 'a test; Next.js would serve it',
    },
  },
  {
    title: 'serves .well-known, whose dot is not there to hide it',
    files: ['pages/api/.well-known/jwks.js', 'app/.well-known/probe/route.ts'],
    routes: {
      'app/.well-known/probe/route.ts': '/.well-known/probe',
      'pages/api/.well-known/jwks.js': '/api/.well-known/jwks',
    },
  },
  {
    title: 'takes one of several files for a path below pages/api: index first, then by extension',
    files: ['a.js', 'a/index.js', 'b.js', 'b.ts', 'c/index.js', 'c/index.tsx', 'c.tsx'].map((f) => `pages/api/${f}`),
    routes: { 'pages/api/a/index.js': '/api/a', 'pages/api/b.ts': '/api/b', 'pages/api/c/index.tsx': '/api/c' },
    skipped: {
      'pages/api/a.js': 'pages/api/a/index.js answers the same path',
      'pages/api/b.js': 'pages/api/b.ts answers the same path',
      'pages/api/c.tsx': 'pages/api/c/index.tsx answers the same path',
      'pages/api/c/index.js': 'pages/api/c/index.tsx answers the same path',
    },
  },
  {
    title: 'takes pages/api.js for /api when there is no index file',
    files: ['pages/api.js', 'pages/api/child.js'],
    routes: { 'pages/api.js': '/api', 'pages/api/child.js': '/api/child' },
  },
  {
    title: 'prefers the index file to pages/api.js',
    files: ['pages/api.js', 'pages/api/index.js'],
    routes: { 'pages/api/index.js': '/api' },
    skipped: { 'pages/api.js': 'pages/api/index.js answers the same path' },
  },
  {
    title: 'takes only the extensions of pageExtensions, the longest that fits',
    files: [
      'pages/api/one.api.js',
      'pages/api/two.page.ts',
      'pages/api/three.js',
      'pages/api/x.test.page.ts',
      'app/a/route.page.ts',
      'app/b/route.ts',
    ],
    pageExtensions: ['api.js', 'page.ts'],
    routes: { 'app/a/route.page.ts': '/a', 'pages/api/one.api.js': '/api/one', 'pages/api/two.page.ts': '/api/two' },
    skipped: { 'pages/api/x.test.page.ts': 'a test; Next.js would serve it' },
  },
  {
    title: 'takes only route files below app, and .js before .ts',
    files: [
      'a/route.js',
      'a/route.ts',
      'b/route.tsx',
      'c/route.mjs',
      'd/Route.js',
      'e/route.test.js',
      'f/page.tsx',
      'g/helper.mjs',
      '_private/h/route.ts',
      '(grp)/i/route.ts',
      '@slot/j/route.ts',
      '%5Fk/route.ts',
      '(.)l/route.ts',
      'été/route.ts',
      'route.ts',
      'node_modules/m/route.js',
    ].map((file) => `app/${file}`),
    routes: {
      'app/%5Fk/route.ts': '/_k',
      'app/(.)l/route.ts': '/(.)l',
      'app/(grp)/i/route.ts': '/i',
      'app/@slot/j/route.ts': '/j',
      'app/a/route.js': '/a',
      'app/b/route.tsx': '/b',
      'app/route.ts': '/',
      'app/été/route.ts': '/été',
    },
    skipped: {
      'app/a/route.ts': 'app/a/route.js answers the same path',
      'app/c/route.mjs': 'Next.js does not take .mjs files for routes',
      'app/node_modules/': 'installed packages',
    },
  },
  {
    title: 'takes module extensions in a plain api folder and leaves out underscores',
    files: [
      'hello.js',
      '[id].js',
      'm.mjs',
      'c.cjs',
      't.mts',
      'u.cts',
      'm.ts',
      '_lib/db.js',
      '_x.js',
      'a/b.test.ts',
      'v.d.mts',
    ].map((f) => `api/${f}`),
    routes: {
      'api/[id].js': '/api/[id]',
      'api/c.cjs': '/api/c',
      'api/hello.js': '/api/hello',
      'api/m.ts': '/api/m',
      'api/t.mts': '/api/t',
      'api/u.cts': '/api/u',
    },
    skipped: {
      'api/_lib/': 'a leading underscore makes it private',
      'api/_x.js': 'a leading underscore makes it private',
      'api/a/b.test.ts': 'a test',
      'api/m.mjs': 'api/m.ts answers the same path',
      'api/v.d.mts': 'a type declaration has no code',
    },
  },
  {
    title: 'follows symbolic links to files and folders, and stops where they lead back',
    files: ['shared/h.js', 'pages/api/a/x.js'],
    links: {
      'pages/api/link': '../../shared',
      'pages/api/f.js': '../../shared/h.js',
      'pages/api/a/up': '..',
      'pages/api/gone.js': './nowhere.js',
      'pages/api/self.js': 'self.js',
    },
    routes: { 'pages/api/a/x.js': '/api/a/x', 'pages/api/f.js': '/api/f', 'pages/api/link/h.js': '/api/link/h' },
    skipped: {
      'pages/api/a/up/': 'a symbolic link to a folder it lies in',
      'pages/api/gone.js': 'a symbolic link to nothing',
      'pages/api/self.js': 'a symbolic link to nothing',
    },
  },
]

for (const { title, files, links, pageExtensions, routes, skipped = {} } of ROWS) {
  test(title, () => {
    const project = plant(files, links)
    const scan = scanRoutes(project, { pageExtensions })
    assert.deepEqual(Object.fromEntries(scan.routes.map((route) => [route.name, route.pattern.path])), routes)
    assert.deepEqual(Object.fromEntries(scan.skipped.map(({ name, reason }) => [name, reason])), skipped)
    for (const route of scan.routes) assert.equal(route.file, path.join(project.dir, route.name))
  })
}

test('says of each route which kind of folder it was found in', () => {
  const { routes } = scanRoutes(plant(['pages/api/a.js', 'app/b/route.js', 'api/c.js']))
  assert.deepEqual(
    routes.map(({ root, name }) => [root, name]),
    [
      ['pages', 'pages/api/a.js'],
      ['app', 'app/b/route.js'],
      ['api', 'api/c.js'],
    ],
  )
})

test('reports all bad names at once', () => {
  const project = plant(['pages/api/[[id]].js', 'pages/api/ok.js', 'app/x/[...a]/b/route.ts'])
  assert.throws(() => scanRoutes(project), {
    code: 'ROUTE_NAME_INVALID',
    message:
      'pages/api/[[id]].js: [[id]] is not a form of Next.js; only a rest part can be optional\n' +
      'app/x/[...a]/b/route.ts: [...a] must be the last part of the path',
  })
})

test('finds nothing in folders that do not exist', () => {
  assert.deepEqual(scanRoutes(plant(['readme.md'])), { routes: [], skipped: [] })
})

for (const { files, skipped } of [
  { files: ['app/x/route.ts', 'api/hello.js'], skipped: ['api/'] },
  { files: ['app/x/route.ts', 'api/notes.md'], skipped: [] },
  { files: ['app/x/route.ts'], skipped: [] },
]) {
  test(`beside a router of Next.js, of ${files.join(', ')} ${skipped.join() || 'nothing'} is left out`, () => {
    const scan = scanRoutes({ ...plant(files), api: undefined })
    assert.deepEqual(
      scan.skipped.map(({ name }) => name),
      skipped,
    )
  })
}
