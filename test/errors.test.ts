import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { Fault, FAULTS, type FaultCode } from '../src/errors.ts'

const ROOT = path.resolve(import.meta.dirname, '..')
const DOCS = readFileSync(path.join(ROOT, 'docs/errors.md'), 'utf8')
const SRC = path.join(ROOT, 'src')
const SOURCES = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && file !== 'errors.ts')
  .map((file) => readFileSync(path.join(SRC, file), 'utf8'))

const codes = Object.keys(FAULTS) as FaultCode[]
const headings = [...DOCS.matchAll(/^### ([A-Z_]+)$/gm)].map(([, code]) => code)

test('docs/errors.md has one section per code, in the order of the table, and no other', () => {
  assert.deepEqual(headings, codes)
})

for (const code of codes) {
  const { status, fix } = FAULTS[code]

  test(`${code} is thrown somewhere`, () => {
    assert.ok(SOURCES.some((text) => text.includes(`'${code}'`)))
  })

  test(`the section of ${code} names its status, ${status}, and says how to put it right`, () => {
    const section = DOCS.split(`### ${code}\n`)[1]?.split('\n### ')[0]?.split('\n## ')[0] ?? ''
    assert.match(section, new RegExp(`\\b${status}\\b`))
    assert.match(section, /\*\*Remedy\*\*/)
  })

  test(`the remedy of ${code} is a sentence`, () => assert.match(fix, /^[A-Z].*\.$/))
}

test('a fault carries what its code says, the headers and file it was given, and its cause', () => {
  const cause = new Error('why')
  const fault = new Fault('METHOD_NOT_ALLOWED', 'PUT is not allowed', { cause, headers: { Allow: 'GET' }, file: 'a.ts:1:2' }) // prettier-ignore
  const { name, code, status, fix, message, headers, file } = fault
  assert.deepEqual(
    { name, code, status, fix, message, headers, file, cause: fault.cause },
    {
      name: 'Fault',
      code: 'METHOD_NOT_ALLOWED',
      status: 405,
      fix: FAULTS.METHOD_NOT_ALLOWED.fix,
      message: 'PUT is not allowed',
      headers: { Allow: 'GET' },
      file: 'a.ts:1:2',
      cause,
    },
  )
})

test('a fault without options has no headers, no file and no cause', () => {
  const fault = new Fault('ROUTE_NOT_FOUND', 'Not Found')
  assert.deepEqual([fault.headers, fault.file, 'cause' in fault], [{}, undefined, false])
  assert.ok(fault instanceof Error)
})
