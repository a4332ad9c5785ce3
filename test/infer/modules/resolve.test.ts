import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { createDependencies } from '../../../src/infer/modules/dependencies.ts'
import { createResolver } from '../../../src/infer/modules/resolve.ts'

const dir = realpathSync(mkdtempSync(path.join(tmpdir(), 'rehost-resolve-')))
after(() => rmSync(dir, { recursive: true }))

const FILES: Readonly<Record<string, string>> = {
  'app/package.json': JSON.stringify({ name: 'app', imports: { '#db': './lib/db.ts', '#lib/*': './lib/*.ts' } }),
  'app/api/users.ts': "import { db } from '#db'\nimport * as ui from '@org/shared'\n",
  'app/lib/db.ts': "export * from './deep/index.js'\n",
  'app/lib/deep/index.ts': 'export const db = 1\n',
  'app/lib/types.d.ts': 'export type A = 1\n',
  'app/lib/plain.js': '',
  'app/node_modules/left-pad/index.js': '',
  'app/node_modules/left-pad/package.json': JSON.stringify({ main: 'index.js' }),
  'packages/shared/package.json': JSON.stringify({
    name: '@org/shared',
    exports: { '.': './src/main.ts', './*': './src/*.ts' },
  }),
  'packages/shared/src/main.ts': '',
  'packages/shared/src/errors.ts': '',
}
for (const [name, text] of Object.entries(FILES)) {
  mkdirSync(path.dirname(path.join(dir, name)), { recursive: true })
  writeFileSync(path.join(dir, name), text)
}
mkdirSync(path.join(dir, 'app/node_modules/@org'))
symlinkSync(path.join(dir, 'packages/shared'), path.join(dir, 'app/node_modules/@org/shared'))

const paths = { '@/*': [`${dir}/app/*`], '@/lib/*': [`${dir}/app/lib/deep/*`, `${dir}/app/lib/*`] }
const resolve = createResolver({ file: undefined, paths, files: [] })

const ROWS: readonly (readonly [specifier: string, file: string | undefined, why: string])[] = [
  ['../lib/db', 'app/lib/db.ts', 'a file without its extension'],
  ['../lib/db.js', 'app/lib/db.ts', 'a .js name that stands for .ts'],
  ['../lib/plain', 'app/lib/plain.js', 'JavaScript'],
  ['../lib/deep', 'app/lib/deep/index.ts', "a folder's index"],
  ['@/lib/db', 'app/lib/db.ts', 'the longest matching path, its targets in order'],
  ['#db', 'app/lib/db.ts', 'an import of the package itself'],
  ['#lib/plain', undefined, 'a pattern whose file is missing'],
  ['@org/shared', 'packages/shared/src/main.ts', 'a package of the same repository'],
  ['@org/shared/errors', 'packages/shared/src/errors.ts', 'one of its subpaths'],
  ['left-pad', undefined, 'nothing for a package from a registry'],
  ['../lib/types', undefined, 'nothing for declarations'],
  ['node:fs', undefined, 'nothing for built-in modules'],
]

for (const [specifier, file, why] of ROWS) {
  test(`${specifier} is ${why}`, () => {
    assert.equal(resolve(specifier, path.join(dir, 'app/api/users.ts')), file && path.join(dir, file))
  })
}

test('a route depends on what its imports import', () => {
  const dependencies = createDependencies(resolve)
  const route = path.join(dir, 'app/api/users.ts')
  assert.equal(dependencies.reaches(route, new Set([path.join(dir, 'app/lib/deep/index.ts')])), true)
  assert.equal(dependencies.reaches(route, new Set([path.join(dir, 'packages/shared/src/main.ts')])), true)
  assert.equal(dependencies.reaches(route, new Set([path.join(dir, 'app/lib/plain.js')])), false)
})
