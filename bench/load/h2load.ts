import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** What to send, how hard and how long. */
export interface Load {
  readonly url: string
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  readonly connections: number
  readonly seconds: number
  /** Requests per second over all connections; as fast as answers come back when undefined. */
  readonly rate?: number
}

export interface LoadResult {
  readonly requests: number
  readonly perSecond: number
  /** Answers by first digit of their status. h2load misses a status without a reason phrase, which h3 sends. */
  readonly classes: Readonly<Record<string, number>>
  /** Requests that got no answer. */
  readonly failed: number
  /** Milliseconds from request to last byte, ascending; empty unless a rate was set. */
  readonly latencies: readonly number[]
}

const run = promisify(execFile)

function toArgs(load: Load, dir: string): string[] {
  const args = ['--h1', '-t', '1', '-c', String(load.connections), '-D', String(load.seconds)]
  args.push('-H', `:method: ${load.method}`)
  for (const [name, value] of Object.entries(load.headers)) args.push('-H', `${name}: ${value}`)
  if (load.body !== undefined) {
    writeFileSync(join(dir, 'body'), load.body)
    args.push('-d', join(dir, 'body'))
  }
  if (load.rate !== undefined) {
    args.push('--rps', (load.rate / load.connections).toFixed(2), '--log-file', join(dir, 'log'))
  }
  args.push(load.url)
  return args
}

function parseReport(text: string): Omit<LoadResult, 'latencies'> {
  const speed = /finished in ([\d.]+)(ms|s), ([\d.]+) req\/s/.exec(text)
  const counts = /requests: .* (\d+) done, .* (\d+) errored, (\d+) timeout/.exec(text)
  const codes = /status codes: (\d+) 2xx, (\d+) 3xx, (\d+) 4xx, (\d+) 5xx/.exec(text)
  if (speed === null || counts === null || codes === null) throw new Error(`h2load said something else: ${text}`)
  const [, two, three, four, five] = codes.map(Number)
  return {
    requests: Number(counts[1]),
    perSecond: Number(speed[3]),
    classes: { '2': two ?? 0, '3': three ?? 0, '4': four ?? 0, '5': five ?? 0 },
    failed: Number(counts[2]) + Number(counts[3]),
  }
}

/** Reads h2load's log of one request a line: start in microseconds, status, duration in microseconds. */
function readLatencies(file: string): number[] {
  const rows = readFileSync(file, 'utf8').trim().split('\n')
  return rows.map((row) => Number(row.split('\t')[2]) / 1000).sort((a, b) => a - b)
}

/** Puts one load on one server, from the second core. Needs h2load (Debian: nghttp2-client) and taskset. */
export async function putLoad(load: Load): Promise<LoadResult> {
  const dir = mkdtempSync(join(tmpdir(), 'rehost-load-'))
  try {
    const { stdout } = await run('taskset', ['-c', '1', 'h2load', ...toArgs(load, dir)], { maxBuffer: 2 ** 26 })
    const latencies = load.rate === undefined ? [] : readLatencies(join(dir, 'log'))
    return { ...parseReport(stdout), latencies }
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}
