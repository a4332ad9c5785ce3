// How much more do two processes answer than one, on two cores that the load shares with them?
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildProject, startBuilt } from './build.ts'
import type { Contestant } from './contestants.ts'
import { withServers } from './load/crew.ts'
import { sample } from './load/rounds.ts'
import type { RunningServer } from './load/server.ts'
import { toMedian } from './load/statistics.ts'
import { parseOptions } from './options.ts'
import { publish, toFigure, toTable } from './report.ts'
import type { Workload } from './workloads.ts'

const WORKERS = [1, 2]
const WORKLOADS: readonly Workload[] = [
  { name: 'hello', label: 'GET hello JSON', method: 'GET', path: '/hello', status: 200 },
  {
    name: 'hash',
    label: 'GET that computes for half a millisecond or more',
    method: 'GET',
    path: '/hash',
    status: 200,
  },
]
const HANDLERS = {
  hello: `export default (req, res) => res.status(200).json({ message: 'Hello, API Route!' })`,
  hash: `
    import { pbkdf2Sync } from 'node:crypto'
    export default (req, res) => res.status(200).json(pbkdf2Sync('p', 's', 4000, 32, 'sha256').toString('hex'))`,
}

const options = parseOptions()
const home = mkdtempSync(join(tmpdir(), 'rehost-workers-'))
mkdirSync(join(home, 'pages/api'), { recursive: true })
writeFileSync(join(home, 'package.json'), '{ "private": true, "type": "module" }\n')
for (const [name, text] of Object.entries(HANDLERS)) writeFileSync(join(home, `pages/api/${name}.js`), text)
const start = startBuilt(await buildProject(options.node, home))

const contestants = WORKERS.map((count): Contestant => {
  const args: Contestant['args'] = (port) => [...start(port), '--workers', String(count)]
  return { name: String(count), label: count === 1 ? 'one process' : `${count} processes`, door: '/api', args }
})

/** Median requests per second of each server, in turns after a round that warms them up. */
async function measure(servers: readonly RunningServer[], workload: Workload): Promise<number[]> {
  const speeds = servers.map((): number[] => [])
  for (let round = -1; round < options.rounds; round++) {
    for (const [index, server] of servers.entries()) {
      const { result } = await sample(server, workload, {}, options)
      if (round >= 0) speeds[index]?.push(result.perSecond)
    }
  }
  return speeds.map(toMedian)
}

await withServers(contestants, { node: options.node, cores: '0,1' }, async (servers) => {
  const rows: string[][] = []
  for (const workload of WORKLOADS) {
    const [one = Number.NaN, ...more] = await measure(servers, workload)
    rows.push([workload.label, ...[one, ...more].map(toFigure), ...more.map((speed) => toFigure(speed / one))])
  }
  publish(
    {
      document: 'performance.md',
      name: 'workers',
      node: options.node,
      how: `Requests per second, ${options.connections} connections; medians of ${options.rounds} rounds. The load runs on the same cores.`,
    },
    toTable(['', ...contestants.map(({ label }) => label), 'times one'], rows),
    options.write,
  )
})
rmSync(home, { recursive: true, force: true })
