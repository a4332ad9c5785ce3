import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseCookies, setOwn } from '../../src/http/cookies.ts'

const ROWS = [
  { header: undefined, cookies: {} },
  { header: '', cookies: {} },
  { header: 'a=1', cookies: { a: '1' } },
  { header: 'a=1; b=2', cookies: { a: '1', b: '2' } },
  { header: 'a=1;b=2;', cookies: { a: '1', b: '2' } },
  { header: '  a = 1 ;  b  =  2  ', cookies: { a: '1', b: '2' } },
  { header: 'a=1; a=2', cookies: { a: '1' } },
  { header: 'A=1; a=2', cookies: { A: '1', a: '2' } },
  { header: 'a=b=c', cookies: { a: 'b=c' } },
  { header: 'a=', cookies: { a: '' } },
  { header: '=v', cookies: { '': 'v' } },
  { header: 'justname; a=1', cookies: { a: '1' } },
  { header: 'a="b c"', cookies: { a: 'b c' } },
  { header: 'a="b', cookies: { a: '' } },
  { header: 'a="b;c"', cookies: { a: '' } },
  { header: 'a=1, b=2', cookies: { a: '1, b=2' } },
  { header: 'j=%7B%22a%22%3A1%7D', cookies: { j: '{"a":1}' } },
  { header: 'a=%E0%A4%A; b=%zz', cookies: { a: '%E0%A4%A', b: '%zz' } },
  { header: 'a%20b=1', cookies: { 'a%20b': '1' } },
  { header: '$Version=1; a=1; $Path=/', cookies: { $Version: '1', a: '1', $Path: '/' } },
  // Next.js drops these three, whose names it finds on Object.prototype.
  { header: 'toString=1; constructor=2', cookies: { toString: '1', constructor: '2' } },
  { header: '__proto__=1; a=2', cookies: JSON.parse('{"__proto__":"1","a":"2"}') },
]

for (const { header, cookies } of ROWS) {
  test(`reads ${JSON.stringify(header)} as ${JSON.stringify(cookies)}`, () => {
    const parsed = parseCookies(header)
    assert.deepEqual(Object.entries(parsed), Object.entries(cookies))
    assert.equal(Object.getPrototypeOf(parsed), Object.prototype)
  })
}

test('a property called __proto__ does not change the prototype', () => {
  const target: Record<string, unknown> = {}
  setOwn(target, '__proto__', { polluted: true })
  assert.equal(target['polluted'], undefined)
  assert.deepEqual(Object.keys(target), ['__proto__'])
})
