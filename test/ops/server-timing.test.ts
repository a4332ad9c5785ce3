import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startTiming } from '../../src/ops/server-timing.ts'
import { answerOf, type Listener } from '../http/wire.ts'

const TIMED = /^match;dur=\d+\.\d\d, handler;dur=\d+\.\d\d$/

const ANSWERS: Record<string, Listener> = {
  'end alone': (_req, res) => res.end('x'),
  'write and end': (_req, res) => {
    res.write('x')
    res.end()
  },
  writeHead: (_req, res) => res.writeHead(201, { 'x-a': '1' }).end(),
  'writeHead with a reason and a list': (_req, res) => res.writeHead(201, 'Made', ['x-a', '1']).end(),
}

for (const [title, answer] of Object.entries(ANSWERS)) {
  test(`tells the steps with the head: ${title}`, async () => {
    const { headers } = await answerOf((req, res) => {
      startTiming(res, 'handler').mark('match')
      return answer(req, res)
    })
    assert.match(String(headers['server-timing']), TIMED)
  })
}

test('what the handler times itself comes first', async () => {
  const { headers } = await answerOf((_req, res) => {
    startTiming(res, 'handler')
    res.setHeader('Server-Timing', 'db;dur=1')
    res.end()
  })
  assert.match(String(headers['server-timing']), /^db;dur=1, handler;dur=/)
})
