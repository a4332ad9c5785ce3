import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createMemoryStore } from '../../src/next/cache/memory-store.ts'
import { ProjectCache } from '../../src/next/cache/project-cache.ts'
import { revalidatePath, unstable_noStore } from '../../src/next/cache.ts'
import { cookies, headers } from '../../src/next/headers.ts'
import { notFound, redirect } from '../../src/next/navigation.ts'
import { type NextRequest, connection } from '../../src/next/server.ts'
import { type Running, type Seen, type ServeOptions, serveHandlers } from './serve-handlers.ts'

const YEAR = 31_536_000
const tick = (ms = 5): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
const newCache = (): ProjectCache =>
  new ProjectCache({ store: createMemoryStore(1e6), profiles: { max: { expire: YEAR } }, expireSeconds: YEAR })

interface Route {
  [name: string]: unknown
}

function serve(exports: Route, options: ServeOptions = {}): Promise<Running> {
  const host = { cache: newCache(), ...options.host }
  return serveHandlers(exports, { ...options, host, call: { route: '/test', exports, ...options.call } })
}

const header = ({ headers: all }: Seen, name: string): string | undefined => all.find((pair) => pair[0] === name)?.[1]

/** A handler that counts its runs in its answer. */
function counting(answer: (req: NextRequest) => unknown = () => ''): (req: NextRequest) => Promise<Response> {
  let runs = 0
  return async (req) => {
    runs += 1
    const body = await answer(req)
    return Response.json([runs, body])
  }
}

const KEPT: [title: string, exports: Route, cacheControl: string][] = [
  ['force-static', { dynamic: 'force-static' }, `s-maxage=${YEAR}`],
  ["dynamic = 'error'", { dynamic: 'error' }, `s-maxage=${YEAR}`],
  ['revalidate = false', { revalidate: false }, `s-maxage=${YEAR}`],
  ['revalidate = 60', { revalidate: 60 }, `s-maxage=60, stale-while-revalidate=${YEAR - 60}`],
  ['generateStaticParams', { generateStaticParams: () => [] }, `s-maxage=${YEAR}`],
]

for (const [title, exports, cacheControl] of KEPT) {
  test(`${title} keeps the answer of a path, whatever the query`, async () => {
    const running = await serve({ ...exports, GET: counting() })
    const seen = [
      await running.send({ path: '/a?x=1' }),
      await running.send({ path: '/a' }),
      await running.send({ path: '/b' }),
    ]
    assert.deepEqual(
      seen.map(({ body }) => body),
      ['[1,""]', '[1,""]', '[2,""]'],
    )
    assert.deepEqual(
      seen.map((one) => header(one, 'x-nextjs-cache')),
      ['MISS', 'HIT', 'MISS'],
    )
    assert.equal(header(seen[1] as Seen, 'cache-control'), cacheControl)
    assert.equal((await running.send({ method: 'HEAD', path: '/a' })).body, '')
    await running.close()
  })
}

const ORDINARY: [title: string, exports: Route][] = [
  ['nothing said', {}],
  ["dynamic = 'force-dynamic'", { dynamic: 'force-dynamic', revalidate: 60 }],
  ['revalidate = 0', { revalidate: 0 }],
  ['another method in the file', { dynamic: 'force-static', POST: () => new Response('p') }],
  ['no cache', { dynamic: 'force-static', noCache: true }],
  ['cookies()', { revalidate: 60, use: async () => (await cookies()).get('a')?.value }],
  ['headers()', { revalidate: 60, use: async () => (await headers()).get('a') }],
  ['connection()', { revalidate: 60, use: () => connection() }],
  ['unstable_noStore()', { revalidate: 60, use: () => unstable_noStore() }],
  ['the query used', { revalidate: 60, use: (req: NextRequest) => req.nextUrl.searchParams.get('a') }],
  ['the URL used', { revalidate: 60, use: (req: NextRequest) => req.url }],
  ['a header used', { revalidate: 60, use: (req: NextRequest) => req.headers.get('a') }],
  ['the request copied', { revalidate: 60, use: (req: NextRequest) => new Request(req).url }],
]

for (const [title, { use, noCache, ...exports }] of ORDINARY) {
  test(`with ${title} the handler runs each time`, async () => {
    const GET = counting(use as (req: NextRequest) => unknown)
    const running = await serve({ ...exports, GET }, noCache ? { host: { cache: undefined } } : {})
    const seen = [await running.send(), await running.send(), await running.send()]
    assert.deepEqual(
      seen.map(({ body }) => JSON.parse(body)[0]),
      [1, 2, 3],
    )
    assert.deepEqual(
      seen.map((one) => header(one, 'x-nextjs-cache')),
      [undefined, undefined, undefined],
    )
    await running.close()
  })
}

test('the path alone may be used, and is not request data', async () => {
  const running = await serve({ revalidate: 60, GET: counting((req) => req.nextUrl.pathname) })
  assert.equal((await running.send({ path: '/a?x' })).body, '[1,"/a"]')
  assert.equal((await running.send({ path: '/a' })).body, '[1,"/a"]')
  await running.close()
})

test('force-static hides headers, cookies, query and host, also from other methods', async () => {
  const look = async (req: NextRequest): Promise<Response> =>
    Response.json([
      req.url,
      req.nextUrl.href,
      [req.nextUrl.origin, req.nextUrl.host, req.nextUrl.clone().port],
      req.nextUrl.search,
      [...req.headers.keys()],
      req.cookies.size,
      [...(await headers()).keys()],
      (await cookies()).getAll(),
      await req.text(),
    ])
  const running = await serve({ dynamic: 'force-static', GET: look, POST: look }, { call: { origin: 'http://h:1' } })
  const place = ['http://localhost:3000', 'localhost:3000', '3000']
  const hidden = ['http://localhost:3000/a', 'http://localhost:3000/a', place, '', [], 0, [], []]
  const sent = { path: '/a?x=1', headers: { cookie: 'a=1' } }
  assert.deepEqual(JSON.parse((await running.send(sent)).body), [...hidden, ''])
  assert.deepEqual(JSON.parse((await running.send({ ...sent, method: 'POST', body: 'b' })).body), [...hidden, 'b'])
  await running.close()
})

test("with dynamic = 'error' using request data fails", async () => {
  const running = await serve({ dynamic: 'error', GET: (req: NextRequest) => Response.json(req.headers.get('a')) })
  assert.equal((await running.send()).status, 500)
  assert.match(String(running.errors[0]?.error), /Route \/test with `dynamic = "error"` .* `request.headers`/)
  await running.close()
})

const REPLAYED: [title: string, GET: () => unknown, status: number, name: string, value: string][] = [
  [
    'its own Cache-Control',
    () => new Response('x', { headers: { 'cache-control': 'public' } }),
    200,
    'cache-control',
    'public',
  ],
  ['other headers', () => new Response('x', { status: 201, headers: { etag: '"v"' } }), 201, 'etag', '"v"'],
  ['redirect()', () => redirect('/x'), 307, 'location', '/x'],
  ['notFound()', () => notFound(), 404, 'x-nextjs-cache', 'HIT'],
]

for (const [title, GET, status, name, value] of REPLAYED) {
  test(`a kept answer replays ${title}`, async () => {
    const running = await serve({ dynamic: 'force-static', GET })
    await running.send()
    const seen = await running.send()
    assert.deepEqual([seen.status, header(seen, name), header(seen, 'x-nextjs-cache')], [status, value, 'HIT'])
    await running.close()
  })
}

test('bytes survive being kept', async () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, i) => i)
  const running = await serve({ dynamic: 'force-static', GET: () => new Response(bytes) })
  await running.send()
  const kept = await fetch(running.url)
  assert.deepEqual(new Uint8Array(await kept.arrayBuffer()), bytes)
  await running.close()
})

test('errors are not kept', async () => {
  let runs = 0
  const GET = (): Response => new Response(String((runs += 1)), { status: 410 })
  const running = await serve({ dynamic: 'force-static', GET })
  assert.deepEqual([(await running.send()).body, (await running.send()).body], ['1', '2'])
  await running.close()
})

test('who asks while an answer is made waits for it, unless it is for one alone', async () => {
  const slow = counting(() => tick(30))
  const running = await serve({ dynamic: 'force-static', GET: slow })
  const bodies = await Promise.all([running.send(), running.send(), running.send()])
  assert.deepEqual(
    bodies.map(({ body }) => JSON.parse(body)[0]),
    [1, 1, 1],
  )
  await running.close()
  const own = await serve({ revalidate: 60, GET: counting(async (req) => [req.headers.get('x-me'), await tick(30)]) })
  const send = (name: string): Promise<Seen> => own.send({ headers: { 'x-me': name } })
  const answers = await Promise.all([send('a'), send('b')])
  assert.deepEqual(
    answers.map(({ body }) => JSON.parse(body)[1][0]),
    ['a', 'b'],
  )
  await own.close()
})

test('a stale answer is served while it is made anew, and kept on when that fails', async () => {
  let fails = false
  const GET = counting(() => {
    if (fails) throw new Error('regen')
  })
  const running = await serve({ revalidate: 0.05, GET })
  const send = async (): Promise<[string | undefined, number]> => {
    const seen = await running.send()
    return [header(seen, 'x-nextjs-cache'), JSON.parse(seen.body)[0]]
  }
  assert.deepEqual(await send(), ['MISS', 1])
  await tick(60)
  assert.deepEqual(await send(), ['STALE', 1])
  await tick(20)
  assert.deepEqual(await send(), ['HIT', 2])
  fails = true
  await tick(60)
  assert.deepEqual(await send(), ['STALE', 2])
  await tick(20)
  const kept = await running.send()
  assert.deepEqual([header(kept, 'x-nextjs-cache'), kept.body], ['HIT', '[2,null]'])
  assert.equal(header(kept, 'cache-control'), `s-maxage=3, stale-while-revalidate=${YEAR - 3}`)
  assert.deepEqual(
    running.errors.map(({ error }) => (error as Error).message),
    ['regen'],
  )
  await running.close()
})

test('revalidatePath() expires the answers of a path, of a route file, or below a folder', async () => {
  const rows: [path: string, type: 'layout' | undefined, state: string][] = [
    ['/users/7', undefined, 'MISS'],
    ['/users/8', undefined, 'HIT'],
    ['/users', 'layout', 'MISS'],
    ['/', 'layout', 'MISS'],
    ['/other', 'layout', 'HIT'],
  ]
  for (const [path, type, state] of rows) {
    const cache = newCache()
    const call = { route: '/users/[id]' }
    const running = await serve({ dynamic: 'force-static', GET: counting() }, { host: { cache }, call })
    const other = await serve({ POST: () => Response.json(revalidatePath(path, type) ?? null) }, { host: { cache } })
    await running.send({ path: '/users/7' })
    await other.send({ method: 'POST' })
    assert.equal(header(await running.send({ path: '/users/7' }), 'x-nextjs-cache'), state, `${path} ${type}`)
    await running.close()
    await other.close()
  }
})

test('parameters that are not listed are not found when dynamicParams is false', async () => {
  const exports = { dynamicParams: false, generateStaticParams: () => [{ id: 'one' }], GET: counting() }
  for (const [id, status] of [
    ['one', 200],
    ['zzz', 404],
  ] as const) {
    const running = await serve(exports, { call: { params: { id } } })
    assert.equal((await running.send({ path: `/${id}` })).status, status)
    await running.close()
  }
})

test('a client that previews is not served what is kept', async () => {
  const keys = { id: 'a'.repeat(32), signing: Buffer.alloc(32), encryption: Buffer.alloc(32) }
  const running = await serve({ dynamic: 'force-static', GET: counting() }, { host: { draft: { keys, secure: true } } })
  await running.send()
  const previewing = { headers: { cookie: `__prerender_bypass=${keys.id}` } }
  assert.deepEqual([(await running.send(previewing)).body, (await running.send()).body], ['[2,""]', '[1,""]'])
  await running.close()
})
