import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import { parseJsonWithComments } from '../../../src/infer/compiler/json-comments.ts'
import { readProjectConfig } from '../../../src/infer/compiler/project-config.ts'

interface Row {
  readonly title: string
  readonly files: Readonly<Record<string, unknown>>
  /** Targets below the project folder. */
  readonly paths: Readonly<Record<string, readonly string[]>>
}

const ROWS: readonly Row[] = [
  {
    title: 'paths are relative to the file that has them',
    files: { 'tsconfig.json': { compilerOptions: { paths: { '@/*': ['./src/*'] } } } },
    paths: { '@/*': ['src/*'] },
  },
  {
    title: 'a baseUrl is a path for every name',
    files: { 'tsconfig.json': { compilerOptions: { baseUrl: 'src', paths: { lib: ['lib/index.ts'] } } } },
    paths: { '*': ['src/*'], lib: ['src/lib/index.ts'] },
  },
  {
    title: 'what is extended comes first',
    files: {
      'tsconfig.json': { extends: ['./config/base.json'], compilerOptions: { paths: { b: ['./b'] } } },
      'config/base.json': { compilerOptions: { paths: { a: ['./a'] } } },
    },
    paths: { a: ['config/a'], b: ['b'] },
  },
  {
    title: 'a solution file takes its paths from its references',
    files: {
      'tsconfig.json': { files: [], references: [{ path: './app' }] },
      'app/tsconfig.json': { compilerOptions: { paths: { '~/*': ['./*'] } } },
    },
    paths: { '~/*': ['app/*'] },
  },
  {
    title: 'a jsconfig will do',
    files: { 'jsconfig.json': { compilerOptions: { baseUrl: '.' } } },
    paths: { '*': ['*'] },
  },
  {
    title: 'an extended package that is not installed is left out',
    files: { 'tsconfig.json': { extends: '@no/such' } },
    paths: {},
  },
]

for (const { title, files, paths } of ROWS) {
  test(title, (context) => {
    const dir = realpathSync(mkdtempSync(path.join(tmpdir(), 'rehost-config-')))
    context.after(() => rmSync(dir, { recursive: true }))
    mkdirSync(path.join(dir, '.git'))
    for (const [name, json] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(dir, name)), { recursive: true })
      writeFileSync(path.join(dir, name), JSON.stringify(json))
    }
    const absolute = Object.entries(paths).map(([name, targets]) => [
      name,
      targets.map((target) => path.join(dir, target)),
    ])
    assert.deepEqual(readProjectConfig(dir).paths, Object.fromEntries(absolute))
  })
}

test('comments and trailing commas are read over, strings are left alone', () => {
  const text = '\uFEFF{ // one\n "a": "x // y /* z */", /* two */ "b": [1, 2,], "c": ",]", }'
  assert.deepEqual(parseJsonWithComments(text), { a: 'x // y /* z */', b: [1, 2], c: ',]' })
})
