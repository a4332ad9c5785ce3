// How much memory does a server hold at rest, and after 100,000 hello requests?
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { buildProject, startBuilt } from './build.ts'
import { APP, BENCH, chooseContestants } from './contestants.ts'
import type { Contestant } from './contestants.ts'
import { withServers } from './load/crew.ts'
import { sample } from './load/rounds.ts'
import { readRss } from './load/server.ts'
import type { RunningServer } from './load/server.ts'
import { parseOptions } from './options.ts'
import { publish, toFigure, toTable } from './report.ts'
import { chooseWorkloads } from './workloads.ts'

const REQUESTS = 100_000
/** Seconds after which a slow server has been asked enough. */
const PATIENCE_SECONDS = 40
const MEBIBYTE = 2 ** 20

const options = parseOptions()
const [hello] = chooseWorkloads(['hello'])
if (hello === undefined) throw new Error('the workload hello is gone')

/** Resident bytes at rest and after `REQUESTS` answers, or as many as the patience allows. */
async function measure(server: RunningServer): Promise<{ rest: number; after: number; count: number; peak: number }> {
  const rest = readRss(server.pid)
  let count = 0
  let peak = rest
  for (let seconds = 0; count < REQUESTS && seconds < PATIENCE_SECONDS; seconds++) {
    count += (await sample(server, hello!, {}, { ...options, seconds: 1 })).result.requests
    peak = Math.max(peak, readRss(server.pid))
  }
  return { rest, after: readRss(server.pid), count, peak }
}

// Beside the app, so that it finds the same packages.
const home = mkdtempSync(join(BENCH, 'memory-'))
cpSync(APP, home, { recursive: true, filter: (place) => !/\.(?:next|rehost)$/.test(place) })
const built: Contestant = {
  name: 'rehost-built',
  label: 'rehost, built, Node door',
  door: '/api',
  args: startBuilt(await buildProject(options.node, home)),
}

await withServers([built, ...chooseContestants(options.only)], { node: options.node }, async (servers) => {
  const found: { label: string; rest: number; after: number; peak: number; count: number }[] = []
  for (const server of servers) found.push({ label: server.contestant.label, ...(await measure(server)) })
  const express = found.find(({ label }) => label.startsWith('Express'))?.after ?? Number.NaN
  const rows = found.map(({ label, rest, after, peak, count }) => [
    label,
    ...[rest, after, peak].map((bytes) => toFigure(bytes / MEBIBYTE)),
    toFigure(after / express),
    toFigure(count),
  ])
  publish(
    {
      document: 'performance.md',
      name: 'memory',
      node: options.node,
      how: `Resident memory, ${REQUESTS.toLocaleString('en-US')} hello requests over ${options.connections} connections.`,
    },
    toTable(['MiB', 'at rest', 'after the requests', 'highest seen', 'times Express, after', 'requests'], rows),
    options.write,
  )
})
rmSync(home, { recursive: true, force: true })
