import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createMemoryStore } from '../../src/next/cache/memory-store.ts'
import { ProjectCache } from '../../src/next/cache/project-cache.ts'
import type { CacheStore } from '../../src/next/cache/store.ts'
import { runCached, toCached, type CachedFunction } from '../../src/next/cache/use-cache.ts'
import { cacheLife, cacheTag, revalidateTag } from '../../src/next/cache.ts'
import { cookies } from '../../src/next/headers.ts'
import { redirect } from '../../src/next/navigation.ts'
import type { NextRequest } from '../../src/next/server.ts'
import { serveHandlers, type ServeOptions } from './serve-handlers.ts'

const PROFILES = {
  default: { revalidate: 900, expire: Infinity },
  max: { revalidate: 3600, expire: 31_536_000 },
  none: { revalidate: 0, expire: 0 },
}

const idle = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
let ids = 0

/** A function as compiled modules have it. */
function cached<A extends unknown[]>(work: (...args: A) => unknown, kind: CachedFunction['kind'] = 'default') {
  const fn = { id: `test#${(ids += 1)}`, kind }
  return (...args: A) => runCached(fn, args, () => work(...args))
}

interface Serving {
  readonly store?: CacheStore
  readonly more?: ServeOptions['host']
}

/** What a handler returns, asked as often as there are paths. */
async function answers(
  GET: (req: NextRequest) => unknown,
  paths: readonly string[],
  { store = createMemoryStore(1e6), more }: Serving = {},
): Promise<unknown[]> {
  const cache = new ProjectCache({ store, profiles: PROFILES, expireSeconds: 31_536_000 })
  const handler = async (req: NextRequest): Promise<Response> => Response.json((await GET(req)) ?? null)
  const host = { cache, useCache: { profiles: PROFILES }, ...more }
  const running = await serveHandlers({ GET: handler }, { host, call: { route: '/test' } })
  const seen: unknown[] = []
  for (const path of paths) {
    const { status, body } = await running.send({ path })
    seen.push(status === 200 ? JSON.parse(body) : status)
    await idle(5)
  }
  await running.close()
  return seen
}

async function messageOf(work: () => unknown): Promise<string> {
  try {
    await work()
    return ''
  } catch (error) {
    return error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)
  }
}

test('results are kept by function and arguments', async () => {
  let runs = 0
  const one = cached((_path: string) => (runs += 1))
  const two = cached((_path: string) => (runs += 1))
  const found = await answers(async ({ nextUrl }) => [await one(nextUrl.pathname), await two(nextUrl.pathname)], ['/a', '/b', '/a']) // prettier-ignore
  assert.deepEqual(found, [
    [1, 2],
    [3, 4],
    [1, 2],
  ])
})

const KEYS: { title: string; values: [unknown, unknown]; same: boolean }[] = [
  { title: 'equal dates', values: [new Date(5), new Date(5)], same: true },
  { title: 'a date and its text', values: [new Date(5), new Date(5).toISOString()], same: false },
  { title: 'equal maps', values: [new Map([[1, { a: 2 }]]), new Map([[1, { a: 2 }]])], same: true },
  { title: 'a set and an array', values: [new Set([1]), [1]], same: false },
  { title: '1 and "1"', values: [1, '1'], same: false },
  { title: '0 and -0', values: [0, -0], same: false },
  { title: 'null and undefined', values: [null, undefined], same: false },
  { title: 'promises of equal values', values: [Promise.resolve(1), Promise.resolve(1)], same: true },
  { title: 'a property without a value and none', values: [{ a: 1, b: undefined }, { a: 1 }], same: false },
  { title: 'bytes', values: [new Uint8Array([1]), new Uint8Array([2])], same: false },
]

for (const { title, values, same } of KEYS) {
  test(`${title} are ${same ? 'one key' : 'two keys'}`, async () => {
    let runs = 0
    const work = cached((_value: unknown) => (runs += 1))
    await answers(async () => [await work(values[0]), await work(values[1])], ['/'])
    assert.equal(runs, same ? 1 : 2)
  })
}

test('every caller gets a copy that is what it was, without properties that have no value', async () => {
  const work = cached(() => {
    const shared = { a: 1 }
    const when = [new Date(0), new Map([[shared, new Set([1n])]]), new Uint8Array([7]), Buffer.from('x')]
    return { when, shared, again: shared, none: undefined, numbers: [NaN, -0, Infinity], failed: new RangeError('far') }
  })
  const copies: Record<string, unknown>[] = []
  await answers(async () => void copies.push((await work()) as Record<string, unknown>), ['/', '/'])
  const [first, second] = copies
  assert.deepEqual(first, second)
  assert.notEqual(first, second)
  assert.deepEqual(first?.['when'], [new Date(0), new Map([[{ a: 1 }, new Set([1n])]]), new Uint8Array([7]), new Uint8Array(Buffer.from('x'))]) // prettier-ignore
  assert.equal(first?.['shared'], first?.['again'])
  assert.deepEqual(first?.['numbers'], [NaN, -0, Infinity])
  assert.equal('none' in (first ?? {}), false)
  assert.ok(first?.['failed'] instanceof RangeError && first['failed'].message === 'far')
})

test('what cannot be written is refused, as argument and as result', async () => {
  class Point {
    x = 1
  }
  const echo = cached((value: unknown) => value)
  const give = cached(() => new Point())
  const [found] = await answers(async () => [await messageOf(() => echo(() => 1)), await messageOf(() => echo(new Point())), await messageOf(give)], ['/']) // prettier-ignore
  assert.match(
    JSON.stringify(found),
    /Cannot stringify a function.*non-POJOs.*An error occurred in the Server Components/,
  )
})

test('a tag makes a result stale once, or gone at once', async () => {
  let runs = 0
  const work = cached((name: string) => {
    cacheTag('all', `one-${name}`)
    return (runs += 1)
  })
  const GET = async ({ nextUrl }: NextRequest): Promise<unknown> => {
    if (nextUrl.pathname === '/max') return void revalidateTag('one-x', 'max')
    if (nextUrl.pathname === '/now') return void revalidateTag('all', { expire: 0 })
    return work('x')
  }
  const found = await answers(GET, ['/', '/', '/max', '/', '/', '/now', '/', '/'])
  assert.deepEqual(found, [1, 1, null, 1, 2, null, 3, 3])
})

test('the shortest cacheLife counts, and what is older is made anew', async () => {
  let runs = 0
  const brief = cached(() => {
    cacheLife('max')
    cacheLife({ revalidate: 0.03 })
    return (runs += 1)
  })
  const GET = async (): Promise<unknown> => {
    const before = [await brief(), await brief()]
    await idle(60)
    return [...before, await brief()]
  }
  assert.deepEqual(await answers(GET, ['/']), [[1, 1, 2]])
})

test('a life of no seconds keeps nothing, and an inner one shortens the outer one', async () => {
  let runs = 0
  const inner = cached(() => {
    cacheLife('none')
    return (runs += 1)
  })
  const outer = cached(() => inner())
  const kept = cached(async () => {
    cacheLife('max')
    return inner()
  })
  assert.deepEqual(await answers(async () => [await outer(), await kept()], ['/', '/']), [
    [1, 2],
    [3, 2],
  ])
})

test('tags of an inner function expire the outer one', async () => {
  let runs = 0
  const inner = cached(() => cacheTag('deep'))
  const outer = cached(async () => {
    await inner()
    return (runs += 1)
  })
  const GET = async ({ nextUrl }: NextRequest): Promise<unknown> =>
    nextUrl.pathname === '/now' ? void revalidateTag('deep', { expire: 0 }) : outer()
  assert.deepEqual(await answers(GET, ['/', '/', '/now', '/']), [1, 1, null, 2])
})

test('who asks for the same while it is being made waits for it, and errors are not kept', async () => {
  let runs = 0
  const work = cached(async () => {
    runs += 1
    await idle(5)
    if (runs === 1) throw new Error('first')
    return runs
  })
  const GET = async (): Promise<unknown> => {
    const both = await Promise.allSettled([work(), work()])
    return [both.map(({ status }) => status), await work()]
  }
  assert.deepEqual(await answers(GET, ['/']), [[['rejected', 'rejected'], 2]])
})

test('an error is told by a digest, with itself as the cause; a redirect stays one', async () => {
  const fail = cached(() => {
    throw new TypeError('secret')
  })
  const leave = cached(() => redirect('/login'))
  const seen: unknown[] = []
  const GET = async ({ nextUrl }: NextRequest): Promise<unknown> => {
    if (nextUrl.pathname === '/leave') return leave()
    return fail().catch((error: unknown) => void seen.push(error))
  }
  assert.deepEqual(await answers(GET, ['/', '/leave']), [null, 307])
  const [error] = seen
  assert.ok(error instanceof Error && error.cause instanceof TypeError && 'digest' in error)
  assert.match(error.message, /^An error occurred in the Server Components render\. The specific message is omitted/)
  assert.match(String(error.digest), /^\d+$/)
})

test('without a cache each call runs, and its errors are its own', async () => {
  let runs = 0
  const work = cached(() => {
    cacheLife('max')
    return (runs += 1)
  })
  const fail = cached(() => cookies())
  const GET = async (): Promise<unknown> => [await work(), await work(), await messageOf(fail)]
  assert.deepEqual(await answers(GET, ['/'], { more: { cache: undefined } }), [
    [1, 2, 'Route "/test": `cookies()` can\'t be read inside `"use cache"`. Read it outside the cached function and pass what you need as an argument.'], // prettier-ignore
  ])
})

test('a private function may read cookies and keeps nothing', async () => {
  let runs = 0
  const work = cached(async () => [(await cookies()).getAll(), (runs += 1)], 'private')
  assert.deepEqual(await answers(() => work(), ['/', '/']), [
    [[], 1],
    [[], 2],
  ])
})

test('cacheTag and cacheLife say where they belong and what they take', async () => {
  const bad = (life: unknown) => cached(() => Reflect.apply(cacheLife, undefined, [life]), 'private')
  const GET = async (): Promise<unknown> => [
    await messageOf(() => cacheTag('a')),
    await messageOf(() => cacheLife('max')),
  ]
  const inside = async (): Promise<unknown> =>
    Promise.all(['gone', 5, { revalidate: '1' }, { expire: false }, { revalidate: 9, expire: 3 }].map((life) => messageOf(bad(life)))) // prettier-ignore
  const where = '`"use cache"` or `"use cache: private"` function.'
  assert.deepEqual(await answers(GET, ['/']), [
    [
      `Route "/test": \`cacheTag()\` can only be called inside a ${where}`,
      `Route "/test": \`cacheLife()\` can only be called inside a ${where}`,
    ],
  ])
  assert.deepEqual(await answers(GET, ['/'], { more: { useCache: undefined } }), [
    [
      '`cacheTag()` is only available with the `cacheComponents` config.',
      '`cacheLife()` is only available with the `cacheComponents` config.',
    ],
  ])
  assert.match(
    JSON.stringify(await answers(inside, ['/'], { more: { cache: undefined } })),
    /Unknown `cacheLife\(\)` profile.*Either pass a profile.*must be a number.*Pass `Infinity`.*must be greater/,
  )
})

test('functions run where the store fails', async () => {
  let runs = 0
  const work = cached(() => (runs += 1))
  const broken: CacheStore = {
    get: () => Promise.reject(new Error('lost')),
    set: () => Promise.reject(new Error('lost')),
    tagStates: () => Promise.reject(new Error('lost')),
    markTag: () => Promise.reject(new Error('lost')),
  }
  assert.deepEqual(await answers(() => work(), ['/', '/'], { store: broken }), [1, 2])
})

test('an exported value is wrapped when it is a function, and runs as it is outside of a request', async () => {
  const fn = { id: 'value', kind: 'default' } as const
  assert.equal(toCached(fn, 5), 5)
  const wrapped = toCached(fn, async (a: number) => [a])
  assert.ok(typeof wrapped === 'function')
  assert.deepEqual(await Reflect.apply(wrapped, undefined, [1]), [1])
})
