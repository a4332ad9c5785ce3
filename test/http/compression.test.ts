import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addVary, chooseCoding, forbidsTransform, isCompressible } from '../../src/http/compression.ts'

const CHOICES = [
  { accept: undefined, coding: undefined },
  { accept: '', coding: undefined },
  { accept: 'gzip', coding: 'gzip' },
  { accept: 'GZIP', coding: 'gzip' },
  { accept: 'gzip, deflate, br, zstd', coding: 'gzip' },
  { accept: 'deflate', coding: 'deflate' },
  { accept: 'deflate, gzip;q=0.1', coding: 'gzip' },
  { accept: 'gzip;q=0', coding: undefined },
  { accept: 'gzip; q=0.000, deflate', coding: 'deflate' },
  { accept: 'br', coding: undefined },
  { accept: 'identity', coding: undefined },
  { accept: '*', coding: 'gzip' },
  { accept: '*;q=0', coding: undefined },
  { accept: 'gzip;q=0, *', coding: 'deflate' },
  { accept: 'x-gzip-like', coding: undefined },
  { accept: 'gzip;q=nonsense', coding: undefined },
]

for (const { accept, coding } of CHOICES) {
  test(`Accept-Encoding ${JSON.stringify(accept)} gives ${coding ?? 'no coding'}`, () => {
    assert.equal(chooseCoding(accept === undefined ? {} : { 'accept-encoding': accept }), coding)
  })
}

const list = (text: string): string[] => text.split(' | ')

const COMPRESSIBLE = [
  ...list('application/json; charset=utf-8 | Application/JSON | text/plain | text/event-stream; x=y | image/svg+xml'),
  ...list('application/vnd.x+json | application/problem+json | application/javascript | application/wasm | font/ttf'),
]
const DENSE = list('application/octet-stream | image/png | video/mp4 | application/zip | font/woff2 | x/text/plain | ')

for (const type of [...COMPRESSIBLE, ...DENSE]) {
  const compressible = !DENSE.includes(type)
  test(`${type || 'an empty type'} is ${compressible ? '' : 'not '}worth compressing`, () => {
    assert.equal(isCompressible(type), compressible)
  })
}

const CACHE_CONTROL = [
  { value: undefined, forbids: false },
  { value: 'no-transform', forbids: true },
  { value: 'public, no-transform , max-age=1', forbids: true },
  { value: 'x-no-transform', forbids: false },
  { value: ['no-cache'], forbids: false },
]

for (const { value, forbids } of CACHE_CONTROL) {
  test(`Cache-Control ${JSON.stringify(value)} ${forbids ? 'forbids' : 'allows'} compression`, () => {
    assert.equal(forbidsTransform(value), forbids)
  })
}

const VARY = [
  { vary: undefined, after: 'Accept-Encoding' },
  { vary: 'Origin', after: 'Origin, Accept-Encoding' },
  { vary: ['Origin', 'Cookie'], after: 'Origin, Cookie, Accept-Encoding' },
  { vary: 'origin,accept-encoding', after: undefined },
  { vary: '*', after: undefined },
]

for (const { vary, after } of VARY) {
  test(`Vary ${JSON.stringify(vary)} ${after === undefined ? 'stays' : `becomes ${after}`}`, () => {
    assert.equal(addVary(vary, 'Accept-Encoding'), after)
  })
}
