// How much memory does a server hold at rest, and after 100,000 hello requests?
import { chooseContestants } from './contestants.ts'
import { withServers } from './load/crew.ts'
import { sample } from './load/rounds.ts'
import { readRss } from './load/server.ts'
import type { RunningServer } from './load/server.ts'
import { parseOptions } from './options.ts'
import { publish, toFigure, toTable } from './report.ts'
import { chooseWorkloads } from './workloads.ts'

const REQUESTS = 100_000
const MEBIBYTE = 2 ** 20

const options = parseOptions()
const [hello] = chooseWorkloads(['hello'])
if (hello === undefined) throw new Error('the workload hello is gone')

/** Resident bytes at rest, after the first answer, and after at least `REQUESTS` answers. */
async function measure(server: RunningServer): Promise<{ rest: number; after: number; count: number; peak: number }> {
  const rest = readRss(server.pid)
  let count = 0
  let peak = rest
  while (count < REQUESTS) {
    count += (await sample(server, hello!, {}, { ...options, seconds: 1 })).result.requests
    peak = Math.max(peak, readRss(server.pid))
  }
  return { rest, after: readRss(server.pid), count, peak }
}

await withServers(chooseContestants(options.only), { node: options.node }, async (servers) => {
  const found: { label: string; rest: number; after: number; peak: number }[] = []
  for (const server of servers) found.push({ label: server.contestant.label, ...(await measure(server)) })
  const express = found.find(({ label }) => label.startsWith('Express'))?.after ?? Number.NaN
  const rows = found.map(({ label, rest, after, peak }) => [
    label,
    ...[rest, after, peak].map((bytes) => toFigure(bytes / MEBIBYTE)),
    toFigure(after / express),
  ])
  publish(
    {
      document: 'performance.md',
      name: 'memory',
      node: options.node,
      how: `Resident memory, ${REQUESTS.toLocaleString('en-US')} hello requests over ${options.connections} connections.`,
    },
    toTable(['MiB', 'at rest', 'after the requests', 'highest seen', 'times Express, after'], rows),
    options.write,
  )
})
