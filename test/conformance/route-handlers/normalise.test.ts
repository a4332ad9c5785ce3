import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { normaliseBody, normaliseHeaders } from './normalise.ts'

const masks = { port: 41234, upstream: 'http://127.0.0.1:50001' }
const soon = new Date(Date.now() + 3600_000).toUTCString()

const headerRows: [given: [string, string], kept: [string, string] | undefined][] = [
  [
    ['X-Thing', 'http://localhost:41234/a'],
    ['x-thing', 'http://localhost:PORT/a'],
  ],
  [
    ['x-middleware-rewrite', 'http://127.0.0.1:50001/up'],
    ['x-middleware-rewrite', 'http://127.0.0.1:4199/up'],
  ],
  [
    ['Date', new Date().toUTCString()],
    ['date', '<date>'],
  ],
  [
    ['Set-Cookie', `a=1; Expires=${soon}`],
    ['set-cookie', 'a=1; Expires=<soon>'],
  ],
  [
    ['Set-Cookie', 'a=; Expires=Thu, 01 Jan 1970 00:00:00 GMT'],
    ['set-cookie', 'a=; Expires=Thu, 01 Jan 1970 00:00:00 GMT'],
  ],
  [
    ['Set-Cookie', `__prerender_bypass=${'a1'.repeat(16)}`],
    ['set-cookie', '__prerender_bypass=<id>'],
  ],
  [['X-Request-Id', 'r1'], undefined],
]

for (const [given, kept] of headerRows) {
  test(`keeps ${given.join(': ')} as ${kept?.join(': ') ?? 'nothing'}`, () => {
    assert.deepEqual(normaliseHeaders([given], masks), kept ? [kept] : [])
  })
}

test('sorts by name and keeps the order within one', () => {
  assert.deepEqual(
    normaliseHeaders(
      [
        ['B', '2'],
        ['a', 'z'],
        ['A', 'y'],
      ],
      masks,
    ),
    [
      ['a', 'z'],
      ['a', 'y'],
      ['b', '2'],
    ],
  )
})

test('masks the length and ETag of a page', () => {
  assert.deepEqual(
    normaliseHeaders(
      [
        ['etag', '"x"'],
        ['content-length', '9'],
      ],
      masks,
      true,
    ),
    [
      ['content-length', '<len>'],
      ['etag', '<etag>'],
    ],
  )
})

const bodyRows: { title: string; bytes: Buffer; headers?: [string, string][]; kept: unknown }[] = [
  {
    title: 'parses JSON',
    bytes: Buffer.from('{"port":"41234"}'),
    headers: [['content-type', 'application/json']],
    kept: { json: { port: 'PORT' } },
  },
  {
    title: 'keeps broken JSON as text',
    bytes: Buffer.from('{'),
    headers: [['content-type', 'application/json']],
    kept: '{',
  },
  { title: 'unpacks gzip', bytes: gzipSync('hi'), headers: [['content-encoding', 'gzip']], kept: 'hi' },
  {
    title: 'says that a body could not be unpacked',
    bytes: Buffer.from('hi'),
    headers: [['content-encoding', 'gzip']],
    kept: { encodingError: 'incorrect header check', text: 'hi' },
  },
  { title: 'keeps a page as its kind', bytes: Buffer.from('<!DOCTYPE html><p>'), kept: '<html>' },
  { title: 'masks the boundary of a form', bytes: Buffer.from('------formdata-undici-012345'), kept: '<boundary>' },
  { title: 'keeps bytes as a digest', bytes: Buffer.from([0xff]), kept: { base64sha: '85e53271e14006f0', len: 1 } },
]

for (const { title, bytes, headers = [], kept } of bodyRows) {
  test(title, () => assert.deepEqual(normaliseBody(bytes, headers, masks), kept))
}
