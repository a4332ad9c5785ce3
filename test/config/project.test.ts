import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { openProject } from '../../src/config/project.ts'

const base = mkdtempSync(path.join(tmpdir(), 'rehost-project-'))
after(() => rmSync(base, { recursive: true, force: true }))
let trees = 0

function plant(files: readonly string[]): string {
  const dir = path.join(base, String(++trees))
  mkdirSync(dir)
  for (const file of files) {
    mkdirSync(path.join(dir, path.dirname(file)), { recursive: true })
    writeFileSync(path.join(dir, file), '')
  }
  return dir
}

const FOUND = [
  { files: ['pages/api/a.js'], found: { pagesApi: 'pages/api' } },
  { files: ['src/pages/api/a.js', 'public/x.txt'], found: { pagesApi: 'src/pages/api', publicDir: 'public' } },
  { files: ['pages/api/a.js', 'src/pages/api/b.js'], found: { pagesApi: 'pages/api' } },
  { files: ['pages/api.js'], found: { pagesApi: 'pages/api' } },
  { files: ['app/api/a/route.ts'], found: { app: 'app' } },
  { files: ['src/app/route.ts'], found: { app: 'src/app' } },
  { files: ['app/a/route.ts', 'src/app/b/route.ts'], found: { app: 'app' } },
  { files: ['pages/api/a.js', 'app/b/route.ts', 'api/c.js'], found: { pagesApi: 'pages/api', app: 'app' } },
  { files: ['pages/index.js', 'app/b/route.ts', 'next.config.mjs'], found: { app: 'app' } },
  { files: ['api/hello.js'], found: { api: 'api' } },
  { files: ['api/hello.js', 'pages/index.js'], found: { api: 'api' } },
]

for (const { files, found } of FOUND) {
  test(`finds ${Object.values(found).join(' and ')} among ${files.join(', ')}`, () => {
    const dir = plant(files)
    const { dir: home, ...parts } = openProject(dir)
    assert.equal(home, dir)
    const known = Object.entries(parts).flatMap(([key, part]) =>
      part === undefined ? [] : [[key, path.relative(dir, part).split(path.sep).join('/')]],
    )
    assert.deepEqual(Object.fromEntries(known), found)
  })
}

const MISSING = [
  { files: ['readme.md'], says: /there is no pages\/api, src\/pages\/api, app, src\/app or api$/ },
  {
    files: ['api/a.js', 'next.config.ts'],
    says: /\(beside next\.config\.ts, Next\.js does not serve the api folder\)$/,
  },
  {
    files: ['pages/index.js', 'src/pages/api/a.js'],
    says: /\(the pages folder at the top hides src\/pages\/api, as in Next\.js\)$/,
  },
]

for (const { files, says } of MISSING) {
  test(`says where it looked when there is only ${files.join(', ')}`, () => {
    assert.throws(() => openProject(plant(files)), { code: 'ROUTES_MISSING', message: says })
  })
}

test('refuses a folder that does not exist, and a file', () => {
  const dir = plant(['file.txt'])
  assert.throws(() => openProject(path.join(dir, 'none')), { code: 'ROUTES_MISSING', message: /none is not a folder$/ })
  assert.throws(() => openProject(path.join(dir, 'file.txt')), {
    code: 'ROUTES_MISSING',
    message: /file\.txt is not a folder$/,
  })
})

test('takes a relative folder from the current one', () => {
  const dir = plant(['api/a.js'])
  assert.equal(openProject(path.relative(process.cwd(), dir)).dir, dir)
})
