import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { SILENT } from '../../src/log.ts'
import { createLife, toReadiness } from '../../src/ops/life.ts'
import { catchStrays, countStrays, watchStrays } from '../../src/ops/strays.ts'

/** What the process would call; raised for real, it would fail the test. */
function raise(count: number): void {
  const listener = process.listeners('uncaughtException').at(-1)
  for (let n = 0; n < count; n++) listener?.(new Error('stray'), 'uncaughtException')
}

test('too many errors outside of any request make a server unready until the window has fewer', async () => {
  const life = createLife()
  const end = catchStrays(SILENT)
  const endWatch = watchStrays(life, 3, { windowMs: 200, everyMs: 10 })
  const before = countStrays().exception
  raise(2)
  assert.equal(toReadiness(life), 'ok')
  raise(1)
  assert.equal(toReadiness(life), 'faulty')
  raise(5)
  assert.equal(countStrays().exception - before, 8)
  while (life.isFaulty) await sleep(10)
  assert.equal(toReadiness(life), 'ok')
  endWatch()
  raise(5)
  assert.equal(toReadiness(life), 'ok')
  end()
})

test('what keeps a server from being ready is told apart', () => {
  const life = createLife('starting')
  life.isFaulty = true
  assert.equal(toReadiness(life), 'starting')
  life.phase = 'ready'
  life.retryAfterS = 1
  assert.equal(toReadiness(life), 'overloaded')
  life.phase = 'draining'
  assert.equal(toReadiness(life), 'draining')
})
