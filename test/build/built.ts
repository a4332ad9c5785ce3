import { execFile, spawn, type ChildProcess } from 'node:child_process'
import path from 'node:path'
import { plant } from '../app/plant.ts'

const CLI = path.resolve(import.meta.dirname, '../../src/cli.ts')
const TSX = import.meta.resolve('tsx')
// What a process finds in its environment is little, so that nothing leaks in.
const { PATH = '', HOME = '' } = process.env

export interface Build {
  /** The project folder. */
  dir: string
  code: number | null
  out: string
  err: string
}

/** Plants a project and builds it with `rehost build`. */
export async function buildProject(files: Readonly<Record<string, string>>, ...args: string[]): Promise<Build> {
  const dir = plant(files)
  return { dir, ...(await rehost('build', dir, ...args)) }
}

/** Runs a command to its end. */
export function rehost(...args: string[]): Promise<Omit<Build, 'dir'>> {
  return new Promise((resolve) => {
    const command = ['--import', TSX, CLI, ...args]
    const child = execFile(process.execPath, command, { env: { PATH, HOME } }, (_, out, err) => {
      resolve({ code: child.exitCode, out, err })
    })
  })
}

export interface Server {
  process: ChildProcess
  port: number
  /** What it wrote so far. */
  out(): string
  err(): string
  /** Its log lines so far. */
  lines(): Record<string, unknown>[]
  /** Resolves once what it wrote matches. */
  says(pattern: RegExp): Promise<void>
  /** Resolves with the exit code, or the signal's name. */
  ended: Promise<number | string | null>
}

export interface ServeOptions {
  /** Arguments of Node.js, before the script. */
  node?: readonly string[]
  args?: readonly string[]
  variables?: Readonly<Record<string, string>>
  cwd?: string
}

/** Runs a script that serves, on a free port, and waits until it is ready. */
export async function serve(script: readonly string[], options: ServeOptions = {}): Promise<Server> {
  const { node = [], args = [], variables = {}, cwd } = options
  const command = [...node, ...script, '--port', '0', '--host', '127.0.0.1', ...args]
  const child = spawn(process.execPath, command, {
    env: { PATH, HOME, DRAIN_DELAY_MS: '0', ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(cwd === undefined ? {} : { cwd }),
  })
  let out = ''
  let err = ''
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()))
  const ended = new Promise<number | string | null>((resolve) => {
    child.once('close', (code, signal) => resolve(signal ?? code))
  })
  const says = (pattern: RegExp): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (pattern.test(out)) resolve()
      }
      look()
      child.stdout.on('data', look)
      void ended.then((code) => reject(new Error(`ended with ${code} before it said ${pattern}:\n${out}${err}`)))
    })
  await says(/^ready /m)
  const lines = (): Record<string, unknown>[] =>
    out.split('\n').flatMap((line) => (line.startsWith('{') ? [JSON.parse(line)] : []))
  const port = Number(/^ready http:\/\/127\.0\.0\.1:(\d+)$/m.exec(out)?.[1])
  return { process: child, port, out: () => out, err: () => err, lines, says, ended }
}

/** Runs `rehost start` on a folder. */
export function start(dir: string, options: ServeOptions = {}): Promise<Server> {
  return serve([CLI, 'start', dir], { ...options, node: ['--import', TSX] })
}

/** Asks a server to end and resolves with its exit code. */
export function stop(server: Server): Promise<number | string | null> {
  server.process.kill('SIGTERM')
  return server.ended
}
