import { execFile } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { findPort } from '../load/server.ts'

/** The repository. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const STACK = 'rehost-prove'
export const SERVICE = `${STACK}_api`
const run = promisify(execFile)

/** `http` repeats what no server answered; `tcp` knows connections only. */
export type Balancer = 'http' | 'tcp'

/** Runs docker in the repository; resolves with what it wrote to stdout. */
export async function docker(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<string> {
  const options = { cwd: ROOT, env: { ...process.env, DOCKER_BUILDKIT: '1', ...env }, maxBuffer: 2 ** 26 }
  return (await run('docker', [...args], options)).stdout.trim()
}

/** Builds the image of the proofs' app, one that ends at once, and the balancer. */
export async function buildImages(): Promise<void> {
  await docker(['build', '-q', '-t', 'rehost-prove', '--build-arg', 'APP_DIR=bench/prove/app', '.'])
  await docker(['build', '-q', '-t', 'rehost-balancer', 'deploy/haproxy'])
  const container = await docker(['create', 'rehost-prove'])
  const command = 'CMD ["node", "-e", "process.exit(1)"]'
  await docker(['commit', '--change', command, container, 'rehost-prove:broken'])
  await docker(['rm', container])
}

/** Makes this engine a swarm of one, unless it is one; resolves with the way back. */
export async function openSwarm(): Promise<() => Promise<void>> {
  const state = await docker(['info', '-f', '{{.Swarm.LocalNodeState}}'])
  if (state === 'active') return async () => {}
  await docker(['swarm', 'init', '--advertise-addr', '127.0.0.1'])
  return async () => void (await docker(['swarm', 'leave', '--force']))
}

/** Containers of the service that are healthy. */
export async function countHealthy(): Promise<number> {
  const list = await docker(['ps', '-q', '--filter', `name=${SERVICE}`, '--filter', 'health=healthy'])
  return list === '' ? 0 : list.split('\n').length
}

/** Waits until `count` replicas are healthy; resolves with the seconds that took. */
export async function waitHealthy(count: number, limitSeconds = 90): Promise<number> {
  const start = performance.now()
  while ((await countHealthy()) < count) {
    if (performance.now() - start > limitSeconds * 1000) throw new Error(`no ${count} healthy replicas`)
    await sleep(200)
  }
  return (performance.now() - start) / 1000
}

async function isServed(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(1000) })).ok
  } catch {
    return false
  }
}

/** Deploys three replicas behind a balancer; resolves with the URL of the balancer when all serve. */
export async function deployStack(balancer: Balancer): Promise<string> {
  const port = await findPort()
  const config = balancer === 'tcp' ? '../haproxy/tcp.cfg' : '../haproxy/haproxy.cfg'
  const env = {
    IMAGE: 'rehost-prove',
    PORT: String(port),
    BALANCER_CONFIG: config,
    BALANCER_VERSION: balancer,
    LOG_LEVEL: 'warn',
  }
  await docker(['stack', 'deploy', '--resolve-image', 'never', '-c', 'deploy/swarm/stack.yml', STACK], env)
  await waitHealthy(3)
  const url = `http://127.0.0.1:${port}`
  for (let tries = 0; !(await isServed(`${url}/api/hello`)); tries++) {
    if (tries > 120) throw new Error('the balancer finds no server')
    await sleep(500)
  }
  await sleep(3000)
  return url
}

/** Takes the stack away and waits until its containers are gone. */
export async function removeStack(): Promise<void> {
  await docker(['stack', 'rm', STACK])
  while ((await docker(['ps', '-aq', '--filter', `name=${STACK}_`])) !== '') await sleep(500)
  await sleep(3000)
}
