import { spawn, type StdioOptions } from 'node:child_process'
import path from 'node:path'
import { writeProject, type Files } from '../module/temp-project.ts'

const CLI = path.resolve(import.meta.dirname, '../../src/cli.ts')

/** `rehost start` in a process of its own. */
export interface Child {
  /** Resolves with the URL of its ready line. */
  readonly ready: Promise<string>
  readonly pid: number
  stdout(): string
  stderr(): string
  kill(signal: NodeJS.Signals): void
  /** Resolves with the exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>
}

export interface ChildOptions {
  readonly env?: Readonly<Record<string, string>>
  /** Where standard output goes instead of to the test: a file descriptor. */
  readonly stdout?: number
}

/** Writes the files as a project and starts it on a free port. */
export function startChild(files: Files, { env = {}, stdout }: ChildOptions = {}): Child {
  const stdio: StdioOptions = ['ignore', stdout ?? 'pipe', 'pipe']
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), CLI, 'start', writeProject(files)], {
    env: { ...process.env, PORT: '0', HOST: '127.0.0.1', NODE_ENV: 'production', ...env },
    stdio,
  })
  let out = ''
  let err = ''
  const ready = new Promise<string>((resolve, reject) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      out += chunk.toString()
      const found = /^ready (\S+)/m.exec(out)
      if (found?.[1]) resolve(found[1])
    })
    child.once('close', () => reject(new Error(`ended before it was ready: ${err}${out}`)))
  })
  ready.catch(() => {})
  child.stderr?.on('data', (chunk: Buffer) => (err += chunk.toString()))
  const ended = new Promise<number | string>((resolve) => {
    child.once('close', (code, signal) => resolve(code ?? signal ?? 'unknown'))
  })
  return {
    ready,
    pid: child.pid ?? 0,
    stdout: () => out,
    stderr: () => err,
    kill: (signal) => void child.kill(signal),
    ended,
  }
}

/** The JSON lines among what a child wrote. */
export function readLines(text: string): Record<string, unknown>[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line))
}
