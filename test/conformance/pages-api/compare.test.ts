import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compareAnswers } from './compare.ts'
import type { PagesAnswer } from './requests.ts'

const answer: PagesAnswer = {
  outcome: 'ok',
  status: 200,
  reason: 'OK',
  headers: { 'content-type': 'application/json', 'set-cookie': ['a=1', 'b=2'] },
  body: '{"a":1,"b":{"c":2}}',
}

const rows: { title: string; got: PagesAnswer; at: string[] }[] = [
  { title: 'finds nothing between equal answers', got: { ...answer }, at: [] },
  { title: 'leaves the connection out', got: { ...answer, transport: { date: 'x' } }, at: [] },
  { title: 'names the status', got: { ...answer, status: 500 }, at: ['status'] },
  {
    title: 'names a header that is missing, and one that is new',
    got: { ...answer, headers: { 'set-cookie': ['a=1', 'b=2'], etag: '"x"' } },
    at: ['headers.content-type', 'headers.etag'],
  },
  {
    title: 'counts the order of repeated headers',
    got: { ...answer, headers: { ...answer.headers, 'set-cookie': ['b=2', 'a=1'] } },
    at: ['headers.set-cookie'],
  },
  { title: 'names the member of a JSON body', got: { ...answer, body: '{"a":1,"b":{"c":3}}' }, at: ['body.b.c'] },
  {
    title: 'counts the order of keys in a JSON body',
    got: { ...answer, body: '{"b":{"c":2},"a":1}' },
    at: ['body (key order or spacing)'],
  },
  { title: 'shows other bodies whole', got: { ...answer, body: 'text' }, at: ['body'] },
  {
    title: 'sees that there was no answer',
    got: { outcome: 'timeout' },
    at: ['outcome', 'status', 'reason', 'headers.content-type', 'headers.set-cookie', 'body'],
  },
]

for (const { title, got, at } of rows) {
  test(title, () => {
    assert.deepEqual(
      compareAnswers(answer, got).map((difference) => difference.at),
      at,
    )
  })
}

test('compares what a bare socket received as text', () => {
  const differences = compareAnswers(
    { raw: 'HTTP/1.1 200 OK', closed: true },
    { raw: 'HTTP/1.1 400 Bad Request', closed: true },
  )
  assert.deepEqual(differences, [{ at: 'raw', expected: '"HTTP/1.1 200 OK"', got: '"HTTP/1.1 400 Bad Request"' }])
})

test('leaves out the size of a chunk that names the address', () => {
  const chunk = (size: string): PagesAnswer => ({ raw: `HTTP/1.1 200 OK\r\n\r\n${size}\r\nat {{HOST}}\r\n0\r\n\r\n` })
  assert.deepEqual(compareAnswers(chunk('11'), chunk('12')), [])
  assert.equal(compareAnswers({ raw: '\r\n1\r\na\r\n' }, { raw: '\r\n2\r\na\r\n' }).length, 1)
})
