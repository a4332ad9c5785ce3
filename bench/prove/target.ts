import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, readdirSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { findPort } from '../load/server.ts'
import type { TargetOptions } from './proof.ts'

/** A server under test, on loopback. */
export interface Target {
  readonly name: string
  readonly port: number
  /** Where /livez is answered; the same port unless the target has one of its own for it. */
  readonly livezPort: number
  readonly pid: number
  /** What it wrote to stderr so far. */
  stderr(): string
  /** Lines on stdout or stderr that belong to a stack trace. */
  stackLines(): number
  signal(name: NodeJS.Signals): void
  /** Resolves with the exit code, or the name of the signal that ended it. */
  readonly ended: Promise<string>
  /** Whether the process lives and answers /livez with 200 within three seconds. */
  isAlive(): Promise<boolean>
  stop(): Promise<void>
}

const here = fileURLToPath(new URL('.', import.meta.url))
const START_MS = 30_000

/** How each named target is started; the port comes as an argument or as PORT. */
const TARGETS: Readonly<Record<string, (port: number, logging: boolean) => readonly string[]>> = {
  rehost: (port, logging) => [
    `${here}../../dist/cli.js`,
    'start',
    `${here}app`,
    '--port',
    String(port),
    '--log-level',
    logging ? 'info' : 'silent',
  ],
  express: () => [`${here}targets/express.mjs`],
}

/** The names that `--target` takes. */
export const TARGET_NAMES: readonly string[] = Object.keys(TARGETS)

interface Output {
  err: string
  stackLines: number
}

function watchOutput(child: ChildProcess): Output {
  const output: Output = { err: '', stackLines: 0 }
  const count = (text: string): void => {
    // A stack inside a JSON log line has its line breaks escaped.
    output.stackLines += text.match(/(?:\n|\\n) {4}at /g)?.length ?? 0
  }
  child.stdout?.on('data', (chunk: Buffer) => count(chunk.toString()))
  child.stderr?.on('data', (chunk: Buffer) => {
    output.err += chunk.toString()
    count(chunk.toString())
  })
  return output
}

async function isAnswering(port: number): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(3000)
    return (await fetch(`http://127.0.0.1:${port}/livez`, { signal, headers: { connection: 'close' } })).ok
  } catch {
    return false
  }
}

/** Starts a target and waits until it answers /livez. Throws with its output when it does not. */
export async function startTarget(name: string, node: string, options: TargetOptions = {}): Promise<Target> {
  const toArgs = TARGETS[name]
  if (toArgs === undefined) throw new Error(`no target is called ${name}; there are ${TARGET_NAMES.join(', ')}`)
  const port = await findPort()
  const healthPort = await findPort()
  const args = [...(options.nodeArgs ?? []), ...toArgs(port, options.logging ?? true)]
  const env = {
    ...process.env,
    NODE_ENV: 'production',
    PORT: String(port),
    HEALTH_PORT: String(healthPort),
    ...options.env,
  }
  const child = spawn(node, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const output = watchOutput(child)
  const ended = once(child, 'exit').then(([code, signal]) => String(code ?? signal))
  const end = Date.now() + START_MS
  while (!(await isAnswering(port))) {
    if (child.exitCode !== null || Date.now() > end) throw new Error(`${name} does not start: ${output.err}`)
    await sleep(20)
  }
  return {
    name,
    port,
    livezPort: name === 'rehost' ? healthPort : port,
    pid: child.pid ?? 0,
    stderr: () => output.err,
    stackLines: () => output.stackLines,
    signal: (signal) => void child.kill(signal),
    ended,
    isAlive: async () => child.exitCode === null && child.signalCode === null && (await isAnswering(port)),
    stop: async () => {
      child.kill('SIGKILL')
      await ended
    },
  }
}

/** Open file descriptors of a process. */
export function countFiles(pid: number): number {
  return readdirSync(`/proc/${pid}/fd`).length
}

/** Established TCP connections whose local end is this port, as the kernel counts them. */
export function countConnections(port: number): number {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`
  const lines = ['tcp', 'tcp6'].flatMap((table) => readFileSync(`/proc/net/${table}`, 'utf8').split('\n'))
  return lines.filter((line) => {
    const [, local, , state] = line.trim().split(/\s+/)
    return local?.endsWith(suffix) === true && state === '01'
  }).length
}
