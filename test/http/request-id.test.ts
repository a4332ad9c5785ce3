import assert from 'node:assert/strict'
import type { IncomingMessage } from 'node:http'
import { test } from 'node:test'
import { toRequestId } from '../../src/http/request-id.ts'

const idFor = (given?: string): string =>
  toRequestId({ headers: given === undefined ? {} : { 'x-request-id': given } } as Partial<IncomingMessage> as never)

for (const id of ['abc', 'A.b_c-9', '0'.repeat(128)]) {
  test(`keeps the well-formed id ${id.slice(0, 20)}`, () => assert.equal(idFor(id), id))
}

for (const id of ['', 'a b', 'a"b', 'é', '{"a":1}', '0'.repeat(129)]) {
  test(`does not take ${JSON.stringify(id.slice(0, 20))} for an id`, () => assert.match(idFor(id), /^[0-9a-f]{32}$/))
}

test('never gives an id twice, also when the pool of random bytes is drawn again', () => {
  const ids = Array.from({ length: 1000 }, () => idFor())
  assert.equal(new Set(ids).size, ids.length)
})
