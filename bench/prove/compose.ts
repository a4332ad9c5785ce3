import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { findPort } from '../load/server.ts'
import { ROOT, docker } from './swarm.ts'

const FILES = ['compose', '-f', 'docker-compose.yml', '-f', 'deploy/compose/scale.yml']
const APP = { APP_DIR: 'bench/prove/app', LOG_LEVEL: 'warn' }
const run = promisify(execFile)

/** Brings up three servers behind haproxy with docker compose; resolves with the URL of the balancer. */
export async function upCompose(): Promise<string> {
  const port = await findPort()
  await docker([...FILES, 'up', '-d', '--wait'], { ...APP, PORT: String(port) })
  return `http://127.0.0.1:${port}`
}

/** Replaces the three servers with deploy/compose/roll.sh; resolves with words on how it went. */
export async function rollCompose(url: string): Promise<string> {
  const start = performance.now()
  const env = { ...process.env, ...APP, PORT: new URL(url).port }
  await run('deploy/compose/roll.sh', [], { cwd: ROOT, env })
  return `replaced in ${Math.round((performance.now() - start) / 1000)} s`
}

/** Takes them away again. */
export async function downCompose(): Promise<void> {
  await docker([...FILES, 'down', '--timeout', '1'], APP)
}
