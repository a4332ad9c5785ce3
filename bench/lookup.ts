// Does a request cost more when the project has more routes? Tables of 10, 1,000 and 10,000 routes, asked for the last.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CONTESTANTS, startRehost } from './contestants.ts'
import type { Contestant } from './contestants.ts'
import { withServers } from './load/crew.ts'
import { runRounds } from './load/rounds.ts'
import { parseOptions } from './options.ts'
import { publish, toFigure, toTable } from './report.ts'
import type { Workload } from './workloads.ts'

const COUNTS = [10, 1_000, 10_000] as const
const PEERS = ['node', 'express', 'fastify', 'hono', 'h3']

const options = parseOptions()

/** A pages/api project with `count` routes `/api/r<index>/items/[id]`. */
function makeProject(count: number): string {
  const dir = mkdtempSync(join(tmpdir(), 'rehost-lookup-'))
  writeFileSync(join(dir, 'package.json'), '{ "private": true, "type": "module" }\n')
  for (let index = 0; index < count; index++) {
    const folder = join(dir, `pages/api/r${index}/items`)
    mkdirSync(folder, { recursive: true })
    writeFileSync(
      join(folder, '[id].js'),
      'export default (req, res) => res.status(200).json({ message: `Received ID: ${req.query.id}` })\n',
    )
  }
  return dir
}

function toContestants(count: number, dir: string): readonly Contestant[] {
  const peers = CONTESTANTS.filter(({ name }) => PEERS.includes(name))
  const own: Contestant = { name: 'rehost', label: 'rehost', door: '/api', args: startRehost(dir) }
  return [own, ...peers].map((one) => ({ ...one, env: { ROUTES: String(count) } }))
}

const costs = new Map<string, number[]>()
for (const count of COUNTS) {
  const dir = makeProject(count)
  const last: Workload = {
    name: `lookup-${count}`,
    label: `${count} routes`,
    method: 'GET',
    path: `/r${count - 1}/items/123`,
    status: 200,
  }
  const contestants = toContestants(count, dir)
  await withServers(contestants, { node: options.node }, async (servers) => {
    const measures = await runRounds(servers, last, options)
    for (const { name } of contestants) {
      costs.set(name, [...(costs.get(name) ?? []), measures.get(name)?.cpuMicros ?? Number.NaN])
    }
  })
  rmSync(dir, { recursive: true, force: true })
}

const rows = [...costs].map(([name, list]) => {
  const [first = Number.NaN] = list
  return [name, ...list.map(toFigure), toFigure(first / (list.at(-1) ?? Number.NaN))]
})
publish(
  {
    document: 'performance.md',
    name: 'lookup',
    node: options.node,
    how: `${options.rounds} rounds of ${options.seconds} s, the last route of the table is asked; medians.`,
  },
  toTable(['µs of processor a request', ...COUNTS.map((count) => `${count} routes`), '10 against 10,000'], rows),
  options.write,
)
