import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { parseSync, Visitor } from 'oxc-parser'
import { checkSync } from 'recheck'

const SRC = path.resolve(import.meta.dirname, '../../src')
/** Rooms whose code meets what clients send. */
const ROOMS = ['app', 'http', 'next', 'ops', 'routes', 'rules', 'server.ts']

interface Pattern {
  readonly source: string
  readonly flags: string
  readonly file: string
}

function findFiles(room: string): string[] {
  if (room.endsWith('.ts')) return [room]
  const names = readdirSync(path.join(SRC, room), { recursive: true, encoding: 'utf8' })
  return names.filter((name) => name.endsWith('.ts')).map((name) => path.join(room, name))
}

function findPatterns(): Map<string, Pattern> {
  const found = new Map<string, Pattern>()
  for (const file of ROOMS.flatMap(findFiles)) {
    const { program } = parseSync(file, readFileSync(path.join(SRC, file), 'utf8'))
    new Visitor({
      Literal(node) {
        if (!('regex' in node)) return
        const { pattern: source, flags } = node.regex
        found.set(`/${source}/${flags}`, { source, flags, file })
      },
    }).visit(program)
  }
  return found
}

// Those that were checked before; all together take a quarter of a minute. RECHECK_ALL=1 checks them again.
const known: string[] = JSON.parse(readFileSync(path.join(import.meta.dirname, 'safe-patterns.json'), 'utf8'))
const patterns = findPatterns()
process.env['RECHECK_BACKEND'] = 'pure'

for (const [name, { source, flags, file }] of patterns) {
  if (known.includes(name) && !process.env['RECHECK_ALL']) continue
  test(`no input makes ${name} of ${file} slow; then it belongs into safe-patterns.json`, () => {
    const { status, ...found } = checkSync(source, flags, { timeout: 30_000 })
    assert.equal(status, 'safe', JSON.stringify(found))
  })
}

test('no pattern is remembered that is not there any more', () => {
  assert.deepEqual(
    known.filter((name) => !patterns.has(name)),
    [],
  )
})
