import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isFresh, toBase36, toEtag } from '../../src/http/etag.ts'

/** Bodies and the ETags that Next.js 16.4.6 sent with them. */
const RECORDED = [
  { text: '{"fixed":true}', etag: '"ge6z893c1oe"' },
  { text: 'fixed string', etag: '"zyhm1t4wwqc"' },
  { text: '0', etag: '"a6v68shvmh1"' },
  { text: '404', etag: '"pqujucwasa3"' },
  { text: 'null', etag: '"wm6yxsynvh4"' },
  { text: '""', etag: '"yjanuu0u3d2"' },
  { text: '<p>hi</p>', etag: '"kiqypda3km9"' },
  { text: 'é€😀', etag: '"u95h6ycwxw4"' },
  { text: '{"s":"é€😀\u2028</script>"}', etag: '"wf8qcr3b6km"' },
  { text: JSON.stringify(Buffer.from('fixed string')), etag: '"ap2azfd93921"' },
  { text: JSON.stringify(Buffer.alloc(0)), etag: '"bqr0st14br"' },
]

for (const { text, etag } of RECORDED) {
  test(`tags ${text.slice(0, 30)} as Next.js does`, () => assert.equal(toEtag(text), etag))
}

const TAG = '"abc1"'
const FRESH = [
  { headers: {}, fresh: false },
  { headers: { 'if-none-match': TAG }, fresh: true },
  { headers: { 'if-none-match': `W/${TAG}` }, fresh: true },
  { headers: { 'if-none-match': `"x", W/"y" ,${TAG}` }, fresh: true },
  { headers: { 'if-none-match': '*' }, fresh: true },
  { headers: { 'if-none-match': '"abc"' }, fresh: false },
  { headers: { 'if-none-match': 'abc1' }, fresh: false },
  { headers: { 'if-none-match': '' }, fresh: false },
  { headers: { 'if-none-match': TAG, 'cache-control': 'no-cache' }, fresh: false },
  { headers: { 'if-none-match': TAG, 'cache-control': 'private, no-cache' }, fresh: false },
  { headers: { 'if-none-match': TAG, 'cache-control': 'max-age=0' }, fresh: true },
  { headers: { 'if-none-match': TAG, 'if-modified-since': 'Wed, 21 Oct 2015 07:28:00 GMT' }, fresh: false },
  { headers: { 'if-modified-since': 'Wed, 21 Oct 2015 07:28:00 GMT' }, fresh: false },
]

for (const { headers, fresh } of FRESH) {
  test(`${JSON.stringify(headers)} is ${fresh ? '' : 'not '}answered from the client's copy of ${TAG}`, () => {
    assert.equal(isFresh(headers, TAG), fresh)
  })
}

test('writes numbers in base 36 as the platform does', () => {
  const edges = [0, 1, 35, 36, 1295, 1296, 1297, 46_655, 46_656, 2 ** 31, 2 ** 32, 2 ** 52 - 1, 2 ** 52]
  const spread = Array.from({ length: 2000 }, (_, i) => (i * 2_251_799_813_685) % 2 ** 52)
  for (const value of [...edges, ...spread]) assert.equal(toBase36(value), value.toString(36))
})
