import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { defineConfig } from '../../src/config/options.ts'
import { NextResponse } from '../../src/next/server.ts'
import { openModules, type Modules, type ModulesOptions } from '../../src/module/modules.ts'
import { FORMATS, ORDER, SYNTAX } from './module-cases.ts'
import { PACKAGES, RESOLUTION } from './package-cases.ts'
import { removeProjects, writeFiles, writeProject, type Files } from './temp-project.ts'

const opened: Modules[] = []

after(async () => {
  await Promise.all(opened.map((modules) => modules.close()))
  removeProjects()
})

interface Opened {
  readonly dir: string
  readonly modules: Modules
  /** The default export of a file. */
  readonly value: (file: string) => Promise<unknown>
}

async function open(files: Files, names: readonly string[], settings?: ModulesOptions['settings']): Promise<Opened> {
  const dir = writeProject(files)
  const entries = names.map((name) => join(dir, name))
  const modules = await openModules({ dir, entries, ...(settings === undefined ? {} : { settings }) })
  opened.push(modules)
  return { dir, modules, value: async (file) => Reflect.get(await modules.load(join(dir, file)), 'default') }
}

for (const { title, files, entry = 'entry.js', value } of [
  ...SYNTAX,
  ...FORMATS,
  ...ORDER,
  ...RESOLUTION,
  ...PACKAGES,
]) {
  test(`loads ${title}`, async () => {
    const entries = 'other.js' in files ? [entry, 'other.js'] : [entry]
    const project = await open(files, entries)
    assert.deepEqual(await project.value(entry), value)
  })
}

test('the text of next.config env stands where it is named, and nowhere else', async () => {
  process.env['REHOST_SHADOWED'] = 'from the environment'
  const text = `const { REHOST_SHADOWED } = process.env
    export default [process.env.REHOST_SHADOWED, process.env['REHOST_SHADOWED'], REHOST_SHADOWED, 'REHOST_NEW' in process.env]`
  const env = { REHOST_SHADOWED: 'from the config', REHOST_NEW: 'x' }
  const project = await open({ 'a.js': text }, ['a.js'], { env })
  assert.deepEqual(await project.value('a.js'), ['from the config', 'from the config', 'from the environment', false])
  delete process.env['REHOST_SHADOWED']
})

test('next/server is the one that the server itself uses', async () => {
  const project = await open({ 'a.js': `export { NextResponse as default } from 'next/server'` }, ['a.js'])
  assert.equal(await project.value('a.js'), NextResponse)
})

test('rehost is the one that is running', async () => {
  const project = await open({ 'a.js': `export { defineConfig as default } from 'rehost'` }, ['a.js'])
  assert.equal(await project.value('a.js'), defineConfig)
})

const KIN = {
  'node_modules/kin/package.json': '{ "name": "kin", "dependencies": { "next": "*" }, "main": "./index.js" }',
  'node_modules/kin/index.js': `module.exports = typeof __rehost`,
  'entry.js': `import kin from 'kin'; export default kin`,
}

test('transpilePackages compiles a package and serverExternalPackages leaves one alone', async () => {
  const plain = { ...KIN, 'node_modules/kin/package.json': '{ "name": "kin", "main": "./index.js" }' }
  const transpiled = await open(plain, ['entry.js'], { transpilePackages: ['kin'] })
  const external = await open(KIN, ['entry.js'], { serverExternalPackages: ['kin'] })
  assert.deepEqual([await transpiled.value('entry.js'), await external.value('entry.js')], ['object', 'undefined'])
})

test('resolveAlias holds for the project and for compiled packages', async () => {
  const files = {
    ...KIN,
    'node_modules/kin/index.js': `module.exports = require('kin/config').value`,
    'entry.js': `import kin from 'kin'; import { value } from 'kin/config'; export default [kin, value]`,
    'i18n/request.ts': `export const value = 'aliased'`,
  }
  const project = await open(files, ['entry.js'], { resolveAlias: { 'kin/config': './i18n/request.ts' } })
  assert.deepEqual(await project.value('entry.js'), ['aliased', 'aliased'])
})

test('nothing is evaluated before it is asked for', async () => {
  const project = await open({ 'a.js': `globalThis.rehostEvaluated = true; export default 1` }, ['a.js'])
  assert.equal(Reflect.get(globalThis, 'rehostEvaluated'), undefined)
  await project.value('a.js')
  assert.equal(Reflect.get(globalThis, 'rehostEvaluated'), true)
})

const BROKEN: { title: string; files: Files; code: string; message: RegExp }[] = [
  {
    title: 'a syntax error, with place and code frame',
    files: { 'bad.ts': `import { a } from './a'\n\nconst x = = 1\n`, 'a.ts': 'export const a = 1' },
    code: 'COMPILE_FAILED',
    message: /^bad\.ts:3:11: Unexpected "="\n {2}1 \| import[^\n]*\n {2}2 \|\n> 3 \| const x = = 1\n {4}\| {11}\^\n/,
  },
  {
    title: 'a syntax error in a file it imports',
    files: { 'bad.ts': `import './lib/inner'; export default 1`, 'lib/inner.ts': 'export const = 1' },
    code: 'COMPILE_FAILED',
    message: /^lib\/inner\.ts:1:14: Expected identifier but found "="/,
  },
  {
    title: 'an import that finds nothing',
    files: { 'bad.ts': `import x from './not-there'; export default x` },
    code: 'COMPILE_FAILED',
    message: /^bad\.ts:1:15: Could not resolve "\.\/not-there"/,
  },
  {
    title: 'a name that is not exported',
    files: { 'bad.ts': `import { b } from './a'; export default b`, 'a.ts': 'export const a = 1' },
    code: 'COMPILE_FAILED',
    message: /^bad\.ts:1:10: a\.ts has no export named b\n> 1 \| import \{ b \}/,
  },
  {
    title: 'a name that no file behind export * exports',
    files: {
      'bad.ts': `import { a,\n  b } from './all'; export default b`,
      'all.ts': `export * from './a'`,
      'a.ts': 'export const a = 1',
    },
    code: 'COMPILE_FAILED',
    message: /^bad\.ts:2:3: all\.ts has no export named b/,
  },
  {
    title: 'a default export that is not there',
    files: { 'bad.ts': `import a from './a'; export default a`, 'a.ts': 'export const a = 1' },
    code: 'COMPILE_FAILED',
    message: /^bad\.ts:1:8: a\.ts has no default export/,
  },
  {
    title: 'JSON that is none',
    files: { 'bad.ts': `import x from './x.json'; export default x`, 'x.json': '{' },
    code: 'COMPILE_FAILED',
    message: /^x\.json:1:1: /,
  },
  {
    title: 'a file of another kind',
    files: { 'bad.ts': `import x from './x.txt'; export default x`, 'x.txt': 'text' },
    code: 'COMPILE_FAILED',
    message: /^x\.txt:1:1: \.txt files cannot be imported; read them with node:fs$/,
  },
  {
    title: 'an entry that is not there',
    files: {},
    code: 'COMPILE_FAILED',
    message: /^bad\.ts:1:1: ENOENT/,
  },
  {
    title: 'a throw while loading, with place and code frame',
    files: {
      'bad.ts': `import './inner'; export default 1`,
      'inner.ts': `type T = 1\n\nthrow new Error('no database')`,
    },
    code: 'MODULE_FAILED',
    message:
      /^bad\.ts failed to load: Error: no database\nat inner\.ts:3:7\n[^>]*> 3 \| throw new Error\('no database'\)\n {4}\| {7}\^$/,
  },
  {
    title: 'a throw of something that is no error',
    files: { 'bad.ts': `throw 'text'; export default 1` },
    code: 'MODULE_FAILED',
    message: /^bad\.ts failed to load: text$/,
  },
  {
    title: 'module.exports in an ES module, as Node.js does',
    files: { 'package.json': '{ "type": "module" }', 'bad.ts': `const a = 1\nmodule.exports = a` },
    code: 'COMPILE_FAILED',
    message: /^bad\.ts:2:1: module\.exports does not exist in an ES module/,
  },
]

for (const { title, files, code, message } of BROKEN) {
  test(`reports ${title}, and other entries load`, async () => {
    const project = await open({ ...files, 'good.ts': `export default 'good'` }, ['bad.ts', 'good.ts'])
    await assert.rejects(project.value('bad.ts'), { code, message })
    assert.equal(await project.value('good.ts'), 'good')
  })
}

test('a rebuild names the entries that changed, and only they are evaluated anew', async () => {
  const files = {
    'a.js': `import { n } from './lib'; export default [n, {}]`,
    'b.js': `import { state } from './other'; export default state`,
    'lib.js': 'export const n = 1',
    'other.js': 'export const state = {}',
  }
  const { dir, modules, value } = await open(files, ['a.js', 'b.js'])
  const [, before] = [await value('a.js'), await value('b.js')]
  writeFiles(dir, { 'lib.js': 'export const n = 2' })
  assert.deepEqual(await modules.rebuild(), { changed: [join(dir, 'a.js')], errors: [] })
  assert.deepEqual(await value('a.js'), [2, {}])
  assert.equal(await value('b.js'), before)
  assert.deepEqual(await modules.rebuild(), { changed: [], errors: [] })
})

test('a change that leaves the code as it is keeps the instance', async () => {
  const { dir, modules, value } = await open({ 'a.js': 'export default {}' }, ['a.js'])
  const before = await value('a.js')
  writeFiles(dir, { 'a.js': '// a comment\nexport default {}' })
  assert.deepEqual((await modules.rebuild()).changed, [])
  assert.equal(await value('a.js'), before)
})

test('an entry that no longer compiles keeps its last good exports and says why', async () => {
  const { dir, modules, value } = await open({ 'a.js': `export default 'good'` }, ['a.js'])
  const file = join(dir, 'a.js')
  assert.equal(await value('a.js'), 'good')
  writeFiles(dir, { 'a.js': 'export default = 1' })
  const { errors } = await modules.rebuild()
  assert.deepEqual(
    errors.map((error) => [error.file, error.fault.code]),
    [[file, 'COMPILE_FAILED']],
  )
  assert.equal(await value('a.js'), 'good')
  assert.match(modules.errorOf(file)?.message ?? '', /^a\.js:1:16: Unexpected "="/)
  writeFiles(dir, { 'a.js': `export default 'better'` })
  await modules.rebuild()
  assert.equal(modules.errorOf(file), undefined)
  assert.equal(await value('a.js'), 'better')
})

test('a rebuild finds files that appear: entries, missing imports, and nearer matches', async () => {
  const files = { 'a.js': `import x from './x'; export default x`, 'lib/index.js': `export default 'index'` }
  const more = { ...files, 'b.js': `import x from './lib'; export default x` }
  const { dir, modules, value } = await open(more, ['a.js', 'b.js'])
  await assert.rejects(value('a.js'), { code: 'COMPILE_FAILED' })
  assert.equal(await value('b.js'), 'index')
  writeFiles(dir, { 'x.js': `export default 'found'`, 'lib.js': `export default 'nearer'`, 'c.js': 'export default 3' })
  await modules.rebuild(['a.js', 'b.js', 'c.js'].map((name) => join(dir, name)))
  assert.deepEqual([await value('a.js'), await value('b.js'), await value('c.js')], ['found', 'nearer', 3])
})

test('an entry that was removed is gone', async () => {
  const { dir, modules, value } = await open({ 'a.js': 'export default 1' }, ['a.js'])
  rmSync(join(dir, 'a.js'))
  await modules.rebuild([])
  await assert.rejects(value('a.js'), { code: 'MODULE_FAILED', message: 'a.js was not compiled' })
})

test('lists the files to watch, and none of node_modules that Node.js loads itself', async () => {
  const files = {
    'a.ts': `import './lib/b'; import 'pkg'; import 'server-only'`,
    'lib/b.ts': '',
    'tsconfig.json': '{}',
    'node_modules/pkg/index.js': '',
    'node_modules/pkg/package.json': '{}',
  }
  const { dir, modules } = await open(files, ['a.ts'])
  assert.deepEqual(
    [...modules.watchFiles].sort(),
    ['a.ts', 'lib/b.ts', 'tsconfig.json'].map((name) => join(dir, name)),
  )
})
