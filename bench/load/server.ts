import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, readdirSync } from 'node:fs'
import { createServer, connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Contestant } from '../contestants.ts'

/** A contestant that runs, pinned to the first core. */
export interface RunningServer {
  readonly contestant: Contestant
  readonly port: number
  readonly pid: number
  stop(): Promise<void>
}

export interface StartOptions {
  readonly node: string
  readonly env?: Readonly<Record<string, string>>
  /** Flags for Node.js itself, before the script. */
  readonly nodeArgs?: readonly string[]
  /** Cores the server may use, as `taskset -c` wants them. Default `0`. */
  readonly cores?: string
}

const START_MS = 60_000

/** A port that was free a moment ago. */
export async function findPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no TCP port')
  return address.port
}

function canConnect(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('error', () => resolve(false))
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
  })
}

async function waitForPort(child: ChildProcess, port: number, output: string[]): Promise<void> {
  const end = Date.now() + START_MS
  while (Date.now() < end) {
    if (child.exitCode !== null) throw new Error(`it ended with code ${child.exitCode}: ${output.join('').slice(-800)}`)
    if (await canConnect(port)) return
    await sleep(20)
  }
  throw new Error(`no answer on port ${port} within ${START_MS} ms: ${output.join('').slice(-800)}`)
}

/** Starts a contestant and waits until its port is open. Throws with its output when that does not happen. */
export async function startServer(contestant: Contestant, options: StartOptions): Promise<RunningServer> {
  const port = await findPort()
  const args = [...(options.nodeArgs ?? []), ...contestant.args(port)]
  const child = spawn('taskset', ['-c', options.cores ?? '0', options.node, ...args], {
    env: {
      ...process.env,
      NODE_ENV: 'production',
      NEXT_TELEMETRY_DISABLED: '1',
      ...contestant.env,
      ...options.env,
      PORT: String(port),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output: string[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => output.push(String(chunk)))
  await waitForPort(child, port, output)
  const { pid } = child
  if (pid === undefined) throw new Error(`${contestant.name} has no process`)
  await waitUntilIdle(pid)
  return { contestant, port, pid, stop: () => stopChild(child) }
}

const IDLE_MS = 250
const MOST_IDLE_MS = 180_000

// Some load modules, or have a process beside them read sources, after they listen. That is part of a start, which has a
// bench of its own; here it would count for whatever is measured first.
async function waitUntilIdle(pid: number): Promise<void> {
  const end = Date.now() + MOST_IDLE_MS
  let before = readTreeSeconds(pid)
  while (Date.now() < end) {
    await sleep(IDLE_MS)
    const now = readTreeSeconds(pid)
    if (Math.abs(now - before) < 0.05 * (IDLE_MS / 1000)) return
    before = now
  }
}

function readTreeSeconds(pid: number): number {
  try {
    const tasks = readdirSync(`/proc/${pid}/task`)
    const children = tasks.flatMap(
      (task) => readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').match(/\d+/g) ?? [],
    )
    return children.reduce((sum, child) => sum + readTreeSeconds(Number(child)), readCpuSeconds(pid))
  } catch {
    return 0 // It ended in between.
  }
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGTERM')
  const late = setTimeout(() => child.kill('SIGKILL'), 3_000)
  await gone
  clearTimeout(late)
}

/** Seconds of processor time a process has used so far, in user and kernel mode, all its threads that live together. */
export function readCpuSeconds(pid: number): number {
  const tasks = `/proc/${pid}/task`
  // The first number is nanoseconds on a core; /proc/<pid>/stat counts in hundredths of a second.
  const times = readdirSync(tasks).map((task) =>
    Number(readFileSync(`${tasks}/${task}/schedstat`, 'utf8').split(' ')[0]),
  )
  return times.reduce((sum, nanoseconds) => sum + nanoseconds, 0) / 1e9
}

/** Resident memory of a process in bytes. */
export function readRss(pid: number): number {
  const line = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  return Number(line?.[1]) * 1024
}
