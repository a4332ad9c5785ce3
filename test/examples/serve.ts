import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'

const ROOT = path.resolve(import.meta.dirname, '../..')
const CLI = ['--import', 'tsx', path.join(ROOT, 'src/cli.ts')]

/** The folder of an example. */
export const toDir = (example: string): string => path.join(ROOT, 'examples', example)

/** An example that runs in a process of its own until it is stopped. */
export interface Running {
  readonly url: string
  /** Ends it with SIGTERM; the exit code. */
  stop(): Promise<number | null>
}

export interface StartOptions {
  readonly env?: Readonly<Record<string, string>>
  /** What Node.js runs; default `rehost start` on the example's folder. */
  readonly args?: readonly string[]
}

/** Starts an example as its README does, on a free port. */
export async function startExample(example: string, { env = {}, args }: StartOptions = {}): Promise<Running> {
  const command = args ?? [...CLI, 'start', toDir(example)]
  const child = spawn(process.execPath, command, {
    cwd: args ? toDir(example) : ROOT,
    env: { ...process.env, PORT: '0', HOST: '127.0.0.1', DRAIN_DELAY_MS: '0', LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<number | null>((resolve) => {
    child.on('exit', resolve)
  })
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /^ready (\S+)/.exec(line)?.[1]
    if (!url) continue
    child.stdout.resume()
    const stop = (): Promise<number | null> => (child.kill('SIGTERM'), ended)
    return { url: url.replace('[::]', '127.0.0.1'), stop }
  }
  throw new Error(`${example} did not start`)
}

/** Runs a rehost command to its end. */
export function runCommand(...args: readonly string[]): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, [...CLI, ...args], { cwd: ROOT })
  const chunks: Buffer[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => chunks.push(chunk))
  return new Promise((resolve) => {
    child.on('close', (code) => resolve({ code, output: Buffer.concat(chunks).toString() }))
  })
}

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
}

/**
 * Why an example's test cannot run, or false when it can: its packages are its own and installed by hand or by CI, which
 * sets REQUIRE_EXAMPLES so that nothing is passed over there.
 */
export function reasonToSkip(example: string, needsLink = false): string | false {
  if (process.env['REQUIRE_EXAMPLES'] === '1') return false
  const manifest: Manifest = JSON.parse(readFileSync(path.join(toDir(example), 'package.json'), 'utf8'))
  const names = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies })
  const isThere = (name: string): boolean =>
    [toDir(example), ROOT].some((place) => existsSync(path.join(place, 'node_modules', name)))
  const missing = names.filter((name) => (name === 'rehost' ? needsLink : true) && !isThere(name))
  const linked = !needsLink || existsSync(path.join(toDir(example), 'node_modules'))
  return missing.length === 0 && linked ? false : `npm ci --prefix examples/${example} first`
}
