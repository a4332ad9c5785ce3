import { setTimeout as sleep } from 'node:timers/promises'
import { putExactLoad } from './exact-load.ts'
import type { ExactLoad, ExactResult } from './exact-load.ts'
import type { Finding, Proof } from './proof.ts'
import { startTarget } from './target.ts'
import type { Target } from './target.ts'

const RUNS = 3
const PROBE_EVERY_MS = 100

async function leaveWhenUnready(target: Target, stop: AbortController): Promise<void> {
  while (!stop.signal.aborted) {
    await sleep(PROBE_EVERY_MS)
    const ready = await fetch(`http://127.0.0.1:${target.port}/readyz`, { headers: { connection: 'close' } }).then(
      (response) => response.ok,
      () => false,
    )
    if (!ready) stop.abort()
  }
}

/** SIGTERM after two seconds of load; `balanced` clients leave when /readyz says so, the others when they are refused. */
async function stopUnderLoad(target: Target, balanced: boolean): Promise<{ result: ExactResult; exit: string }> {
  const stop = new AbortController()
  const load: ExactLoad = { url: `http://127.0.0.1:${target.port}/api/work?ms=50`, seconds: 12, clients: 40, rate: 400 }
  const running = putExactLoad({ ...load, signal: stop.signal, untilRefused: true })
  if (balanced) void leaveWhenUnready(target, stop)
  await sleep(2000)
  target.signal('SIGTERM')
  const result = await running
  stop.abort()
  const exit = await Promise.race([target.ended, sleep(15_000, 'still running')])
  return { result, exit }
}

async function run(first: Target, balanced: boolean): Promise<Finding> {
  const lost: string[] = []
  const exits = new Set<string>()
  let sent = 0
  for (let round = 0; round < RUNS; round++) {
    const target = round === 0 ? first : await startTarget(first.name, process.env['PROVE_NODE'] ?? process.execPath)
    const { result, exit } = await stopUnderLoad(target, balanced)
    await target.stop()
    if (result.failed > 0) console.log(`  ${JSON.stringify(result.outcomes)}; ${result.first.join('; ')}`)
    lost.push(String(result.failed))
    sent += result.sent
    exits.add(exit)
  }
  const found = `${lost.join('/')} lost of ${sent}, exit ${[...exits].join(', ')}`
  return { found, reached: lost.every((count) => count === '0') && exits.size === 1 && exits.has('0') }
}

export const STOP_BALANCED: Proof = {
  name: 'stop',
  what: 'SIGTERM under load, 40 keep-alive clients that leave when /readyz falls, 3 times',
  others: 'Express 40/40/40 lost, Fastify 40/40/35 lost, next start 1/1 lost',
  goal: '0 lost, exit 0',
  run: (target) => run(target, true),
}

export const STOP_STUBBORN: Proof = {
  name: 'stop-stubborn',
  what: 'the same with clients that go on until they are refused, as behind no balancer at all',
  others: 'server.close() 0/30/0 lost and no exit while clients talk',
  goal: 'at most 2/0/13 lost, all from the accept queue; exit 0',
  run: async (target) => {
    const finding = await run(target, false)
    const counts = finding.found.split(' ')[0]?.split('/').map(Number) ?? []
    return { found: finding.found, reached: finding.found.endsWith('exit 0') && counts.every((count) => count <= 13) }
  },
}
