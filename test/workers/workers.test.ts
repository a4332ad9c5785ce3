import assert from 'node:assert/strict'
import { rmSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import path from 'node:path'
import { describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseStall, parseWorkers } from '../../src/commands/workers.ts'
import { buildProject, rehost, serve, start, stop, type ServeOptions, type Server } from '../build/built.ts'
import { send } from '../http/wire.ts'

const built = await buildProject({
  'package.json': '{ "type": "module" }',
  'pages/api/pid.js': 'export default (req, res) => res.json(process.pid)',
  'pages/api/slow.js': 'export default (req, res) => void setTimeout(() => res.json(process.pid), 500)',
  'pages/api/die.js': 'export default () => process.exit(3)',
  'pages/api/stuck.js': 'export default () => { while (true) {} }',
  'pages/api/draft.js': 'export default (req, res) => res.setDraftMode().end()',
  'pages/api/drafted.js': 'export default (req, res) => res.json(req.draftMode ?? false)',
  'instrumentation.js': `
    import { existsSync } from 'node:fs'
    export const register = () => { if (existsSync('refuse')) throw new Error('refused') }`,
})
assert.deepEqual([built.code, built.err], [0, ''])
const { dir } = built
const SCRIPT = [path.join(dir, '.rehost/server.mjs')]

const lead = (count: number, options: ServeOptions = {}): Promise<Server> =>
  serve(SCRIPT, { ...options, args: ['--workers', String(count), ...(options.args ?? [])] })

const ask = async (server: Server, place: string): Promise<unknown> =>
  JSON.parse((await send(server.port, { path: place })).body.toString())

async function findPids(server: Server, count: number): Promise<number[]> {
  const pids = new Set<number>()
  for (let tries = 0; tries < 400 && pids.size < count; tries++) {
    // Nobody listens while the only worker left has just died.
    const pid = await ask(server, '/api/pid').catch(() => sleep(20))
    if (pid !== undefined) pids.add(Number(pid))
  }
  return [...pids]
}

async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; tries < 400 && !holds(); tries++) await sleep(25)
  assert.ok(holds())
}

interface Load {
  /** Statuses of the answers, and codes of the errors, with their number. */
  seen: Map<number | string, number>
  stop(): Promise<void>
}

/** Keeps connections busy, one request after another on each. */
function load(port: number, connections: number): Load {
  const seen = new Map<number | string, number>()
  const end = new AbortController()
  const note = (what: number | string): void => void seen.set(what, (seen.get(what) ?? 0) + 1)
  const run = async (): Promise<void> => {
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
    while (!end.signal.aborted) {
      await new Promise<void>((resolve) => {
        const req = http.get({ port, host: '127.0.0.1', path: '/api/pid', agent }, (res) => {
          res.resume().once('close', () => {
            note(res.complete ? (res.statusCode ?? 0) : 'incomplete')
            resolve()
          })
        })
        req.once('error', (error: NodeJS.ErrnoException) => {
          note(error.code ?? error.message)
          setTimeout(resolve, 5)
        })
      })
    }
    agent.destroy()
  }
  const runs = Array.from({ length: connections }, run)
  return {
    seen,
    stop: async () => {
      end.abort()
      await Promise.all(runs)
    },
  }
}

describe('several workers', { concurrency: 2 }, () => {
  test('share the port, and their lines carry their number', async () => {
    const server = await lead(2)
    const pids = await findPids(server, 2)
    assert.equal(pids.length, 2)
    assert.match(server.out(), /^2 workers$/m)
    assert.equal(server.out().match(/^ready /gm)?.length, 1)
    await until(() => new Set(server.lines().map(({ worker }) => worker)).size === 2)
    const byWorker = new Set(server.lines().map(({ worker, pid }) => `${String(worker)} ${String(pid)}`))
    assert.equal(byWorker.size, 2)
    assert.equal(await stop(server), 0)
    assert.equal(server.err(), '')
  })

  test('are replaced when they are killed, while the others go on answering', async () => {
    const server = await lead(2)
    const connections = 8
    const { seen, stop: stopLoad } = load(server.port, connections)
    const [victim = 0] = await findPids(server, 2)
    process.kill(victim, 'SIGKILL')
    await until(() => server.lines().some(({ event }) => event === 'worker'))
    seen.clear() // What was under way in the killed process is lost, and nothing else.
    await until(() => (seen.get(200) ?? 0) > 200)
    await stopLoad()
    assert.deepEqual([...seen.keys()], [200])
    const [line] = server.lines().filter(({ event }) => event === 'worker')
    assert.deepEqual([line?.['level'], line?.['signal'], line?.['pauseMs']], [50, 'SIGKILL', 100])
    const pids = await findPids(server, 2)
    assert.ok(pids.length === 2 && !pids.includes(victim))
    assert.equal(await stop(server), 0)
  })

  test('are replaced when one stands still in an endless loop, while the other goes on answering', async () => {
    const server = await lead(2, { variables: { WORKER_STALL_MS: '1500' } })
    const before = await findPids(server, 2)
    const stuck = send(server.port, { path: '/api/stuck' }).then(
      () => 'answered',
      () => 'lost',
    )
    await sleep(100)
    assert.ok(before.includes(Number(await ask(server, '/api/pid'))))
    assert.equal(await stuck, 'lost')
    await until(() => server.lines().some(({ event }) => event === 'worker-stall'))
    await until(() => server.lines().some(({ event, signal }) => event === 'worker' && signal === 'SIGKILL'))
    const after = await findPids(server, 2)
    assert.equal(after.filter((pid) => before.includes(pid)).length, 1)
    assert.equal(server.lines().filter(({ event }) => event === 'worker-stall').length, 1)
    assert.equal(await stop(server), 0)
  })

  test('that die again and again are replaced ever later', async () => {
    const server = await lead(2)
    const deaths = (): unknown[] =>
      server.lines().flatMap(({ event, pauseMs }) => (event === 'worker' ? [pauseMs] : []))
    for (let count = 1; count <= 4; count++) {
      await send(server.port, { path: '/api/die' }).catch(() => undefined)
      await until(() => deaths().length === count)
      await findPids(server, 2)
    }
    // Two places at most have died four times.
    assert.ok(deaths().includes(200))
    await stop(server)
  })

  test('answer what they have when all are asked to end, and lose nothing', async () => {
    const server = await lead(2, { variables: { DRAIN_DELAY_MS: '400' } })
    const slow = Array.from({ length: 6 }, () => send(server.port, { path: '/api/slow' }))
    const { seen, stop: stopLoad } = load(server.port, 4)
    await sleep(100)
    server.process.kill('SIGTERM')
    await until(() => server.lines().filter(({ event }) => event === 'drain').length === 2)
    const ready = await send(server.port, { path: '/readyz' })
    assert.equal(ready.status, 503)
    // As a balancer does that has seen it.
    await stopLoad()
    const statuses = (await Promise.all(slow)).map(({ status, complete }) => complete && status)
    assert.deepEqual(statuses, Array(6).fill(200))
    assert.deepEqual([...seen.keys()], [200])
    assert.equal(await server.ended, 0)
  })

  test('end with the process that leads them', async () => {
    const server = await lead(2)
    const pids = await findPids(server, 2)
    server.process.kill('SIGKILL')
    assert.equal(await server.ended, 'SIGKILL')
    await until(() => pids.every((pid) => !isAlive(pid)))
  })

  test('believe one another’s draft cookies, also when each compiles for itself', async () => {
    const { dir: bare } = await buildProject({
      'package.json': '{ "type": "module" }',
      'pages/api/draft.js': 'export default (req, res) => res.setDraftMode().end()',
      'pages/api/drafted.js': 'export default (req, res) => res.json([process.pid, req.draftMode ?? false])',
    })
    rmSync(path.join(bare, '.rehost'), { recursive: true })
    const server = await start(bare, { args: ['--workers', '2'] })
    const { headers } = await send(server.port, { path: '/api/draft' })
    const cookie = headers['set-cookie']?.[0]?.split(';')[0] ?? ''
    const answers = new Map<unknown, unknown>()
    for (let tries = 0; tries < 200 && answers.size < 2; tries++) {
      const { body } = await send(server.port, { path: '/api/drafted', headers: { cookie } })
      const [pid, draft] = JSON.parse(body.toString())
      answers.set(pid, draft)
    }
    assert.deepEqual([...answers.values()], [true, true])
    assert.equal(await stop(server), 0)
  })
})

test('a project that refuses to start ends all with 1, and says why once', async () => {
  writeFileSync(path.join(dir, 'refuse'), '')
  const ended = await lead(3).catch((error: Error) => error.message)
  assert.match(String(ended), /^ended with 1 before/)
  assert.equal(String(ended).match(/Error: refused/g)?.length, 1)
})

test('a number of workers that is none is refused', async () => {
  const { code, err } = await rehost('start', dir, '--workers', 'many')
  assert.equal(code, 2)
  assert.match(err, /--workers must be auto or a number from 1 to 1024, not 'many'/)
})

const COUNTS: { flag?: string; variable?: string; count: number | undefined }[] = [
  { count: 1 },
  { variable: '', count: 1 },
  { variable: '3', count: 3 },
  { flag: '2', variable: '3', count: 2 },
  { flag: 'auto', count: 7 },
  { variable: 'auto', count: 7 },
  { flag: '0', count: undefined },
  { flag: '1.5', count: undefined },
  { variable: '-1', count: undefined },
  { variable: '2000', count: undefined },
]
for (const { flag, variable, count } of COUNTS) {
  test(`--workers ${flag} and WORKERS=${variable} are ${count ?? 'refused'}`, () => {
    const parse = (): number => parseWorkers(flag, variable, () => 7)
    if (count === undefined) assert.throws(parse, { code: flag === undefined ? 'CONFIG_INVALID' : 'COMMAND_INVALID' })
    else assert.equal(parse(), count)
  })
}

const STALLS = [
  { variable: undefined, stallMs: 30_000 },
  { variable: '', stallMs: 30_000 },
  { variable: '0', stallMs: 0 },
  { variable: '2000', stallMs: 2000 },
  { variable: '2s', stallMs: undefined },
]
for (const { variable, stallMs } of STALLS) {
  test(`WORKER_STALL_MS=${variable} is ${stallMs ?? 'refused'}`, () => {
    if (stallMs === undefined) assert.throws(() => parseStall(variable), { code: 'CONFIG_INVALID' })
    else assert.equal(parseStall(variable), stallMs)
  })
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
