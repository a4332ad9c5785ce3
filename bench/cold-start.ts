// How long from exec to the first 200? For the quickstart and for a project of 500 routes, process by process, in turns.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { get } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { BENCH, CLI, chooseContestants, startRehost } from './contestants.ts'
import type { Contestant } from './contestants.ts'
import { findPort } from './load/server.ts'
import { toMedian } from './load/statistics.ts'
import { parseOptions } from './options.ts'
import { publish, toFigure, toTable } from './report.ts'

const QUICKSTART = fileURLToPath(new URL('../examples/quickstart', import.meta.url))
const LIMIT_MS = 30_000

const options = parseOptions()

/** Asks again and again, without a pause, until the server answers 200; resolves with the time that took. */
async function timeFirstAnswer(contestant: Contestant): Promise<number> {
  const port = await findPort()
  const start = performance.now()
  const child = spawn(options.node, [...contestant.args(port)], {
    env: {
      ...process.env,
      NODE_ENV: 'production',
      NEXT_TELEMETRY_DISABLED: '1',
      ...contestant.env,
      PORT: String(port),
    },
    stdio: 'ignore',
  })
  try {
    while (performance.now() - start < LIMIT_MS && child.exitCode === null) {
      if (await isAnswered(port, `${contestant.door}/hello`)) return performance.now() - start
    }
    throw new Error(`${contestant.name} did not answer 200 within ${LIMIT_MS} ms`)
  } finally {
    const gone = child.exitCode === null ? once(child, 'exit') : undefined
    child.kill('SIGKILL')
    await gone
  }
}

function isAnswered(port: number, path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const req = get({ host: '127.0.0.1', port, path, agent: false }, (res) => {
      res.resume()
      res.once('end', () => resolve(res.statusCode === 200))
    })
    req.once('error', () => setTimeout(resolve, 1, false))
  })
}

const toHandler = (text: string): string =>
  `export default function handler(req, res) {\n  res.status(200).json({ message: '${text}' })\n}\n`

/** A pages/api project of `count` routes, `hello` among them. */
function makeProject(count: number): string {
  const dir = mkdtempSync(join(tmpdir(), 'rehost-routes-'))
  mkdirSync(join(dir, 'pages/api'), { recursive: true })
  writeFileSync(join(dir, 'package.json'), '{ "private": true, "type": "module" }\n')
  writeFileSync(join(dir, 'pages/api/hello.js'), toHandler('Hello, API Route!'))
  for (let index = 1; index < count; index++) writeFileSync(join(dir, `pages/api/r${index}.js`), toHandler(`r${index}`))
  return dir
}

/** Runs `rehost build` and returns how its output is started, or undefined when the command fails. */
async function buildProject(dir: string): Promise<string | undefined> {
  const child = spawn(options.node, [CLI, 'build', dir], { stdio: 'ignore' })
  await once(child, 'exit')
  const server = join(dir, '.rehost/server.mjs')
  return existsSync(server) ? server : undefined
}

async function toStarters(): Promise<readonly Contestant[]> {
  const bare = {
    name: 'bare',
    label: 'node:http, bare',
    door: '/api',
    args: () => [`${BENCH}contestants/bare.mjs`],
  } as const
  const projects = [
    { label: '3 routes', dir: QUICKSTART },
    { label: '500 routes', dir: makeProject(500) },
  ]
  const own: Contestant[] = []
  for (const { label, dir } of projects) {
    own.push({ name: `start ${label}`, label: `rehost start, ${label}`, door: '/api', args: startRehost(dir) })
    const server = await buildProject(dir)
    if (server === undefined) continue
    own.push({ name: `built ${label}`, label: `rehost, built, ${label}`, door: '/api', args: () => [server] })
  }
  const peers = chooseContestants(options.only).filter(
    ({ name }) => !name.startsWith('rehost') && !name.endsWith('-web'),
  )
  return [bare, ...own, ...peers]
}

const starters = await toStarters()
const times = new Map<Contestant, number[]>()

async function startOnce(contestant: Contestant): Promise<void> {
  try {
    const ms = await timeFirstAnswer(contestant)
    times.set(contestant, [...(times.get(contestant) ?? []), ms])
  } catch (error) {
    console.error(String(error))
  }
}

// The first round fills the disk cache and the compile caches, and is not counted.
for (let round = -1; round < options.rounds; round++) {
  if (round === 0) times.clear()
  for (const contestant of starters) await startOnce(contestant)
}

const [bare] = starters
const base = toMedian((bare && times.get(bare)) ?? [])
const rows = [...times].map(([{ label }, list]) => {
  const median = toMedian(list)
  return [label, toFigure(median), toFigure(Math.min(...list)), toFigure(median / base)]
})
const how = `${options.rounds} starts each, in turns, after one that fills the caches; medians.`
publish(
  { document: 'performance.md', name: 'cold-start', node: options.node, how },
  toTable(['From exec to the first 200', 'ms', 'fastest', 'times bare node:http'], rows),
  options.write,
)
for (const { args } of starters) {
  const dir = args(0).find((arg) => arg.startsWith(join(tmpdir(), 'rehost-routes-')))
  if (dir !== undefined && !dir.endsWith('.mjs')) rmSync(dir, { recursive: true, force: true })
}
