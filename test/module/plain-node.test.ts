import assert from 'node:assert/strict'
import { mkdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { FORMATS, ORDER, SYNTAX, type ModuleCase } from './module-cases.ts'
import { PACKAGES, RESOLUTION } from './package-cases.ts'
import { openPlainNode, type PlainNode } from './plain-node.ts'
import { removeProjects, writeProject, type Files } from './temp-project.ts'

let node: PlainNode

before(async () => {
  node = await openPlainNode()
})

after(() => {
  node.close()
  removeProjects()
})

const CASES: ModuleCase[] = [...SYNTAX, ...FORMATS, ...ORDER, ...RESOLUTION, ...PACKAGES]
const ENTRIES = CASES.map(({ entry = 'entry.js' }) => entry)
const VALUES = CASES.map(({ value }) => value)

const LOAD_ALL = `
const [dirs, entries] = process.argv.slice(2).map((text) => JSON.parse(text))
const values = []
for (const [index, dir] of dirs.entries()) {
  const file = dir + '/' + entries[index]
  const modules = await open(dir, [file])
  values.push((await modules.load(file)).default)
}
const { cache } = createRequire(import.meta.url)
const compiler = Object.keys(cache).some((file) => file.includes('/esbuild/'))
console.log(JSON.stringify({ values, compiler }))
process.exit(0)`

test('all forms of modules load in plain Node.js', async () => {
  const dirs = CASES.map(({ files }) => writeProject(files))
  const script = `
    import { createRequire } from 'node:module'
    import { openModules } from './modules.js'
    const open = (dir, entries) => openModules({ dir, entries })
    ${LOAD_ALL}`
  const loaded = await node.run(script, [JSON.stringify(dirs), JSON.stringify(ENTRIES)])
  assert.deepEqual(loaded, { values: VALUES, compiler: true })
})

test('a build loads the same after it was moved, and without the compiler', async () => {
  const dirs = CASES.map(({ files }) => writeProject(files))
  const compile = `
    import { compileTo } from './built-modules.js'
    const [dirs, entries] = process.argv.slice(2).map((text) => JSON.parse(text))
    const errors = []
    for (const [index, dir] of dirs.entries()) {
      const found = await compileTo(dir + '/.rehost/modules', { dir, entries: [dir + '/' + entries[index]] })
      errors.push(...found.map(({ fault }) => fault.message))
    }
    console.log(JSON.stringify(errors))
    process.exit(0)`
  assert.deepEqual(await node.run(compile, [JSON.stringify(dirs), JSON.stringify(ENTRIES)]), [])
  const script = `
    import { createRequire } from 'node:module'
    import { openBuiltModules } from './built-modules.js'
    const open = (dir) => openBuiltModules(dir + '/.rehost/modules', dir)
    ${LOAD_ALL}`
  const loaded = await node.run(script, [JSON.stringify(dirs.map(move)), JSON.stringify(ENTRIES)])
  assert.deepEqual(loaded, { values: VALUES, compiler: false })
})

function move(dir: string): string {
  const target = join(writeProject({}), 'deeper', 'app')
  mkdirSync(join(target, '..'))
  renameSync(dir, target)
  return target
}

const ONE_INSTANCE: Files = {
  'a.js': `import { inc } from './counter'; export default inc`,
  'b.js': `const { inc } = require('./counter.js'); module.exports = { default: inc }`,
  'c.js': `export default async () => (await import('./counter')).inc()`,
  'counter.js': `let n = 0; export const inc = () => (n += 1)`,
}

test('a module is one instance, whoever imports it and however', async () => {
  const script = `
    import { openModules } from './modules.js'
    const [dir] = process.argv.slice(2)
    const files = ['a.js', 'b.js', 'c.js'].map((name) => dir + '/' + name)
    const modules = await openModules({ dir, entries: files })
    const counts = []
    for (const file of files) counts.push(await (await modules.load(file)).default())
    console.log(JSON.stringify(counts))
    process.exit(0)`
  assert.deepEqual(await node.run(script, [writeProject(ONE_INSTANCE)]), [1, 2, 3])
})

const FAILING: Files = {
  'a.js': `import './failing'; import { n } from './counter'; export default n`,
  'b.js': `import './failing'; export default 'b'`,
  'c.js': `const { n } = require('./counter'); require('./failing'); module.exports = { default: n }`,
  'd.js': `import './old'; export default 'd'`,
  'counter.js': `globalThis.counter = (globalThis.counter ?? 0) + 1; export const n = globalThis.counter`,
  'failing.js': `import './counter'; if (globalThis.ready === undefined) throw new Error('not ready'); export {}`,
  'old.cjs': `if (globalThis.ready === undefined) throw new Error('not ready, old')`,
}

for (const kind of ['compiled in memory', 'built']) {
  test(`${kind}, modules that threw are tried again after a second, and what was evaluated keeps its state`, async () => {
    const script = `
      import { setTimeout as sleep } from 'node:timers/promises'
      import { openModules } from './modules.js'
      import { compileTo, openBuiltModules } from './built-modules.js'
      const [dir, kind] = process.argv.slice(2)
      const files = ['a.js', 'b.js', 'c.js', 'd.js'].map((name) => dir + '/' + name)
      const [outDir, options] = [dir + '/.rehost', { dir, entries: files }]
      if (kind === 'built') await compileTo(outDir, options)
      const modules = kind === 'built' ? await openBuiltModules(outDir, dir) : await openModules(options)
      const seen = []
      const load = async (file) => {
        seen.push(await modules.load(file).then((exports) => exports.default, ({ code, message }) => [code, message]))
      }
      for (const index of [0, 2, 3]) await load(files[index])
      globalThis.ready = true
      await load(files[0])
      await sleep(1050)
      for (const file of files) await load(file)
      console.log(JSON.stringify(seen.map((value) => Array.isArray(value) ? [value[0], value[1].split('\\n')[0]] : value)))
      await modules.close()`
    const notReady = (name: string, why = ''): string[] => [
      'MODULE_FAILED',
      `${name} failed to load: Error: not ready${why}`,
    ]
    assert.deepEqual(await node.run(script, [writeProject(FAILING), kind]), [
      notReady('a.js'),
      notReady('c.js'),
      notReady('d.js', ', old'),
      notReady('a.js'),
      1,
      'b',
      1,
      'd',
    ])
  })
}

test('a module that throws again shows the same place of its source again', async () => {
  const script = `
    import { setTimeout as sleep } from 'node:timers/promises'
    import { openModules } from './modules.js'
    process.setSourceMapsEnabled(true)
    const [dir] = process.argv.slice(2)
    const modules = await openModules({ dir, entries: [dir + '/a.js'] })
    const seen = []
    const load = () => modules.load(dir + '/a.js').catch(({ message }) => seen.push(message))
    await load()
    await sleep(1050)
    await load()
    console.log(JSON.stringify(seen))
    await modules.close()`
  const [first, second] = (await node.run(script, [writeProject(FAILING)])) as string[]
  assert.match(String(first), /^at failing\.js:1:\d+$/m)
  assert.equal(second, first)
})
