import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Fault } from '../../src/errors.ts'
import { parseTarget } from '../../src/rules/target.ts'

const ROWS: readonly (readonly [target: string, path: string, search: string, repeated: boolean])[] = [
  ['/api/users', '/api/users', '', false],
  ['/api/users?', '/api/users', '', false],
  ['/api/users?a=1?b=2', '/api/users', 'a=1?b=2', false],
  ['/p/../m/all', '/m/all', '', false],
  ['/m/./all', '/m/all', '', false],
  ['/p/%2e%2e', '/', '', false],
  ['/p/%2E./m', '/m', '', false],
  ['/p/..%2f', '/p/..%2f', '', false],
  ['/../../etc/passwd', '/etc/passwd', '', false],
  ['/.well-known/probe', '/.well-known/probe', '', false],
  ['/p/a%2Fb', '/p/a%2Fb', '', false],
  ['/p/%c3%a9', '/p/%c3%a9', '', false],
  ['/p/%', '/p/%', '', false],
  ['/p/<x>', '/p/%3Cx%3E', '', false],
  ['/p/x#y', '/p/x', '', false],
  ['/p/x?a=1#y', '/p/x', 'a=1', false],
  ['/a//b', '/a/b', '', true],
  ['/a\\b?c=\\d', '/a/b', 'c=\\d', true],
  ['http://other.example/api/echo?a=1', '/api/echo', 'a=1', false],
]

test('splits a target and resolves its dot segments, leaving escapes as they are', () => {
  for (const [target, path, search, repeated] of ROWS) {
    assert.deepEqual(parseTarget(target), { path, search, repeated }, target)
  }
})

test('agrees with a URL parser on every path it does not hand to one', () => {
  const pieces = [
    '/a',
    '/b.c',
    '/.',
    '/..',
    '/%2e',
    '/%2E%2e',
    '/...',
    '/.a',
    '/a.',
    '/%20',
    "/'",
    '/~;=@!$&()*+,:|[]',
    '/"',
    '/^`{}',
  ]
  for (const first of pieces) {
    for (const second of pieces) {
      const target = `${first}${second}?q=1`
      assert.equal(parseTarget(target).path, new URL(`http://n${target}`).pathname, target)
    }
  }
})

test('refuses a target that is neither a path nor a URL', () => {
  for (const target of ['*', 'ftp://x/', 'http://', '']) {
    assert.throws(
      () => parseTarget(target),
      (error) => error instanceof Fault && error.code === 'TARGET_INVALID',
      target,
    )
  }
})
