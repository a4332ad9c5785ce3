import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { REQUIRED } from '../../src/build/packages.ts'

const SRC = path.resolve(import.meta.dirname, '../../src')
// Never part of a built server.
const ELSEWHERE = /^(?:infer|build|check|init)[\\/]/

function findRequired(): string[] {
  const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))
  const texts = files.filter((file) => !ELSEWHERE.test(file)).map((file) => readFileSync(path.join(SRC, file), 'utf8'))
  return texts
    .filter((text) => text.includes('createRequire(import.meta.url)'))
    .flatMap((text) => [...text.matchAll(/(?:\brequire|import\.meta\.url\))\('([a-z@][^']*)'\)/g)])
    .flatMap(([, name = '']) => (name.startsWith('node:') ? [] : [name]))
}

test('a build carries every package that is named at run time only', () => {
  assert.deepEqual([...new Set(findRequired())].sort(), [...REQUIRED].sort())
})
