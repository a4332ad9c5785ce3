import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** A redis-server of the test's own, on a free port of 127.0.0.1. */
export interface RedisServer {
  readonly url: string
  /** Starts it again on the same port after `stop`, empty. */
  start(): Promise<void>
  /** Ends it as if its machine was gone. */
  stop(): Promise<void>
  /** Lets it hang: connections stay, commands are not answered. */
  pause(): void
  resume(): void
}

/** Why tests that need a redis-server cannot run; undefined when they can. */
export const WITHOUT_REDIS =
  spawnSync('redis-server', ['--version']).status === 0
    ? undefined
    : 'redis-server is not installed (Debian: apt-get install redis-server)'

async function findPort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => {
    server.close(resolve)
  })
  return port
}

/** Starts one; `stop` ends it. */
export async function startRedis(): Promise<RedisServer> {
  const port = await findPort()
  let child: ChildProcess | undefined
  let dir = ''
  const start = async (): Promise<void> => {
    dir = mkdtempSync(path.join(tmpdir(), 'rehost-redis-'))
    const flags = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', dir]
    const started = spawn('redis-server', flags, { stdio: ['ignore', 'pipe', 'inherit'] })
    child = started
    await new Promise<void>((resolve, reject) => {
      started.stdout.on('data', (text: Buffer) => text.includes('Ready to accept') && resolve())
      started.once('exit', () => reject(new Error('redis-server did not start')))
    })
  }
  const stop = async (): Promise<void> => {
    const running = child
    child = undefined
    if (running === undefined) return
    const ended = new Promise((resolve) => {
      running.once('exit', resolve)
    })
    running.kill('SIGKILL')
    await ended
    rmSync(dir, { recursive: true, force: true })
  }
  await start()
  return {
    url: `redis://127.0.0.1:${port}`,
    start,
    stop,
    pause: () => child?.kill('SIGSTOP'),
    resume: () => child?.kill('SIGCONT'),
  }
}
