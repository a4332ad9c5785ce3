import type { Finding, Proof } from './proof.ts'
import { startTarget } from './target.ts'
import type { Target } from './target.ts'
import { setTimeout as sleep } from 'node:timers/promises'

const KINDS = ['throw', 'overflow', 'twice', 'late-header', 'timer', 'rejection', 'emitter'] as const

/** Strikes each fault on a server of its own, then asks whether it still serves. */
async function run(first: Target): Promise<Finding> {
  const dead: string[] = []
  const silent: string[] = []
  for (const kind of KINDS) {
    const target =
      kind === 'throw' ? first : await startTarget(first.name, process.env['PROVE_NODE'] ?? process.execPath)
    const before = target.stackLines()
    await fetch(`http://127.0.0.1:${target.port}/api/stray?kind=${kind}`).catch(() => undefined)
    await sleep(300)
    if (!(await target.isAlive())) dead.push(kind)
    else if (target.stackLines() === before && kind !== 'twice') silent.push(kind)
    await target.stop()
  }
  const found = `${KINDS.length - dead.length} of ${KINDS.length} survived${dead.length > 0 ? `; died of ${dead.join(', ')}` : ''}${silent.length > 0 ? `; not reported: ${silent.join(', ')}` : ''}`
  return { found, reached: dead.length === 0 && silent.length === 0 }
}

export const STRAYS: Proof = {
  name: 'strays',
  what: 'handlers that throw, overflow the stack, answer twice, throw in a timer, reject, emit an unheard error',
  others: 'next start survives; Express 5 dies of timer, rejection and late header',
  goal: 'the process lives, every fault is in the log',
  run,
}
