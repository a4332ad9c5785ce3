// Where does the time of a hello request go? A V8 profile of one contestant under load, its costliest functions as a table.
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chooseContestants } from './contestants.ts'
import { sample } from './load/rounds.ts'
import { startServer } from './load/server.ts'
import { parseOptions } from './options.ts'
import { publish, toTable } from './report.ts'
import { chooseWorkloads } from './workloads.ts'

const TOP = 40

interface Profile {
  readonly nodes: readonly {
    readonly id: number
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number }
  }[]
  /** Microseconds. */
  readonly endTime: number
  readonly startTime: number
  readonly samples: readonly number[]
  readonly timeDeltas: readonly number[]
}

function shorten(url: string): string {
  return url.replace(/^.*\/node_modules\//, '').replace(/^file:\/\/.*\/(dist|bench)\//, '$1/')
}

/** Microseconds of self time by function, costliest first, in the last `seconds`: start and warm-up are left out. */
function toSelfTimes(profile: Profile, seconds: number): [string, number][] {
  const names = new Map(
    profile.nodes.map(({ id, callFrame }) => {
      const name = callFrame.functionName || '(anonymous)'
      return [id, callFrame.url === '' ? name : `${name} ${shorten(callFrame.url)}:${callFrame.lineNumber + 1}`]
    }),
  )
  const times = new Map<string, number>()
  let now = profile.startTime
  profile.samples.forEach((id, index) => {
    const delta = profile.timeDeltas[index] ?? 0
    now += delta
    if (now < profile.endTime - seconds * 1e6) return
    const name = names.get(id) ?? '?'
    times.set(name, (times.get(name) ?? 0) + delta)
  })
  return [...times].sort((a, b) => b[1] - a[1])
}

const options = parseOptions()
const [contestant] = chooseContestants(options.only.length === 0 ? ['rehost'] : options.only)
const [workload] = chooseWorkloads(options.workloads.length === 0 ? ['hello'] : options.workloads)
if (contestant === undefined || workload === undefined) throw new Error('nothing to profile')

const dir = mkdtempSync(join(tmpdir(), 'rehost-profile-'))
// V8 writes the profile when the process ends by itself, which most servers do not do on SIGTERM.
const exit = "data:text/javascript,process.once('SIGTERM',()=>process.exit(0))"
const nodeArgs = ['--cpu-prof', `--cpu-prof-dir=${dir}`, '--import', exit]
const server = await startServer(contestant, { node: options.node, nodeArgs })
try {
  await sample(server, workload, {}, { seconds: 3, connections: options.connections })
  await sample(server, workload, {}, { seconds: options.seconds, connections: options.connections })
} finally {
  await server.stop()
}
const [file] = readdirSync(dir)
if (file === undefined) throw new Error(`${contestant.name} wrote no profile: it did not end by itself`)
const profile: Profile = JSON.parse(readFileSync(join(dir, file), 'utf8'))
rmSync(dir, { recursive: true, force: true })

const times = toSelfTimes(profile, options.seconds).filter(([name]) => name !== '(idle)')
const total = times.reduce((sum, [, micros]) => sum + micros, 0)
const rows = times.slice(0, TOP).map(([name, micros]) => [`\`${name}\``, `${((micros / total) * 100).toFixed(1)} %`])
publish(
  {
    document: 'performance.md',
    name: `profile ${contestant.name} ${workload.name}`,
    node: options.node,
    how: `Self time, without idle time, of ${options.seconds} s under load.`,
  },
  toTable([`${contestant.label}: ${workload.label}`, 'share'], rows),
  options.write,
)
