import assert from 'node:assert/strict'
import { test } from 'node:test'
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { maskText, normaliseAnswer } from './normalise.ts'

const PORT = 41234
const TOKEN = 'ab'.repeat(16)

const masks: [text: string, masked: string][] = [
  ['http://127.0.0.1:41234/x', 'http://{{HOST}}/x'],
  ['http://localhost:41234/x', 'http://{{HOST}}/x'],
  ['[::1]:41234', '{{HOST}}'],
  ['"x-forwarded-port":"41234"', '"x-forwarded-port":"{{PORT}}"'],
  ['id=a41234 n=412345', 'id=a41234 n=412345'],
  ['for=::ffff:127.0.0.1', 'for=127.0.0.1'],
  [`__prerender_bypass=${TOKEN}; Path=/`, '__prerender_bypass={{BYPASS}}; Path=/'],
  ['__next_preview_data=eyJhbGci.x-_%3D; Path=/', '__next_preview_data={{PREVIEW}}; Path=/'],
]

for (const [text, masked] of masks) {
  test(`writes ${text} as ${masked}`, () => assert.equal(maskText(text, PORT), masked))
}

test('lower-cases and sorts names, gathers repeated ones, and leaves the connection out', () => {
  const raw = [
    'X-B',
    '1',
    'Date',
    'now',
    'Set-Cookie',
    'a=1',
    'Connection',
    'close',
    'set-cookie',
    'b=2',
    'ETag',
    '"e"',
  ]
  assert.deepEqual(normaliseAnswer(raw, Buffer.from('hi'), PORT), {
    headers: { etag: '"e"', 'set-cookie': ['a=1', 'b=2'], 'x-b': '1' },
    body: 'hi',
  })
})

const packed: [encoding: string, pack: (text: string) => Buffer][] = [
  ['gzip', gzipSync],
  ['deflate', deflateSync],
  ['deflate', deflateRawSync],
  ['br', brotliCompressSync],
]

for (const [encoding, pack] of packed) {
  test(`keeps a body in ${encoding} as what it says`, () => {
    const bytes = pack('hello')
    const raw = ['Content-Encoding', encoding, 'Content-Length', String(bytes.length)]
    const { headers, body } = normaliseAnswer(raw, bytes, PORT)
    assert.deepEqual([headers['content-length'], body], ['{{LEN}}', 'hello'])
  })
}

test('masks length and ETag where the body names the address', () => {
  const raw = ['ETag', '"abc"', 'Content-Length', '15']
  const { headers, body } = normaliseAnswer(raw, Buffer.from(`127.0.0.1:${PORT}`), PORT)
  assert.deepEqual([headers, body], [{ 'content-length': '{{LEN}}', etag: '{{ETAG}}' }, '{{HOST}}'])
})

test('keeps title and text of an HTML page', () => {
  const html = '<!DOCTYPE html><html><head><title>404: x</title></head><body><h1>Not</h1> <p>here</p></body></html>'
  const { body } = normaliseAnswer(['Content-Type', 'text/html'], Buffer.from(html), PORT)
  assert.deepEqual(body, { html: { title: '404: x', text: 'Not here' } })
})

test('keeps bytes that are no text as base64, and long text as a digest', () => {
  assert.deepEqual(normaliseAnswer([], Buffer.from([0xff, 0xfe]), PORT).body, { base64: '//4=' })
  const { body } = normaliseAnswer([], Buffer.alloc(20_000, 'a'), PORT)
  assert.equal(typeof body === 'object' && body !== null && 'length' in body && body.length, 20_000)
})
