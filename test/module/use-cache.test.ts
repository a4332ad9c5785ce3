import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { openModules, type Modules } from '../../src/module/modules.ts'
import { removeProjects, writeProject, type Files } from './temp-project.ts'

const opened: Modules[] = []

after(async () => {
  await Promise.all(opened.map((modules) => modules.close()))
  removeProjects()
})

const ON = { cacheComponents: true }

async function open(files: Files, entry: string, settings: object = ON): Promise<{ modules: Modules; file: string }> {
  const dir = writeProject(files)
  const file = join(dir, entry)
  const modules = await openModules({ dir, entries: [file], settings })
  opened.push(modules)
  return { modules, file }
}

const refused: { title: string; file?: string; text: string; settings?: object; says: RegExp }[] = [
  {
    title: 'the directive where next.config does not let it be',
    text: `type A = { a: 1 }\n\nasync function read(a: A) {\n  'use cache'\n  return a\n}\nexport default read`,
    settings: {},
    says: /^lib\/a\.ts:4:3: To use "use cache", please enable the feature flag `cacheComponents`/,
  },
  {
    title: 'the directive at the top of a file, too',
    text: `// why\n'use cache'\nexport const read = async () => 1`,
    settings: {},
    says: /^lib\/a\.ts:2:1: To use "use cache"/,
  },
  {
    title: 'the directive in a route handler',
    file: 'app/a/route.ts',
    text: `export async function GET() {\n  'use cache'\n  return Response.json(1)\n}`,
    says: /^app\/a\/route\.ts:2:3: "use cache" cannot stand in a route handler/,
  },
  {
    title: 'the directive over a route handler',
    file: 'app/a/route.ts',
    text: `'use cache'\nexport const GET = async () => Response.json(1)`,
    says: /^app\/a\/route\.ts:1:1: "use cache" cannot stand in a route handler/,
  },
  {
    title: 'a function that is not async',
    text: `export function read() {\n  'use cache'\n  return 1\n}`,
    says: /^lib\/a\.ts:1:8: "use cache" functions must be async functions\./,
  },
  {
    title: 'a generator',
    text: `export async function* read() {\n  'use cache'\n  yield 1\n}`,
    says: /^lib\/a\.ts:2:3: "use cache" functions cannot be generators\./,
  },
  {
    title: '`this`',
    text: `export async function read(this: { x: 1 }) {\n  'use cache'\n  return this.x\n}`,
    says: /^lib\/a\.ts:3:10: "use cache" functions cannot use `this`\./,
  },
  {
    title: '`arguments`',
    text: `export async function read() {\n  'use cache'\n  return arguments.length\n}`,
    says: /^lib\/a\.ts:3:10: "use cache" functions cannot use `arguments`\./,
  },
  {
    title: 'a method of instances',
    text: `export class A {\n  async read() {\n    'use cache'\n    return 1\n  }\n}`,
    says: /^lib\/a\.ts:2:3: It is not allowed to define inline "use cache" annotated class instance methods\./,
  },
  {
    title: 'a directive that is not the first thing said',
    text: `export async function read() {\n  const a = 1\n  'use cache'\n  return a\n}`,
    says: /^lib\/a\.ts:3:3: The "use cache" directive must be at the top of the function body\./,
  },
  {
    title: 'another spelling',
    text: `export async function read() {\n  'use-cache'\n  return 1\n}`,
    says: /^lib\/a\.ts:2:3: Did you mean "use cache"\?/,
  },
  {
    title: 'a kind that nobody knows',
    text: `export async function read() {\n  'use cache: disk'\n  return 1\n}`,
    says: /^lib\/a\.ts:2:3: Unknown cache kind "disk"\./,
  },
  {
    title: 'what a route file says of its caching',
    file: 'app/a/route.ts',
    text: `export const GET = () => Response.json(1)\nexport const revalidate = 5`,
    says: /^app\/a\/route\.ts:2:14: Route segment config "revalidate" is not compatible with `nextConfig\.cacheComponents`/,
  },
]

for (const { title, file = 'lib/a.ts', text, settings, says } of refused) {
  test(`refuses ${title}, at its place`, async () => {
    const { modules, file: path } = await open({ [file]: text }, file, settings)
    await assert.rejects(modules.load(path), { code: 'COMPILE_FAILED', message: says })
  })
}

const allowed: { title: string; file?: string; text: string; settings?: object; value: unknown }[] = [
  { title: 'a declared function', text: `export default await read(1)\nasync function read(a: number) { 'use cache'; return a + 1 }`, value: 2 }, // prettier-ignore
  { title: 'an arrow function', text: `const read = async ({ a = 1 }: { a?: number }, [b]: number[], ...c: number[]) => {\n  'use cache'\n  return [a, b, c]\n}\nexport default await read({}, [2], 3)`, value: [1, 2, [3]] }, // prettier-ignore
  { title: 'methods of objects and classes', text: `const o = { async m() { 'use cache'; return 1 } }\nclass A { static async m() { 'use cache'; return 2 } }\nexport default [await o.m(), await A.m()]`, value: [1, 2] }, // prettier-ignore
  { title: 'a function in a function, and one that calls itself', text: `async function outer(n: number) {\n  const inner = async (k: number): Promise<number> => { 'use cache'; return k === 0 ? n : inner(k - 1) }\n  return inner(3)\n}\nexport default await outer(7)`, value: 7 }, // prettier-ignore
  { title: 'CommonJS', file: 'lib/a.cjs', text: `async function read() { 'use cache'; return 1 }\nexports.default = read.name`, value: 'read' }, // prettier-ignore
  { title: 'JSX and the name of a function', file: 'lib/a.jsx', text: `async function read() { 'use cache'; return <b>x</b> }\nexport default [read.name, (await read()).type]`, value: ['read', 'b'] }, // prettier-ignore
  { title: 'experimental.useCache', text: `export default await read()\nasync function read() { 'use cache'; return 1 }`, settings: { useCache: true }, value: 1 }, // prettier-ignore
  { title: 'a string that is none', text: `export default ['use cache', "'use cache'"]`, settings: {}, value: ['use cache', "'use cache'"] }, // prettier-ignore
]

for (const { title, file = 'lib/a.ts', text, settings, value } of allowed) {
  test(`runs ${title}`, async () => {
    const { modules, file: path } = await open({ [file]: text }, file, settings)
    assert.deepEqual(Reflect.get(await modules.load(path), 'default'), value)
  })
}

test('a file with the directive at its top wraps what it exports, functions or not', async () => {
  const files = {
    'lib/a.ts': `'use cache'
      const twice = <F>(fn: F): F => fn
      async function named(a: number) { return a }
      export const arrow = async (a: number) => ({ a })
      export const made = twice(async (a: number) => [a])
      export const plain = 5
      export { named as other }
      export default async function (a: number) { return -a }`,
  }
  const { modules, file } = await open(files, 'lib/a.ts')
  const {
    arrow,
    made,
    plain,
    other,
    default: main,
  } = (await modules.load(file)) as Record<string, (a: number) => unknown>
  const found = [await arrow?.(1), await made?.(2), plain, await other?.(3), await main?.(4)]
  assert.deepEqual(found, [{ a: 1 }, [2], 5, 3, -4])
})

test('the pages folder does not know the directive', async () => {
  const text = `async function read() { 'use cache'; return 1 }\nexport default () => read()`
  const { modules, file } = await open({ 'pages/api/a.ts': text }, 'pages/api/a.ts', {})
  assert.equal(typeof Reflect.get(await modules.load(file), 'default'), 'function')
})

test('an error in a cached function points into the source', async () => {
  const text = `interface A {\n  a: 1\n}\n\nexport async function read(a: A) {\n  'use cache'\n  if (a) {\n    throw new Error('here')\n  }\n}\nexport default (async () => { try { await read({ a: 1 }) } catch (error) { return (error as Error).stack } })()`
  const { modules, file } = await open({ 'lib/a.ts': text }, 'lib/a.ts')
  assert.match(String(await Reflect.get(await modules.load(file), 'default')), /lib\/a\.ts:8:11/)
})
