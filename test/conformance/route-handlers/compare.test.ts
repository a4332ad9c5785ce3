import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compareAnswers } from './compare.ts'
import type { RouteAnswer, RouteCase } from './requests.ts'

const answer: RouteAnswer = {
  status: 200,
  statusText: 'OK',
  headers: [
    ['content-type', 'application/json'],
    ['set-cookie', 'a=1'],
    ['set-cookie', 'b=2'],
  ],
  body: { json: { url: '/x', deep: { n: 1, list: [1, 2] } } },
  complete: true,
}
const plain: RouteCase = { id: 'x', path: '/', why: '' }
const json = (value: unknown): RouteAnswer => ({ ...answer, body: { json: value } })

const rows: { title: string; got: RouteAnswer; rules?: Partial<RouteCase>; at: string[] }[] = [
  { title: 'finds nothing between equal answers', got: { ...answer }, at: [] },
  { title: 'compares JSON by value', got: json({ deep: { list: [1, 2], n: 1 }, url: '/x' }), at: [] },
  {
    title: 'names the member that differs',
    got: json({ url: '/y', deep: { n: 1, list: [1] } }),
    at: ['body.url', 'body.deep.list'],
  },
  {
    title: 'names the status and its text',
    got: { ...answer, status: 404, statusText: 'Not Found' },
    at: ['status', 'statusText'],
  },
  {
    title: 'sees a body cut short',
    got: { ...answer, complete: false, error: 'ECONNRESET' },
    at: ['complete', 'error'],
  },
  {
    title: 'leaves date and keep-alive out',
    got: { ...answer, headers: [...(answer.headers ?? []), ['date', 'x'], ['keep-alive', 'timeout=5']] },
    at: [],
  },
  {
    title: 'keeps the order within a name',
    got: { ...answer, headers: (answer.headers ?? []).toReversed() },
    at: ['header set-cookie'],
  },
  {
    title: 'skips the parts a case ignores',
    got: { ...answer, headers: [], body: 'x' },
    rules: { ignore: ['headers', 'body'] },
    at: [],
  },
  {
    title: 'skips the members a case is loose about',
    got: json({ url: '/x', deep: { n: 2, list: [1, 2] } }),
    rules: { loose: ['deep.n'] },
    at: [],
  },
]

for (const { title, got, rules, at } of rows) {
  test(title, () => {
    assert.deepEqual(
      compareAnswers(answer, got, { ...plain, ...rules }).map((difference) => difference.at),
      at,
    )
  })
}

test('takes both spellings of an IPv4 address for one', () => {
  assert.deepEqual(compareAnswers(json({ for: '::ffff:127.0.0.1' }), json({ for: '127.0.0.1' }), plain), [])
})

const page = (etag: string): RouteAnswer => ({ ...answer, headers: [['etag', etag]], body: '<html>' })

test('counts the length of a body with one spelling of the address', () => {
  const sized = (address: string, length: string): RouteAnswer => ({
    ...json({ for: address }),
    headers: [['content-length', length]],
  })
  assert.deepEqual(compareAnswers(sized('::ffff:127.0.0.1', '26'), sized('127.0.0.1', '19'), plain), [])
})

test('lets two HTML pages differ in what every page differs in', () => {
  assert.deepEqual(compareAnswers(page('"a"'), page('"b"'), plain), [])
})
