// How long from exec to the first 200? For the quickstart and for a project of 500 routes, process by process, in turns.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { get } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildProject, startBuilt } from './build.ts'
import { BENCH, chooseContestants, startRehost } from './contestants.ts'
import type { Contestant } from './contestants.ts'
import { findPort, readCpuSeconds } from './load/server.ts'
import { toMedian } from './load/statistics.ts'
import { parseOptions } from './options.ts'
import { publish, toFigure, toTable } from './report.ts'

const QUICKSTART = fileURLToPath(new URL('../examples/quickstart', import.meta.url))
const LIMIT_MS = 30_000

const options = parseOptions()
const home = mkdtempSync(join(tmpdir(), 'rehost-cold-start-'))

/** Milliseconds from exec to the first 200, and of processor time up to then. */
interface FirstAnswer {
  readonly wallMs: number
  readonly cpuMs: number
}

/** Starts a server, asks again and again until it answers 200, and kills it. */
async function timeFirstAnswer(contestant: Contestant): Promise<FirstAnswer> {
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
      if (!(await isAnswered(port, `${contestant.door}/hello`))) continue
      return { wallMs: performance.now() - start, cpuMs: readCpuSeconds(child.pid ?? 0) * 1000 }
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
    // Often enough not to be late, and not so often that it takes the processor from the server.
    req.once('error', () => setTimeout(resolve, 1, false))
  })
}

const toHandler = (text: string): string =>
  `export default function handler(req, res) {\n  res.status(200).json({ message: '${text}' })\n}\n`

/** Makes a pages/api project of `count` routes, `hello` among them. */
function makeProject(dir: string, count: number): void {
  mkdirSync(join(dir, 'pages/api'), { recursive: true })
  writeFileSync(join(dir, 'package.json'), '{ "private": true, "type": "module" }\n')
  writeFileSync(join(dir, 'pages/api/hello.js'), toHandler('Hello, API Route!'))
  for (let index = 1; index < count; index++) writeFileSync(join(dir, `pages/api/r${index}.js`), toHandler(`r${index}`))
}

interface Project {
  readonly label: string
  readonly make: (dir: string) => void
}

const PROJECTS: readonly Project[] = [
  { label: 'quickstart', make: (dir) => cpSync(QUICKSTART, dir, { recursive: true }) },
  { label: '500 routes', make: (dir) => makeProject(dir, 500) },
]

/** The built server, and the same project compiled at its start. */
async function toOwn({ label, make }: Project): Promise<readonly Contestant[]> {
  const [built, plain] = [join(home, `${label} built`), join(home, label)]
  for (const dir of [built, plain]) make(dir)
  rmSync(join(built, '.rehost'), { recursive: true, force: true })
  rmSync(join(plain, '.rehost'), { recursive: true, force: true })
  const server = await buildProject(options.node, built)
  return [
    { name: `built ${label}`, label: `rehost, built, ${label}`, door: '/api', args: startBuilt(server) },
    { name: `start ${label}`, label: `rehost start, ${label}, compiled then`, door: '/api', args: startRehost(plain) },
  ]
}

async function toStarters(): Promise<readonly Contestant[]> {
  const bare: Contestant = {
    name: 'bare',
    label: 'node:http, bare',
    door: '/api',
    args: () => [`${BENCH}contestants/bare.mjs`],
  }
  const own = (await Promise.all(PROJECTS.map(toOwn))).flat()
  const peers = chooseContestants(options.only).filter(
    ({ name }) => !name.startsWith('rehost') && !name.endsWith('-web'),
  )
  return [bare, ...own, ...peers]
}

const times = new Map<Contestant, FirstAnswer[]>()

async function startOnce(contestant: Contestant): Promise<void> {
  try {
    times.set(contestant, [...(times.get(contestant) ?? []), await timeFirstAnswer(contestant)])
  } catch (error) {
    console.error(String(error))
  }
}

function toRows(): string[][] {
  const medians = [...times].map(([{ label }, list]) => ({
    label,
    wall: toMedian(list.map(({ wallMs }) => wallMs)),
    fastest: Math.min(...list.map(({ wallMs }) => wallMs)),
    cpu: toMedian(list.map(({ cpuMs }) => cpuMs)),
  }))
  const [bare] = medians
  return medians.map(({ label, wall, fastest, cpu }) => [
    label,
    ...[wall, fastest, wall / (bare?.wall ?? Number.NaN), cpu, cpu / (bare?.cpu ?? Number.NaN)].map(toFigure),
  ])
}

try {
  const starters = await toStarters()
  // The first round fills the disk cache and the compile caches, and is not counted.
  for (let round = -1; round < options.rounds; round++) {
    if (round === 0) times.clear()
    for (const contestant of starters) await startOnce(contestant)
  }
  publish(
    {
      document: 'performance.md',
      name: 'cold-start',
      node: options.node,
      how: `${options.rounds} starts each, in turns, after one that fills the caches; medians.`,
    },
    toTable(
      ['From exec to the first 200', 'ms', 'fastest', 'times bare', 'ms of processor', 'times bare, processor'],
      toRows(),
    ),
    options.write,
  )
} finally {
  rmSync(home, { recursive: true, force: true })
}
