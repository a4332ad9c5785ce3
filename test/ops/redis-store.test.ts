import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { after, afterEach, before, beforeEach, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { SILENT, type Logger } from '../../src/log.ts'
import { createMemoryStore } from '../../src/next/cache/memory-store.ts'
import type { CacheEntry, CacheStore } from '../../src/next/cache/store.ts'
import { openRedis, type SharedRedis } from '../../src/ops/redis.ts'
import { createRedisStore } from '../../src/ops/redis-store.ts'
import { removeProjects, writeProject } from '../module/temp-project.ts'
import { startRedis, WITHOUT_REDIS, type RedisServer } from './redis-server.ts'

const ENTRY: CacheEntry = { value: '{"a":1}', tags: ['users'], storedAt: 1000.5, staleAt: Infinity }

interface Replica {
  readonly store: CacheStore
  readonly redis: SharedRedis
  readonly lines: string[]
}

describe('a cache on Redis', { skip: WITHOUT_REDIS }, () => {
  let server: RedisServer
  let one: Replica
  let other: Replica

  async function openReplica(): Promise<Replica> {
    const lines: string[] = []
    const note = (_fields: object, message = ''): void => void lines.push(message)
    const log: Logger = { ...SILENT, warn: note, info: note }
    const redis = await openRedis(server.url, log)
    return { store: createRedisStore(redis, 'test:', () => createMemoryStore(1_000_000)), redis, lines }
  }

  before(async () => {
    server = await startRedis()
  })
  beforeEach(async () => {
    one = await openReplica()
    other = await openReplica()
    await one.redis.client.flushall()
  })
  afterEach(() => {
    one.redis.close()
    other.redis.close()
  })
  after(() => server.stop())

  test('what one process keeps, every other finds as it was', async () => {
    await one.store.set('k', ENTRY)
    assert.deepEqual(await other.store.get('k'), ENTRY)
    const ending = { ...ENTRY, staleAt: 2000.25 }
    await one.store.set('k', ending)
    assert.deepEqual(await other.store.get('k'), ending)
    assert.equal(await other.store.get('nothing'), undefined)
  })

  test('keys of any length and content are kept apart', async () => {
    const keys = ['a', 'a:b', `${'x'.repeat(500)}1`, `${'x'.repeat(500)}2`, 'ü\n"', '__proto__']
    for (const [at, key] of keys.entries()) await one.store.set(key, { ...ENTRY, value: String(at) })
    for (const [at, key] of keys.entries()) assert.equal((await other.store.get(key))?.value, String(at))
  })

  test('what one process revalidates is known to every other at once', async () => {
    assert.deepEqual(await other.store.tagStates(['users', 'posts']), [])
    await one.store.markTag('users', { staleAt: 5, expiredAt: 7.5 })
    assert.deepEqual(await other.store.tagStates(['users', 'posts']), [{ staleAt: 5, expiredAt: 7.5 }])
    assert.deepEqual(await other.store.tagStates([]), [])
  })

  test('everything leaves after a time, and tags not before entries', async () => {
    await one.store.set('k', ENTRY)
    await one.store.markTag('users', { staleAt: 5, expiredAt: 0 })
    const [entry = 0, tag = 0] = [
      await one.redis.client.pttl('test:entry:k'),
      await one.redis.client.pttl('test:tag:users'),
    ]
    assert.ok(entry > 0 && tag > entry)
  })

  test('a lost Redis costs one line, no failure, and no revalidation', async () => {
    await one.store.set('before', ENTRY)
    await server.stop()
    await until(() => one.lines.length > 0)
    await one.store.set('during', ENTRY)
    await one.store.markTag('users', { staleAt: 9, expiredAt: 9 })
    for (let n = 0; n < 20; n++) {
      assert.deepEqual(await one.store.get('during'), ENTRY)
      assert.equal(await one.store.get('before'), undefined)
      assert.deepEqual(await one.store.tagStates(['users']), [{ staleAt: 9, expiredAt: 9 }])
    }
    assert.deepEqual(one.lines, ['Redis is lost: this process keeps its own cache and counts until it is back'])
    await server.start()
    await until(() => one.lines.includes('Redis is back') && other.lines.includes('Redis is back'))
    await until(async () => (await other.store.tagStates(['users'])).length > 0)
    assert.deepEqual(await other.store.tagStates(['users']), [{ staleAt: 9, expiredAt: 9 }])
    assert.equal(one.lines.length, 2)
    await one.store.set('after', ENTRY)
    assert.deepEqual(await other.store.get('after'), ENTRY)
  })

  test('a Redis that hangs holds up one look a second, not every one', async () => {
    await one.store.set('k', ENTRY)
    server.pause()
    const started = performance.now()
    for (let n = 0; n < 200; n++) assert.equal(await one.store.get('k'), undefined)
    assert.ok(performance.now() - started < 5000)
    server.resume()
    await until(async () => (await one.store.get('k')) !== undefined)
    assert.equal(one.lines.filter((line) => line.startsWith('Redis is lost')).length, 1)
  })

  test('a Redis that is full is no lost one, and is complained about once', async () => {
    await one.redis.client.config('SET', 'maxmemory', '1')
    for (let n = 0; n < 5; n++) await one.store.set(`k${n}`, ENTRY)
    assert.deepEqual(await one.store.get('k1'), undefined)
    await one.redis.client.config('SET', 'maxmemory', '0')
    assert.equal(one.lines.length, 1)
    assert.match(one.lines[0] ?? '', /^Redis refuses a command: OOM/)
  })

  test('a Redis that was never there is no reason not to start', async () => {
    const lines: string[] = []
    const log: Logger = { ...SILENT, warn: (_fields, message = '') => void lines.push(message) }
    const redis = await openRedis('redis://127.0.0.1:1', log)
    const store = createRedisStore(redis, '', () => createMemoryStore(1_000_000))
    await store.set('k', ENTRY)
    assert.deepEqual(await store.get('k'), ENTRY)
    assert.equal(lines.length, 1)
    redis.close()
  })
})

const INDEX = path.resolve(import.meta.dirname, '../../src/index.ts')

/** Runs a script that hosts a project with this Redis; resolves with its exit code and what it wrote, once it has ended. */
function runHost(url: string, script: string): Promise<readonly [code: number | null, text: string]> {
  const dir = writeProject({ 'pages/api/hello.js': 'export default (req, res) => res.end("hello")' })
  const file = path.join(dir, 'host.mjs')
  const code = `
    import { rehost } from ${JSON.stringify(INDEX)}
    const app = await rehost({ dir: import.meta.dirname, logging: false, docs: false, redis: { url: '${url}' } })
    ${script}`
  writeFileSync(file, code)
  const args = ['--import', import.meta.resolve('tsx'), file]
  return new Promise((resolve) => {
    const child = execFile(process.execPath, args, { timeout: 60_000 }, (_, out, err) => {
      resolve([child.exitCode, out + err])
    })
  })
}

describe('a process that hosts a project with Redis', { skip: WITHOUT_REDIS, concurrency: 2 }, () => {
  let server: RedisServer
  before(async () => {
    server = await startRedis()
  })
  after(async () => {
    await server.stop()
    removeProjects()
  })

  test('ends by itself when nothing else is left to do', async () => {
    assert.deepEqual(await runHost(server.url, 'console.log(typeof app)'), [0, 'function\n'])
  })

  test('ends after close() also when Redis is not there', async () => {
    assert.deepEqual(await runHost('redis://127.0.0.1:1', 'await app.close(); console.log("closed")'), [0, 'closed\n'])
  })

  test('ends after the scope of `await using`', async () => {
    const script = 'await app[Symbol.asyncDispose](); console.log("disposed")'
    assert.deepEqual(await runHost(server.url, script), [0, 'disposed\n'])
  })
})

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await sleep(20)
}
