import assert from 'node:assert/strict'
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import { compileGlob } from '../../src/build/glob.ts'
import { plant } from '../app/plant.ts'
import { send } from '../http/wire.ts'
import { rehost, serve, stop, type Server } from './built.ts'

const APP = {
  'package.json': '{ "name": "app", "type": "module" }',
  '.env': 'WORD=w',
  '.env.local': 'WORD=of this machine',
  'next.config.mjs': `export default {
    output: 'standalone',
    outputFileTracingIncludes: { '/api/*': ['./texts/**/*.txt'] },
    outputFileTracingExcludes: { '*': ['node_modules/used/big.bin', 'node_modules/used/unread/**'] },
  }`,
  'pages/api/all.ts': `
    import { readFileSync } from 'node:fs'
    import path from 'node:path'
    import used, { inner } from 'used'
    import { linked } from 'linked'
    const texts: string = process.env.TEXTS ?? 'texts'
    export default async (req, res) => res.json({
      used, inner, linked, word: process.env.WORD, later: (await import('later')).default,
      data: readFileSync(path.join(process.cwd(), 'data', 'a.json'), 'utf8'),
      text: readFileSync(texts + '/deep/b.txt', 'utf8'),
    })`,
  'data/a.json': '{}',
  'data/other.json': '{}',
  'texts/deep/b.txt': 'b',
  'public/deep/c.txt': 'c',
  'node_modules/used/package.json': '{ "name": "used", "main": "index.js", "dependencies": { "inside": "1" } }',
  'node_modules/used/index.js': `
    exports.default = 'used'; exports.__esModule = true; exports.inner = require('inside').value
    require('fs').existsSync(__dirname + '/big.bin')`,
  'node_modules/used/unused.js': '',
  'node_modules/used/big.bin': 'b',
  'node_modules/used/node_modules/inside/package.json': '{ "name": "inside" }',
  'node_modules/used/node_modules/inside/index.js': `exports.value = 'inside'`,
  'node_modules/later/package.json': '{ "name": "later", "type": "module", "exports": "./main.js" }',
  'node_modules/later/main.js': `export default 'later'`,
  'node_modules/unused/package.json': '{ "name": "unused" }',
  'node_modules/unused/index.js': '',
}
const LINKED = {
  'package.json': '{ "name": "linked", "type": "module", "exports": "./index.js" }',
  'index.js': `export const linked = 'linked'`,
  'unused.js': '',
}

/** A repository: the app at `apps/one`, and a package that is linked into its node_modules, as pnpm does. */
function plantRepository(): string {
  const entries = [
    ...Object.entries(APP).map(([name, text]) => [`apps/one/${name}`, text]),
    ...Object.entries(LINKED).map(([name, text]) => [
      `node_modules/.pnpm/linked@1.0.0/node_modules/linked/${name}`,
      text,
    ]),
  ]
  const root = plant(Object.fromEntries(entries))
  symlinkSync(
    '../../../node_modules/.pnpm/linked@1.0.0/node_modules/linked',
    path.join(root, 'apps/one/node_modules/linked'),
  )
  return root
}

const root = plantRepository()
const built = await rehost('build', path.join(root, 'apps/one'))
const copied = plant({})
cpSync(path.join(root, 'apps/one/.rehost/standalone'), copied, { recursive: true, verbatimSymlinks: true })
rmSync(root, { recursive: true })

describe('a standalone folder', () => {
  test('runs without the project, and finds packages and files', async () => {
    assert.deepEqual([built.code, built.err], [0, ''])
    assert.match(built.out, /standalone\/apps\/one\/\.rehost\/server\.mjs/)
    const server: Server = await serve([path.join(copied, 'apps/one/.rehost/server.mjs')])
    const { status, body } = await send(server.port, { path: '/api/all' })
    const all = { used: 'used', inner: 'inside', linked: 'linked', word: 'w', later: 'later', data: '{}', text: 'b' }
    assert.deepEqual([status, JSON.parse(body.toString())], [200, all])
    assert.equal((await send(server.port, { path: '/deep/c.txt' })).body.toString(), 'c')
    await stop(server)
  })

  const app = path.join(copied, 'apps/one')
  const list = (place: string): string[] =>
    readdirSync(path.join(copied, place), { recursive: true, encoding: 'utf8', withFileTypes: false }).sort()

  test('holds the files that are loaded, and no others', () => {
    assert.deepEqual(list('apps/one/node_modules/used'), [
      'index.js',
      'node_modules',
      'node_modules/inside',
      'node_modules/inside/index.js',
      'node_modules/inside/package.json',
      'package.json',
    ])
    assert.deepEqual(readdirSync(path.join(app, 'node_modules')).sort(), ['later', 'linked', 'used'])
    assert.deepEqual(list('node_modules/.pnpm/linked@1.0.0/node_modules/linked'), ['index.js', 'package.json'])
    assert.deepEqual(list('apps/one/data'), ['a.json'])
  })

  test('holds no sources, and nothing that is local to a machine', () => {
    const names = readdirSync(app).sort()
    assert.deepEqual(names, ['.env', '.rehost', 'data', 'node_modules', 'package.json', 'public', 'texts'])
  })
})

test('a build without one takes the older one away', async () => {
  const dir = plant({
    'package.json': '{ "type": "module" }',
    'api/a.js': 'export default (req, res) => res.send("a")',
  })
  const old = path.join(dir, '.rehost/standalone')
  mkdirSync(old, { recursive: true })
  writeFileSync(path.join(old, 'old'), '')
  assert.equal((await rehost('build', dir)).code, 0)
  assert.equal(existsSync(old), false)
})

const GLOBS = [
  { glob: './data/*.json', path: 'data/a.json', matches: true },
  { glob: './data/*.json', path: 'data/deep/a.json', matches: false },
  { glob: 'data/**', path: 'data/deep/a.json', matches: true },
  { glob: '**/*.txt', path: 'a.txt', matches: true },
  { glob: '/a/**/b', path: 'a/x/y/b', matches: true },
  { glob: '/a/**/b', path: 'a/b', matches: true },
  { glob: 'a.{json,txt}', path: 'a.txt', matches: true },
  { glob: 'a?.txt', path: 'a1.txt', matches: true },
  { glob: 'a.txt', path: 'abtxt', matches: false },
  { glob: 'a(b)+.txt', path: 'a(b)+.txt', matches: true },
]
for (const { glob, path: file, matches } of GLOBS) {
  test(`${glob} ${matches ? 'matches' : 'does not match'} ${file}`, () => {
    assert.equal(compileGlob(glob).test(file), matches)
  })
}
