/**
 * What does inference cost? Generated projects of 10, 100 and 1000 routes are read in a process of their own, as
 * `rehost openapi` does it: from cold, again after one edit, and again with the remembered result.
 *
 * Run `npm run build` first; `--write` puts the table into docs/performance-inference.md.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { openProject } from '../src/config/project.ts'
import { toSummaryLine } from '../src/infer/explain.ts'
import type * as Client from '../src/infer/client.ts'
import { SILENT } from '../src/log.ts'
import type { Route } from '../src/routes/route.ts'
import { scanRoutes } from '../src/routes/scan.ts'
import { writeProject } from './infer-project.ts'
import { describeMachine } from './machine.ts'
import { replaceSection, toTable } from './report.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const { values } = parseArgs({
  options: {
    write: { type: 'boolean', default: false },
    dist: { type: 'string', default: path.join(ROOT, 'dist') },
    routes: { type: 'string', default: '10,100,1000' },
    rounds: { type: 'string', default: '3' },
  },
})
// The built code is measured: under a TypeScript loader half of the time would be the loader's.
const client: typeof Client = await import(pathToFileURL(path.join(values.dist, 'infer/client.js')).href)

interface Sample {
  readonly coldMs: number
  /** Processor time of both processes, which other work on the machine does not lengthen. */
  readonly processorMs: number
  readonly workerMb: number
  readonly compilerMb: number
  readonly editMs: number
  readonly cachedMs: number
  readonly summary: string
}

function childrenOf(pid: number): number[] {
  try {
    const tasks = readdirSync(`/proc/${pid}/task`)
    const lists = tasks.map((task) => readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8'))
    return lists.flatMap((list) => list.split(/\s+/).filter(Boolean).map(Number))
  } catch {
    return []
  }
}

function peakMb(pid: number): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024
  } catch {
    return 0
  }
}

/** Clock ticks are hundredths of a second on every Linux that Node.js runs on. */
const TICK_MS = 10

function processorMs(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
    return (Number(fields[11]) + Number(fields[12])) * TICK_MS
  } catch {
    return 0
  }
}

/** Watches the inference process and its compiler for the most memory they have held. */
function watchProcesses(): { peak(): { workerMb: number; compilerMb: number }; processorMs(): number } {
  const known = new Set(childrenOf(process.pid))
  const peak = { workerMb: 0, compilerMb: 0 }
  const look = (): void => {
    for (const worker of childrenOf(process.pid).filter((pid) => !known.has(pid))) {
      peak.workerMb = Math.max(peak.workerMb, peakMb(worker))
      for (const compiler of childrenOf(worker)) peak.compilerMb = Math.max(peak.compilerMb, peakMb(compiler))
    }
  }
  const timer = setInterval(look, 25)
  return {
    peak() {
      look()
      clearInterval(timer)
      return peak
    },
    processorMs() {
      const workers = childrenOf(process.pid).filter((pid) => !known.has(pid))
      const all = workers.flatMap((worker) => [worker, ...childrenOf(worker)])
      return all.reduce((sum, pid) => sum + processorMs(pid), 0)
    },
  }
}

async function timed<T>(run: () => Promise<T>): Promise<{ ms: number; value: T }> {
  const start = performance.now()
  const value = await run()
  return { ms: performance.now() - start, value }
}

async function measure(dir: string, routes: readonly Route[]): Promise<Sample> {
  const cacheDir = mkdtempSync(path.join(tmpdir(), 'rehost-cache-'))
  const processes = watchProcesses()
  const inference = client.openInference({ dir, routes, logger: SILENT, cacheDir })
  const cold = await timed(() => inference.facts())
  const used = processes.processorMs()
  const edited = routes[0]
  if (!edited) throw new Error('no routes were generated')
  const edits: number[] = []
  for (let round = 0; round < 5; round += 1) {
    writeFileSync(edited.file, `${readFileSync(edited.file, 'utf8')}// edit ${round}\n`)
    edits.push((await timed(() => inference.update([edited.file]))).ms)
  }
  const peak = processes.peak()
  await inference.close()
  const again = client.openInference({ dir, routes, logger: SILENT, cacheDir })
  const cached = await timed(() => again.facts())
  await again.close()
  rmSync(cacheDir, { recursive: true })
  const summary = toSummaryLine(cold.value)
  return { coldMs: cold.ms, processorMs: used, ...peak, editMs: median(edits), cachedMs: cached.ms, summary }
}

function median(list: readonly number[]): number {
  const sorted = list.toSorted((one, other) => one - other)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

const rows: string[][] = []
for (const count of values.routes.split(',').map(Number)) {
  const dir = mkdtempSync(path.join(tmpdir(), `rehost-routes-${count}-`))
  writeProject(dir, count, path.join(ROOT, 'node_modules'))
  const { routes } = scanRoutes(openProject(dir))
  const samples: Sample[] = []
  for (let round = 0; round < Number(values.rounds); round += 1) samples.push(await measure(dir, routes))
  rmSync(dir, { recursive: true })
  const of = (pick: (sample: Sample) => number): string => Math.round(median(samples.map(pick))).toLocaleString('en-US')
  const total = of((sample) => sample.workerMb + sample.compilerMb)
  rows.push([
    String(count),
    of((sample) => sample.coldMs),
    of((sample) => sample.processorMs),
    total,
    of((sample) => sample.workerMb),
    of((sample) => sample.compilerMb),
    of((sample) => sample.editMs),
    of((sample) => sample.cachedMs),
    samples[0]?.summary ?? '',
  ])
  console.log(rows.at(-1)?.join(' | '))
}

const head = [
  'routes',
  'cold, ms',
  'of processor, ms',
  'peak, MB',
  'of it Node.js',
  'of it compiler',
  'one edit, ms',
  'remembered, ms',
  'found',
]
const table = toTable(head, rows)
console.log(table)
if (values.write) {
  const file = path.join(ROOT, 'docs/performance-inference.md')
  const text = `TypeScript 7.0.2, Node.js ${process.version}; ${describeMachine()}. Medians of ${values.rounds}.\n\n${table}`
  writeFileSync(file, replaceSection(readFileSync(file, 'utf8'), 'inference', text))
}
