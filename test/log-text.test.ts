import assert from 'node:assert/strict'
import path from 'node:path'
import { test } from 'node:test'
import { toLogText } from '../src/log-text.ts'
import { choosePaint, COLOURED, PLAIN, type Paint } from '../src/paint.ts'

const TIME = new Date(2024, 0, 2, 3, 4, 5).getTime()
const MARKED: Paint = (style, text) => `<${style} ${text}>`
const write = (fields: object, paint: Paint = PLAIN): string =>
  toLogText(JSON.stringify({ time: TIME, ...fields }), paint)

const request = { level: 30, id: 'x', method: 'GET', url: '/api/a', route: '/api/a', msg: 'GET /api/a' }
const frame = 'api/a.js:1:9: Unexpected "="\n> 1 | const a = = 1\n    |         ^\n  2 | x'
const stack = [
  'Error: boom',
  '    at handler (/app/api/a.js:1:2)',
  `    at call (${path.resolve(import.meta.dirname, '../src/app/call.ts')}:1:1)`,
  '    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)',
].join('\n')

const ROWS: { title: string; fields: object; says: string; paint?: Paint }[] = [
  {
    title: 'a request in one line',
    fields: { ...request, status: 200, ms: 1.25 },
    says: '03:04:05 GET /api/a 200 1.25 ms\n',
  },
  { title: 'a client that left', fields: { ...request, status: 200, ms: 9, aborted: true }, says: '03:04:05 GET /api/a aborted 9 ms\n' }, // prettier-ignore
  {
    title: 'what else a line carries behind it',
    fields: { level: 40, msg: 'late', wait: 3, ms: 2 },
    says: '03:04:05 ! late wait=3\n',
  },
  { title: 'the worker it is from', fields: { level: 30, worker: 2, msg: 'hello' }, says: '03:04:05 [2] hello\n' },
  { title: 'an error with the part of its stack that is not rehost', fields: { level: 50, msg: 'GET /api/a failed', method: 'GET', err: { type: 'Error', message: 'boom', stack } }, says: '03:04:05 ✗ GET /api/a failed\nError: boom\n    at handler (/app/api/a.js:1:2)\n' }, // prettier-ignore
  { title: 'a fault with its remedy and without a stack', fields: { level: 50, msg: 'api/a.js does not load', err: { type: 'Fault', message: frame, stack, fix: 'Correct it.' } }, says: `03:04:05 ✗ api/a.js does not load\n${frame}\nCorrect it.\n` }, // prettier-ignore
  { title: 'the remedy of a line that has one', fields: { level: 50, msg: 'wrong', code: 'X', fix: 'Do this.' }, says: '03:04:05 ✗ wrong\nDo this.\n' }, // prettier-ignore
  { title: 'statuses by their kind', fields: { ...request, status: 404, ms: 1 }, paint: MARKED, says: '<dim 03:04:05> <bold GET> /api/a <yellow 404> <dim 1 ms>\n' }, // prettier-ignore
  { title: 'the line at fault in red', fields: { level: 50, msg: frame }, paint: MARKED, says: '<dim 03:04:05> <red ✗> api/a.js:1:9: Unexpected "="\n<red > 1 | const a = = 1>\n<red     |         ^>\n<dim   2 | x>\n' }, // prettier-ignore
]

for (const { title, fields, says, paint } of ROWS) {
  test(`a line for people shows ${title}`, () => assert.equal(write(fields, paint), says))
}

test('a line that is no JSON is left as it is', () => assert.equal(toLogText('text\n', PLAIN), 'text\n'))

const CHOICES: { environment: Record<string, string>; terminal: boolean; coloured: boolean }[] = [
  { environment: {}, terminal: true, coloured: true },
  { environment: {}, terminal: false, coloured: false },
  { environment: { NO_COLOR: '1' }, terminal: true, coloured: false },
  { environment: { NO_COLOR: '' }, terminal: true, coloured: true },
  { environment: { NO_COLOR: '1', FORCE_COLOR: '1' }, terminal: true, coloured: false },
  { environment: { FORCE_COLOR: '1' }, terminal: false, coloured: true },
  { environment: { FORCE_COLOR: '0' }, terminal: true, coloured: false },
  { environment: { TERM: 'dumb' }, terminal: true, coloured: false },
]

for (const { environment, terminal, coloured } of CHOICES) {
  test(`${JSON.stringify(environment)} on a ${terminal ? 'terminal' : 'pipe'} is ${coloured ? 'coloured' : 'plain'}`, () => {
    assert.equal(choosePaint(environment, terminal), coloured ? COLOURED : PLAIN)
  })
}

test('colour is switched off again where it was switched on', () => {
  assert.equal(COLOURED('red', 'x'), '\u001b[31mx\u001b[39m')
})
