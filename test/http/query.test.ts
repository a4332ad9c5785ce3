import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseQuery, toQuery, type Query } from '../../src/http/query.ts'

interface Row {
  text: string
  params?: Query
  query: [string, string | string[]][]
  /** What the handler sees in `req.url`; left out where it is the text that was sent. */
  url?: string
}

/** Most of them were recorded from Next.js 16.4.6. */
const ROWS: Row[] = [
  { text: '', query: [] },
  { text: 'a', query: [['a', '']], url: 'a=' },
  { text: 'a=', query: [['a', '']] },
  { text: '=v', query: [['', 'v']] },
  { text: 'a=1&a=2', query: [['a', ['1', '2']]] },
  { text: 'a=1&b=x&a=2&a=3', query: [['a', ['1', '2', '3']], ['b', 'x']], url: 'a=1&a=2&a=3&b=x' }, // prettier-ignore
  { text: 'a=1&a=1', query: [['a', ['1', '1']]] },
  { text: 'a[b]=c', query: [['a[b]', 'c']], url: 'a%5Bb%5D=c' },
  { text: 'a=1,2', query: [['a', '1,2']], url: 'a=1%2C2' },
  { text: 'a=1;b=2', query: [['a', '1;b=2']], url: 'a=1%3Bb%3D2' },
  { text: 'a=b+c%20d', query: [['a', 'b c d']], url: 'a=b+c+d' },
  { text: 'a=b%2Bc', query: [['a', 'b+c']] },
  { text: 'a=%zz&b=%4', query: [['a', '%zz'], ['b', '%4']], url: 'a=%25zz&b=%254' }, // prettier-ignore
  { text: 'a=%FF', query: [['a', '\ufffd']], url: 'a=%EF%BF%BD' },
  { text: 'a=%2520', query: [['a', '%20']] },
  { text: 'a=%0D%0A', query: [['a', '\r\n']] },
  { text: '2=b&1=a&x=c', query: [['1', 'a'], ['2', 'b'], ['x', 'c']], url: '1=a&2=b&x=c' }, // prettier-ignore
  { text: 'b=1&a=2&b=3&c=%7E!*()%27', query: [['b', ['1', '3']], ['a', '2'], ['c', "~!*()'"]], url: 'b=1&b=3&a=2&c=%7E%21*%28%29%27' }, // prettier-ignore
  { text: 'nxtPid=evil&nxtP=1&nxtIx=2&nextInternalLocale=fr&_rsc=1', query: [['nxtP', '1'], ['_rsc', '1']], url: 'nxtP=1&_rsc=1' }, // prettier-ignore
  // Next.js mixes these with what Object.prototype has under the same name, or drops them.
  { text: 'constructor=1&toString=2', query: [['constructor', '1'], ['toString', '2']] }, // prettier-ignore
  { text: '__proto__=1&__proto__=2', query: [['__proto__', ['1', '2']]] },
  // Path parameters win, and a search parameter of the same name is gone from the URL as well.
  { text: 'id=evil&a=1', params: { id: '7' }, query: [['id', '7'], ['a', '1']], url: 'a=1' }, // prettier-ignore
  { text: 'a=1', params: { id: '7' }, query: [['a', '1'], ['id', '7']] }, // prettier-ignore
  { text: 'rest=x&rest=y', params: { rest: ['a', 'b'] }, query: [['rest', ['a', 'b']]], url: '' },
]

for (const { text, params, query, url = text } of ROWS) {
  const title = params ? ` beside the parameters ${JSON.stringify(params)}` : ''
  test(`reads ?${text}${title}`, () => {
    const parsed = parseQuery(text, params)
    assert.deepEqual(Object.entries(parsed.query), query)
    assert.equal(parsed.text, url)
    assert.equal(Object.getPrototypeOf(parsed.query), Object.prototype)
  })
}

test('keeps fifteen hundred keys', () => {
  const text = Array.from({ length: 1500 }, (_, i) => `k${i}=1`).join('&')
  assert.equal(Object.keys(parseQuery(text, undefined).query).length, 1500)
})

test('the query without a query string is an ordinary object of its own, also for frozen parameters', () => {
  const params = Object.freeze({ id: '7' })
  const query = toQuery(params)
  query['more'] = '1'
  assert.deepEqual(query, { id: '7', more: '1' })
  assert.deepEqual(toQuery(undefined), {})
})

test('a parameter called __proto__ is an ordinary one', () => {
  const params: Query = Object.create(null)
  params['__proto__'] = 'x'
  assert.deepEqual(Object.entries(toQuery(params)), [['__proto__', 'x']])
})
