// What is left of the difference behind a typical middleware stack: access log, security headers, CORS?
import { BENCH, CONTESTANTS, startRehost } from './contestants.ts'
import type { Contestant } from './contestants.ts'
import { withServers } from './load/crew.ts'
import { runRounds } from './load/rounds.ts'
import { parseOptions } from './options.ts'
import { publish, toFigure, toTable } from './report.ts'
import { chooseWorkloads } from './workloads.ts'

const options = parseOptions()
const [workload] = chooseWorkloads(options.workloads.length === 0 ? ['hello'] : options.workloads)
if (workload === undefined) throw new Error('nothing to measure')

const peers = CONTESTANTS.filter(({ name }) => name === 'express' || name === 'fastify')
const contestants: readonly Contestant[] = [
  { name: 'rehost', label: 'rehost, the Express stack', door: '/api' as const, args: startRehost(`${BENCH}stack`) },
  ...peers,
].map((one) => ({ ...one, env: { STACK: '1' } }))

await withServers(contestants, { node: options.node }, async (servers) => {
  const measures = await runRounds(servers, workload, options)
  const own = measures.get('rehost')?.cpuMicros ?? Number.NaN
  const rows = contestants.map(({ name, label }) => {
    const { perSecond = Number.NaN, cpuMicros = Number.NaN } = measures.get(name) ?? {}
    return [label, toFigure(perSecond), toFigure(cpuMicros), toFigure(cpuMicros / own)]
  })
  const how = `${options.rounds} rounds of ${options.seconds} s in turns, ${options.connections} connections, medians.`
  publish(
    { document: 'performance.md', name: 'stack', node: options.node, how },
    toTable(
      ['Behind access log, helmet, cors', 'requests/s', 'µs of processor a request', 'rehost is faster by'],
      rows,
    ),
    options.write,
  )
})
