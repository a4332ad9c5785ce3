import { execFile, execFileSync } from 'node:child_process'
import { get } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)
const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** Whether a Docker engine answers on this machine. */
export function hasDocker(): boolean {
  try {
    execFileSync('docker', ['version', '--format', '{{.Server.Version}}'], { stdio: 'ignore', timeout: 20_000 })
    return true
  } catch {
    return false
  }
}

/** Runs docker in the repository and returns what it wrote to stdout; throws with its stderr. */
export async function docker(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<string> {
  const { stdout } = await run('docker', [...args], {
    cwd: ROOT,
    env: { ...process.env, DOCKER_BUILDKIT: '1', ...env },
    maxBuffer: 2 ** 26,
  })
  return stdout.trim()
}

/** Whether `url` is answered with 200. A port that Docker publishes takes connections before the server behind it listens. */
function isAnswered(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get(url, { agent: false, timeout: 2000 }, (response) => {
      response.resume()
      resolve(response.statusCode === 200)
    })
    request.on('timeout', () => request.destroy())
    request.on('error', () => resolve(false))
    request.on('close', () => resolve(false))
  })
}

/** Waits until `url` is answered with 200, for a minute at most. */
export async function untilAnswered(url: string): Promise<void> {
  const end = Date.now() + 60_000
  while (!(await isAnswered(url))) {
    if (Date.now() > end) throw new Error(`${url} was not answered with 200 within a minute`)
    await sleep(200)
  }
}

/** One `docker compose up` of this repository, under a project name of its own. */
export interface Stack {
  /** Where the published port answers. */
  readonly url: string
  /** The id of the api container. */
  readonly container: string
  down(): Promise<void>
}

/** Brings the stack up as a user does, and waits until it is healthy. */
export async function upStack(port: number, env: Readonly<Record<string, string>> = {}): Promise<Stack> {
  const compose = ['compose', '-p', `rehost-test-${process.pid}`]
  const all = { ...env, PORT: String(port) }
  await docker([...compose, 'up', '-d', '--wait', '--quiet-pull'], all)
  const container = await docker([...compose, 'ps', '-q', 'api'], all)
  return {
    url: `http://127.0.0.1:${port}`,
    container,
    down: async () => void (await docker([...compose, 'down', '-v', '--timeout', '1'], all)),
  }
}
