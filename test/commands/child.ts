import { spawn, type ChildProcess } from 'node:child_process'
import path from 'node:path'

const CLI = path.resolve(import.meta.dirname, '../../src/cli.ts')

/** The command in a process of its own. */
export interface Child {
  process: ChildProcess
  /** Everything it wrote so far. */
  out(): string
  err(): string
  /** Resolves with the first match of a pattern in what it writes to standard output. */
  says(pattern: RegExp): Promise<RegExpMatchArray>
  /** Resolves with the exit code; of a process that a signal ended, with the signal's name. */
  ended: Promise<number | string | null>
}

/** Starts `rehost start` as `npm start` does: in a shell that has something to do when it has ended. */
export function startShell(dir: string): Child {
  const line = [process.execPath, '--import', import.meta.resolve('tsx'), CLI, 'start', dir, '--port', '0']
  const script = `${line.map((word) => `'${word}'`).join(' ')}; true`
  return start('sh', ['-c', script], { npm_lifecycle_event: 'start', DRAIN_DELAY_MS: '0' })
}

/** Starts `rehost` with these arguments. What it finds in its environment is little, so that nothing leaks in. */
export function startChild(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Child {
  return start(process.execPath, ['--import', import.meta.resolve('tsx'), CLI, ...args], environment)
}

function start(file: string, args: readonly string[], environment: Readonly<Record<string, string>>): Child {
  const { PATH = '', HOME = '' } = process.env
  const child = spawn(file, args, {
    env: { PATH, HOME, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let out = ''
  let err = ''
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()))
  const ended = new Promise<number | string | null>((resolve) => {
    child.once('close', (code, signal) => resolve(signal ?? code))
  })
  const says = (pattern: RegExp): Promise<RegExpMatchArray> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const match = out.match(pattern)
        if (match) resolve(match)
      }
      look()
      child.stdout.on('data', look)
      void ended.then((code) => reject(new Error(`ended with ${code} before it said ${pattern}:\n${out}${err}`)))
    })
  return { process: child, out: () => out, err: () => err, says, ended }
}

export interface Serving extends Child {
  port: number
}

/** Starts a server on a free port and waits for its ready line. */
export async function serve(
  dir: string,
  args: readonly string[] = [],
  environment: Readonly<Record<string, string>> = {},
): Promise<Serving> {
  const child = startChild(['start', dir, '--port', '0', '--host', '127.0.0.1', ...args], environment)
  const [, port] = await child.says(/^ready http:\/\/127\.0\.0\.1:(\d+)$/m)
  return { ...child, port: Number(port) }
}
