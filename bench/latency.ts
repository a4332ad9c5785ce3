// How long does an answer take when the server is half as busy as it can be? Percentiles at half of each one's own limit,
// and at half of the limit of the slowest hand-written server, so that all carry the same load.
import { chooseContestants } from './contestants.ts'
import { withServers } from './load/crew.ts'
import { sample } from './load/rounds.ts'
import type { RunningServer } from './load/server.ts'
import { toMedian, toPercentile } from './load/statistics.ts'
import { prepare } from './load/wire.ts'
import { parseOptions } from './options.ts'
import { publish, toFigure, toTable } from './report.ts'
import { chooseWorkloads } from './workloads.ts'
import type { Workload } from './workloads.ts'

const SHARES = [0.5, 0.9, 0.99, 0.999] as const

interface Latencies {
  readonly rate: number
  /** Milliseconds at each of `SHARES`. */
  readonly at: readonly number[]
}

const options = parseOptions()
const workloads = chooseWorkloads(options.workloads.length === 0 ? ['hello', 'post-1k'] : options.workloads)
const { seconds, connections } = options
const load = { seconds, connections }

async function measureLimit(server: RunningServer, workload: Workload): Promise<number> {
  await sample(server, workload, {}, { ...load, seconds: 1 })
  const speeds: number[] = []
  for (let round = 0; round < 3; round++) speeds.push((await sample(server, workload, {}, load)).result.perSecond)
  return toMedian(speeds)
}

async function measureAt(server: RunningServer, workload: Workload, rate: number): Promise<Latencies> {
  const runs: number[][] = []
  for (let round = 0; round < options.rounds; round++) {
    const { result } = await sample(server, workload, {}, { ...load, rate })
    runs.push(SHARES.map((share) => toPercentile(result.latencies, share)))
  }
  return { rate, at: SHARES.map((_, index) => toMedian(runs.map((run) => run[index] ?? Number.NaN))) }
}

async function measure(servers: readonly RunningServer[], workload: Workload): Promise<string> {
  const able: { server: RunningServer; limit: number }[] = []
  for (const server of servers) {
    if ((await prepare(server, workload)) === undefined) continue
    able.push({ server, limit: await measureLimit(server, workload) })
  }
  const hand = able.filter(({ server }) => !server.contestant.name.startsWith('next'))
  const common = Math.min(...hand.map(({ limit }) => limit)) / 2
  const rows: string[][] = []
  for (const { server, limit } of able) {
    const own = await measureAt(server, workload, limit / 2)
    const same = limit >= common * 2 ? await measureAt(server, workload, common) : { rate: common, at: [] }
    const cells = [own, same].flatMap(({ rate, at }) => [
      toFigure(rate),
      ...SHARES.map((_, index) => toFigure(at[index] ?? Number.NaN)),
    ])
    rows.push([server.contestant.label, ...cells])
  }
  const names = SHARES.map((share) => `p${share * 100}`)
  const head = [`${workload.label}, ms`, 'half its limit, /s', ...names, 'same rate for all, /s', ...names]
  return toTable(head, rows)
}

await withServers(chooseContestants(options.only), { node: options.node }, async (servers) => {
  const tables: string[] = []
  for (const workload of workloads) tables.push(await measure(servers, workload))
  const how = `${options.rounds} rounds of ${options.seconds} s, ${options.connections} connections, paced, medians.`
  publish({ document: 'performance.md', name: 'latency', node: options.node, how }, tables.join('\n\n'), options.write)
})
