import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'

const SRC = path.resolve(import.meta.dirname, '../src')

/**
 * Lowest first: the folders and files of src. One may import from itself and from any layer below it, and from nowhere
 * else; those of one layer know nothing of one another.
 */
const LAYERS = [
  ['errors', 'paint', 'version'],
  ['log-text'],
  ['log'],
  ['config', 'routes', 'rules', 'http', 'schema', 'instrumentation'],
  ['next', 'infer'],
  ['module'], // A route file becomes an endpoint …
  ['openapi', 'ops'],
  ['app'], // … that a request is led to …
  ['load-route'],
  ['folder'], // … in a project folder.
  ['config-file', 'describe', 'docs', 'inference', 'watch'],
  ['host'],
  ['rehost', 'server', 'dev', 'build', 'check', 'compare', 'init'],
  ['commands'],
  ['cli', 'index', 'server-entry'],
]

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))
const roomOf = (file: string): string => file.split(path.sep)[0]?.replace(/\.ts$/, '') ?? ''
const layerOf = (room: string): number => LAYERS.findIndex((layer) => layer.includes(room))

// Static, dynamic and type imports alike: what is named is depended on.
const IMPORT = /(?:\bfrom\s+|\bimport\s*\(\s*|\bimport\s+)'(\.[^']+)'/g

function importsOf(file: string): string[] {
  const text = readFileSync(path.join(SRC, file), 'utf8')
  return [...text.matchAll(IMPORT)].map(([, to = '']) => path.join(path.dirname(file), to))
}

test('every folder and file of src has a layer', () => {
  assert.deepEqual(
    [...new Set(files.map(roomOf))].filter((room) => layerOf(room) < 0),
    [],
  )
})

test('imports lead down', () => {
  const upward = files.flatMap((file) =>
    importsOf(file)
      .filter((to) => !to.startsWith('..') && roomOf(to) !== roomOf(file))
      .filter((to) => layerOf(roomOf(to)) >= layerOf(roomOf(file)))
      .map((to) => `${file} imports ${to}`),
  )
  assert.deepEqual(upward, [])
})

test('every import names a file of src, or package.json', () => {
  const known = new Set(files)
  const lost = files.flatMap((file) => importsOf(file).filter((to) => !known.has(to)).map((to) => `${file} imports ${to}`)) // prettier-ignore
  assert.deepEqual(lost, [])
})
