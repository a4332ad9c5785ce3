import assert from 'node:assert/strict'
import { execSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import * as surface from '../src/index.ts'
import * as contract from '../src/openapi/contract.ts'

const ROOT = path.resolve(import.meta.dirname, '..')
const ENTRY = readFileSync(path.join(ROOT, 'src/index.ts'), 'utf8')
const CONTRACT = readFileSync(path.join(ROOT, 'src/openapi/contract.ts'), 'utf8')
const CONTRACT_TYPES = ['Answer', 'Answers', 'Body', 'Contract', 'ContractBody', 'ContractContext', 'ContractMethod', 'ContractRequest', 'ContractResponse', 'InputOf', 'Operation', 'OutputOf', 'ParsedValues', 'Schema'] // prettier-ignore
const PACKAGE: { exports: Record<string, unknown>; bin: unknown; scripts: Record<string, string> } = JSON.parse(
  readFileSync(path.join(ROOT, 'package.json'), 'utf8'),
)

/** Types that a file passes on. */
function typesOf(source: string): string[] {
  const lists = [...source.matchAll(/^export (type )?\{([^}]*)\} from/gm)]
  return lists.flatMap(([, isType, list = '']) => {
    const names = list.split(',').map((name) => name.trim()).filter((name) => name !== '') // prettier-ignore
    if (isType) return names
    return names.filter((name) => name.startsWith('type ')).map((name) => name.slice(5))
  })
}

// What users may rely on. A name that is added or lost here is a change they notice.
test('rehost exports these values', () => {
  const names = ['FAULTS', 'Fault', 'createServer', 'defineConfig', 'listen', 'rehost']
  assert.deepEqual(Object.keys(surface).sort(), names)
})

test('rehost exports these types', () => {
  const own = ['DrainOptions', 'FaultCode', 'LibraryOptions', 'ProblemDetails', 'ProblemFormat', 'RehostApp', 'RehostOptions', 'RehostServer'] // prettier-ignore
  assert.deepEqual(typesOf(ENTRY).sort(), [...own, ...CONTRACT_TYPES].sort())
})

test('its entry only passes on what other files export', () => {
  assert.doesNotMatch(ENTRY.replaceAll(/^export (?:type )?\{[^}]*\} from '[^']+'$/gm, ''), /\S/)
})

test('rehost/contract exports these values and types', () => {
  assert.deepEqual(Object.keys(contract).sort(), ['operation', 'parsed'])
  assert.deepEqual(typesOf(CONTRACT).sort(), CONTRACT_TYPES)
})

test('nothing else of the package can be imported', () => {
  assert.deepEqual(Object.keys(PACKAGE.exports), ['.', './contract', './package.json'])
  assert.deepEqual(PACKAGE.bin, { rehost: './dist/cli.js' })
})

test(
  'a build leaves a command that can be run, also where a clone is linked',
  { skip: process.platform === 'win32' },
  (t) => {
    const dir = mkdtempSync(path.join(tmpdir(), 'rehost-bin-'))
    t.after(() => rmSync(dir, { recursive: true, force: true }))
    const file = path.join(dir, 'dist/cli.js')
    mkdirSync(path.dirname(file))
    writeFileSync(file, '', { mode: 0o644 })
    const [, afterCompiling = ''] = PACKAGE.scripts['build']?.split(' && ') ?? []
    execSync(afterCompiling, { cwd: dir })
    assert.equal(statSync(file).mode & 0o777, 0o755)
  },
)
