// How many requests does one core answer? Every contestant, every workload, in turns.
import { chooseContestants } from './contestants.ts'
import type { Contestant } from './contestants.ts'
import { withServers } from './load/crew.ts'
import { runRounds } from './load/rounds.ts'
import type { Measure } from './load/rounds.ts'
import { parseOptions } from './options.ts'
import { publish, toFigure, toTable } from './report.ts'
import { chooseWorkloads } from './workloads.ts'
import type { Workload } from './workloads.ts'

type Results = Map<Workload, Map<string, Measure>>

function toSpeeds(results: Results, contestants: readonly Contestant[]): string {
  const rows = [...results].map(([workload, measures]) => [
    workload.label,
    ...contestants.map(({ name }) => toFigure(measures.get(name)?.perSecond ?? Number.NaN)),
  ])
  return toTable(['Requests per second', ...contestants.map(({ label }) => label)], rows)
}

function toRatios(results: Results, contestants: readonly Contestant[], of: string): string {
  const others = contestants.filter(({ name }) => name !== of)
  const rows = [...results]
    .filter(([, measures]) => measures.has(of))
    .map(([workload, measures]) => {
      const own = measures.get(of)?.cpuMicros ?? Number.NaN
      const cells = others.map(({ name }) => toFigure((measures.get(name)?.cpuMicros ?? Number.NaN) / own))
      return [workload.label, toFigure(own), ...cells]
    })
  const label = contestants.find(({ name }) => name === of)?.label ?? of
  return toTable([label, 'µs of processor a request', ...others.map((other) => `against ${other.label}`)], rows)
}

const options = parseOptions()
const contestants = chooseContestants(options.only)
const results: Results = new Map()

await withServers(contestants, { node: options.node }, async (servers) => {
  for (const workload of chooseWorkloads(options.workloads)) {
    const measures = await runRounds(servers, workload, options)
    results.set(workload, measures)
    for (const [name, one] of measures) {
      const share = `${Math.round(one.coreShare * 100)} % of the core`
      console.log(`${workload.name} ${name}: ${toFigure(one.perSecond)}/s, ${toFigure(one.cpuMicros)} µs, ${share}`)
    }
  }
})

const ran = contestants.filter(({ name }) => [...results.values()].some((measures) => measures.has(name)))
const how = `${options.rounds} rounds of ${options.seconds} s in turns, ${options.connections} connections, medians.`
const own = ['rehost', 'rehost-web'].filter((name) => ran.some((contestant) => contestant.name === name))
const ratios = own.map((name) => toRatios(results, ran, name))
publish(
  { document: 'performance.md', name: 'throughput', node: options.node, how },
  [toSpeeds(results, ran), 'Ratios are of processor time: 2 means half the time for a request.', ...ratios].join(
    '\n\n',
  ),
  options.write,
)
