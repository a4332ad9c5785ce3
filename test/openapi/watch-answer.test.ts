import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { allowCoding, type RehostResponse } from '../../src/http/node-objects.ts'
import type { Drift } from '../../src/openapi/schema-judge.ts'
import { DRIFT_HEADER, watchAnswer } from '../../src/openapi/watch-answer.ts'
import { throughDoor, type Handler } from '../http/door.ts'
import { answerOf } from '../http/wire.ts'

/** A handler whose answers are held back for a while and compared. */
function watched(handler: Handler, drifts: readonly Drift[] = []) {
  const told: Drift[] = []
  const compare = () => sleep(20, drifts)
  const listener = throughDoor(handler, {
    before: (_req, res) => {
      allowCoding(res as RehostResponse) // As on the request line: first the coding, then the watch.
      watchAnswer(res, {
        route: 'api/x.js',
        detector: () => ({ compare }) as never,
        onDrift: (found) => told.push(...found),
      })
    },
  })
  return { listener, told }
}

const ROWS: { what: string; handler: Handler; status: number; body: string }[] = [
  { what: 'an answer', handler: (_req, res) => res.status(201).json({ a: 1 }), status: 201, body: '{"a":1}' },
  { what: 'an answer in parts', handler: (_req, res) => (res.write('one '), res.end('two')), status: 200, body: 'one two' }, // prettier-ignore
  {
    what: 'an answer that streams',
    handler: async (_req, res) => {
      res.write('one ')
      await sleep(1)
      res.write('two ')
      res.write('three')
      res.end()
    },
    status: 200,
    body: 'one two three',
  },
  {
    what: 'an answer whose head is changed between its parts',
    handler: (_req, res) => (res.write('x'), res.status(404).setHeader('X-Late', '1'), res.end()),
    status: 200,
    body: 'x',
  },
  { what: 'an empty answer', handler: (_req, res) => res.status(204).end(), status: 204, body: '' },
  { what: 'a second answer', handler: (_req, res) => (res.json(1), res.status(500).json(2)), status: 200, body: '1' },
  {
    what: 'an error after the answer',
    handler: (_req, res) => {
      res.json(1)
      throw new Error('late')
    },
    status: 200,
    body: '1',
  },
  { what: 'a header after the answer', handler: (_req, res) => (res.json(1), res.setHeader('X-Late', '1')), status: 200, body: '1' }, // prettier-ignore
  { what: 'a status that is none', handler: (_req, res) => res.status(99).json(1), status: 500, body: 'Internal Server Error' }, // prettier-ignore
]

for (const { what, handler, status, body } of ROWS) {
  test(`${what} goes out as without a watch: ${status} ${body}`, async () => {
    const answers = [await answerOf(watched(handler).listener), await answerOf(throughDoor(handler))]
    for (const answer of answers) {
      assert.deepEqual([answer.status, answer.body.toString(), answer.complete], [status, body, true])
      assert.equal(answer.headers['x-late'], undefined)
    }
    const [seen, plain] = answers
    assert.deepEqual({ ...seen?.headers, date: '' }, { ...plain?.headers, date: '' })
  })
}

const DRIFT = { pointer: '/a', detail: 'must be a string' } as Drift

test('an answer that drifts is marked and told of', async () => {
  const { listener, told } = watched((_req, res) => res.json({ a: 1 }), [DRIFT])
  const answer = await answerOf(listener)
  assert.equal(answer.headers[DRIFT_HEADER.toLowerCase()], '/a')
  assert.equal(answer.body.toString(), '{"a":1}')
  assert.deepEqual(told, [DRIFT])
})

test('one that is written and ended in one turn, as web-style answers are, is marked too', async () => {
  const { listener, told } = watched((_req, res) => (res.write('{"a":'), res.end('1}')), [DRIFT])
  const answer = await answerOf(listener)
  assert.equal(answer.headers[DRIFT_HEADER.toLowerCase()], '/a')
  assert.equal(answer.body.toString(), '{"a":1}')
  assert.deepEqual(told, [DRIFT])
})

test('one whose head is out is told of, and goes out unmarked', async () => {
  const { listener, told } = watched(
    (_req, res) => {
      res.write('{"a":')
      setImmediate(() => res.end('1}'))
    },
    [DRIFT],
  )
  const answer = await answerOf(listener)
  assert.equal(answer.headers[DRIFT_HEADER.toLowerCase()], undefined)
  await sleep(30)
  assert.deepEqual(told, [DRIFT])
})
