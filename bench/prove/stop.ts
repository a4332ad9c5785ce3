import { setTimeout as sleep } from 'node:timers/promises'
import { putExactLoad } from './exact-load.ts'
import type { ExactLoad, ExactResult } from './exact-load.ts'
import type { Finding, Proof, TargetOptions } from './proof.ts'
import { startTarget } from './target.ts'
import type { Target } from './target.ts'

const FEW = 3
const MANY = 10
const MOST_STUBBORN = 13
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

interface Stop {
  readonly runs: number
  readonly balanced: boolean
  readonly options?: TargetOptions
}

interface Stopped {
  readonly lost: readonly number[]
  readonly found: string
  /** Whether every process ended with 0. */
  readonly ended: boolean
}

async function stopOften(first: Target, { runs, balanced, options }: Stop): Promise<Stopped> {
  const lost: number[] = []
  const exits = new Set<string>()
  let sent = 0
  for (let round = 0; round < runs; round++) {
    const node = process.env['PROVE_NODE'] ?? process.execPath
    const target = round === 0 ? first : await startTarget(first.name, node, options)
    const { result, exit } = await stopUnderLoad(target, balanced)
    await target.stop()
    if (result.failed > 0) console.log(`  ${JSON.stringify(result.outcomes)}; ${result.first.join('; ')}`)
    lost.push(result.failed)
    sent += result.sent
    exits.add(exit)
  }
  const found = `${lost.join('/')} lost of ${sent}, exit ${[...exits].join(', ')}`
  return { lost, found, ended: exits.size === 1 && exits.has('0') }
}

async function stopStubborn(target: Target, options: TargetOptions = {}): Promise<Finding> {
  const { lost, found, ended } = await stopOften(target, { runs: MANY, balanced: false, options })
  return { found, reached: ended && lost.every((count) => count <= MOST_STUBBORN) }
}

export const STOP_BALANCED: Proof = {
  name: 'stop',
  what: `SIGTERM under load, 40 keep-alive clients that leave when /readyz falls, ${FEW} times`,
  others: 'Express 40/40/40 lost, Fastify 40/40/35 lost, next start 1/1 lost',
  goal: '0 lost, exit 0',
  run: async (target) => {
    const { lost, found, ended } = await stopOften(target, { runs: FEW, balanced: true })
    return { found, reached: ended && lost.every((count) => count === 0) }
  },
}

export const STOP_STUBBORN: Proof = {
  name: 'stop-stubborn',
  what: `the same with clients that go on until they are refused, as behind no balancer at all, ${MANY} times`,
  others: 'server.close() 0/30/0 lost and no exit while clients talk',
  goal: 'at most 2/0/13 lost, all from the accept queue; exit 0',
  run: (target) => stopStubborn(target),
}

const TWO: TargetOptions = { env: { WORKERS: '2' } }

export const STOP_WORKERS: Proof = {
  name: 'stop-workers',
  what: `the same with two processes (\`--workers 2\`), ${MANY} times`,
  others: 'not measured',
  goal: 'at most 13 lost, exit 0',
  options: TWO,
  run: (target) => stopStubborn(target, TWO),
}
