import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createMemoryStore } from '../../src/next/cache/memory-store.ts'
import { ProjectCache } from '../../src/next/cache/project-cache.ts'
import type { CacheStore } from '../../src/next/cache/store.ts'
import { refresh, revalidatePath, revalidateTag, unstable_cache, updateTag } from '../../src/next/cache.ts'
import { cookies } from '../../src/next/headers.ts'
import type { NextRequest } from '../../src/next/server.ts'
import { type Running, listen, serveHandlers } from './serve-handlers.ts'

const tick = (ms = 5): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

function serve(GET: (req: NextRequest) => unknown, store: CacheStore = createMemoryStore(1e6)): Promise<Running> {
  const cache = new ProjectCache({ store, profiles: { max: { expire: 31_536_000 } }, expireSeconds: 31_536_000 })
  const handler = async (req: NextRequest): Promise<Response> => Response.json((await GET(req)) ?? null)
  return serveHandlers({ GET: handler }, { host: { cache }, call: { route: '/test' } })
}

/** Asks for each path in turn; the answers as values. */
async function ask(running: Running, paths: string[]): Promise<unknown[]> {
  const seen: unknown[] = []
  for (const path of paths) {
    seen.push(JSON.parse((await running.send({ path })).body))
    await tick()
  }
  return seen
}

test('unstable_cache keeps results by arguments, and its copies went through JSON', async () => {
  let runs = 0
  const work = unstable_cache(
    async (name: string) => ({ name, run: (runs += 1), at: new Date(0), none: undefined }),
    ['k'],
  )
  const running = await serve(async (req) => {
    const value = await work(req.nextUrl.pathname)
    return [value.run, typeof value.at, 'none' in value]
  })
  const answers = await ask(running, ['/a', '/a', '/b'])
  assert.deepEqual(answers, [
    [1, 'object', true],
    [1, 'string', false],
    [2, 'object', true],
  ])
  await running.close()
})

test('unstable_cache keeps undefined, but no rejection, and lets concurrent calls each run', async () => {
  let runs = 0
  const nothing = unstable_cache(async () => void (runs += 1), ['nothing'])
  const flaky = unstable_cache(async () => {
    runs += 1
    if (runs === 1) throw new Error('first')
    return runs
  }, ['flaky'])
  const slow = unstable_cache(async () => {
    await tick(10)
    return (runs += 1)
  }, ['slow'])
  const running = await serve(async (req) => {
    const path = req.nextUrl.pathname
    if (path === '/flaky') return flaky().catch((error: Error) => error.message)
    if (path === '/nothing') return [await nothing(), await nothing(), runs]
    return Promise.all([slow(), slow()])
  })
  assert.deepEqual(await ask(running, ['/flaky', '/flaky', '/flaky']), ['first', 2, 2])
  assert.deepEqual(await ask(running, ['/nothing']), [[null, null, 3]])
  assert.deepEqual(await ask(running, ['/slow', '/slow']), [
    [4, 5],
    [5, 5],
  ])
  await running.close()
})

test('revalidateTag makes results stale once, or expires them at once', async () => {
  let runs = 0
  const work = unstable_cache(async () => (runs += 1), ['t'], { tags: ['tag'] })
  const revalidate: Record<string, () => unknown> = {
    '/max': () => revalidateTag('tag', 'max'),
    '/now': () => revalidateTag('tag', { expire: 0 }),
    '/old': () => revalidateTag('tag'),
    '/path': () => revalidatePath('/read'),
    '/other': () => revalidateTag('another', { expire: 0 }),
  }
  const running = await serve((req) => (revalidate[req.nextUrl.pathname] ?? work)())
  const paths = [
    '/read',
    '/max',
    '/read',
    '/read',
    '/now',
    '/read',
    '/old',
    '/read',
    '/path',
    '/read',
    '/other',
    '/read',
  ]
  const answers = await ask(running, paths)
  assert.deepEqual(
    answers.filter((_, i) => paths[i] === '/read'),
    [1, 1, 2, 3, 4, 5, 5],
  )
  await running.close()
})

test('a profile that does not exist is told, and the answer is sent', async () => {
  const running = await serve(() => revalidateTag('x', 'nope'))
  assert.equal((await running.send()).status, 200)
  assert.match(String(running.errors[0]?.error), /Invalid profile provided "nope"/)
  await running.close()
})

test('a cached function reads no request data and revalidates nothing', async () => {
  const read = unstable_cache(async () => (await cookies()).getAll(), ['r'])
  const write = unstable_cache(async () => revalidateTag('z', 'max'), ['w'])
  const running = await serve((req) => (req.nextUrl.pathname === '/read' ? read() : write()))
  await ask(running, ['/read', '/write']).catch(() => {})
  const send = async (path: string): Promise<number> => (await running.send({ path })).status
  assert.deepEqual([await send('/read'), await send('/write')], [500, 500])
  const messages = new Set(running.errors.map(({ error }) => (error as Error).message.slice(0, 62)))
  assert.deepEqual(
    [...messages],
    [
      'Route "/test": `cookies()` can\'t be read inside `unstable_cache',
      'Route "/test": `revalidateTag("z")` can\'t be called inside a ca',
    ].map((message) => message.slice(0, 62)),
  )
  await running.close()
})

test('outside of a request unstable_cache just runs, and revalidation says that it cannot', async () => {
  let runs = 0
  const work = unstable_cache(async () => (runs += 1))
  assert.deepEqual([await work(), await work()], [1, 2])
  assert.throws(() => revalidateTag('x', 'max'), /static generation store missing in revalidateTag\("x"\)/)
  assert.throws(() => revalidatePath('/x'), /static generation store missing in revalidatePath\("\/x"\)/)
  assert.throws(() => updateTag('x'), /only be called from within a Server Action/)
  assert.throws(() => refresh(), /only be called from within a Server Action/)
  assert.throws(() => unstable_cache(async () => 1, [], { revalidate: 0 }), /revalidate: 0 can not be passed/)
})

test('fetch keeps what its options ask for, by URL, method, headers and body, if the status is 200', async () => {
  let hits = 0
  const upstream = await listen((req, res) => {
    res.statusCode = req.url === '/bad' ? 503 : 200
    res.setHeader('x-hit', String((hits += 1)))
    res.end(`${req.method} ${hits}`)
  })
  const options: Record<string, RequestInit & { next?: object }> = {
    plain: {},
    force: { cache: 'force-cache' },
    'no-store': { cache: 'no-store', next: { tags: ['t'] } },
    revalidate: { next: { revalidate: 100 } },
    never: { next: { revalidate: 0 } },
    tagged: { cache: 'force-cache', next: { tags: ['t'] }, headers: { a: '1' } },
    post: { method: 'POST', cache: 'force-cache', body: 'x' },
    bad: { cache: 'force-cache' },
  }
  const running = await serve(async (req) => {
    const name = req.nextUrl.pathname.slice(1)
    if (name === 'expire') return revalidateTag('t', { expire: 0 })
    const response = await fetch(name === 'bad' ? `${upstream.url}/bad` : upstream.url, options[name])
    return [Number(response.headers.get('x-hit')), response.url !== '', (await response.text()) !== '']
  })
  const twice = async (name: string): Promise<boolean> => {
    const [first, second] = (await ask(running, [`/${name}`, `/${name}`])) as number[][]
    return first?.[0] === second?.[0]
  }
  const kept = ['force', 'revalidate', 'tagged', 'post']
  for (const name of Object.keys(options)) assert.equal(await twice(name), kept.includes(name), name)
  const before = (await ask(running, ['/tagged', '/expire', '/tagged'])) as number[][]
  assert.notEqual(before[0]?.[0], before[2]?.[0])
  await running.close()
  await upstream.close()
})

test('a store that fails does not fail the request', async () => {
  const fail = (): never => {
    throw new Error('store is down')
  }
  const broken: CacheStore = { get: fail, set: fail, tagStates: fail, markTag: fail }
  let runs = 0
  const work = unstable_cache(async () => (runs += 1), ['broken'])
  const running = await serve((req) => (req.nextUrl.pathname === '/tag' ? revalidateTag('x', 'max') : work()), broken)
  assert.deepEqual(await ask(running, ['/a', '/a', '/tag']), [1, 2, null])
  await running.close()
})

test('the memory store stays under its limit, drops what was used longest ago, and forgets nothing half', async () => {
  const store = createMemoryStore(2000)
  const entry = (value: string): Parameters<CacheStore['set']>[1] => ({
    value,
    tags: [],
    storedAt: 1,
    staleAt: Infinity,
  })
  for (const key of ['a', 'b', 'c']) await store.set(key, entry('x'.repeat(400)))
  assert.ok(await store.get('a'))
  await store.set('d', entry('x'.repeat(400)))
  assert.deepEqual(
    ['a', 'b', 'c', 'd'].map((key) => store.get(key) !== undefined),
    [true, false, true, true],
  )
  await store.set('e', entry('x'.repeat(3000)))
  assert.equal(await store.get('e'), undefined)
  for (let i = 0; i <= 10_000; i++) await store.markTag(`t${i}`, { staleAt: 2, expiredAt: 2 })
  assert.deepEqual([await store.get('a'), await store.tagStates(['t1'])], [undefined, []])
})
