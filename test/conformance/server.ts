import { type ChildProcess, spawn } from 'node:child_process'
import net from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { portOf } from './upstream.ts'

const START_MS = 60_000
const POLL_MS = 50
// The recorded servers had loaded their routes in the background before the first request came.
const SETTLE_MS = 500
const MAX_LOG_CHARS = 200_000

/** A server in a process of its own. */
export interface Running {
  port: number
  /** What it wrote to its terminal so far, the end of it when that is much. */
  log(): string
  stop(): Promise<void>
}

export interface LaunchOptions {
  /** Executable and arguments. */
  command: string[]
  /** The folder it runs in. */
  cwd: string
  /** Everything it finds in its environment beside PATH, HOME and TMPDIR. */
  env: Record<string, string>
}

/** A port on 127.0.0.1 that nothing listens on. */
export async function findPort(): Promise<number> {
  const server = net.createServer()
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const port = portOf(server.address())
  await new Promise((resolve) => {
    server.close(resolve)
  })
  return port
}

/** Starts a server and waits until its port is open and its routes are loaded; fails with what it wrote when it ends before. */
export async function startServer(port: number, options: LaunchOptions): Promise<Running> {
  const { child, log } = launch(options)
  const giveUp = Date.now() + START_MS
  while (!(await isOpen(port))) {
    if (hasEnded(child)) throw new Error(`the server ended before its port opened:\n${log()}`)
    if (Date.now() > giveUp) {
      endGroup(child)
      throw new Error(`the server did not open its port in ${START_MS} ms:\n${log()}`)
    }
    await sleep(POLL_MS)
  }
  await sleep(SETTLE_MS)
  return { port, log, stop: () => stop(child) }
}

/** Runs a command to its end; fails with what it wrote when it does not exit with 0. */
export async function runToEnd(options: LaunchOptions): Promise<void> {
  const { child, log } = launch(options)
  const code = await new Promise((resolve) => {
    child.on('exit', resolve)
  })
  if (code !== 0) throw new Error(`${options.command.join(' ')} ended with ${code}:\n${log()}`)
}

function launch({ command, cwd, env }: LaunchOptions): { child: ChildProcess; log: () => string } {
  const [file = '', ...args] = command
  const { PATH = '', HOME = '', TMPDIR } = process.env
  const child = spawn(file, args, {
    cwd,
    env: { PATH, HOME, ...(TMPDIR ? { TMPDIR } : {}), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // Its own group, so that the processes it starts end with it.
    detached: true,
  })
  let text = ''
  const keep = (chunk: Buffer): void => {
    text = (text + chunk.toString()).slice(-MAX_LOG_CHARS)
  }
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  const endWithUs = (): void => endGroup(child)
  process.once('exit', endWithUs)
  child.once('exit', () => process.off('exit', endWithUs))
  return { child, log: () => text }
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1')
    socket.on('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.on('error', () => resolve(false))
  })
}

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null

async function stop(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return
  const ended = new Promise((resolve) => {
    child.once('exit', resolve)
  })
  endGroup(child)
  await ended
}

/** Ends a process and those it started; a drain would only cost time here. */
function endGroup(child: ChildProcess): void {
  if (child.pid === undefined || hasEnded(child)) return
  try {
    process.kill(-child.pid, 'SIGKILL')
  } catch {
    child.kill('SIGKILL')
  }
}
