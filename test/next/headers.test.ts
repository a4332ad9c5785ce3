import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cookies, draftMode, headers } from '../../src/next/headers.ts'
import { notFound, redirect } from '../../src/next/navigation.ts'
import { type NextRequest, NextResponse, after, connection } from '../../src/next/server.ts'
import { type Sent, type ServeOptions, serveHandlers } from './serve-handlers.ts'

const COOKIE = 'a=1; b=%20x; a=2; flag; q="quoted"; eq=a=b; bad=%zz'
const LONG_AGO = 'Expires=Thu, 01 Jan 1970 00:00:00 GMT'
const lines = (...cookie: string[]): Headers => {
  const made = new Headers()
  for (const line of cookie) made.append('set-cookie', line)
  return made
}

interface Row {
  title: string
  handler: (req: NextRequest) => unknown
  /** Set-Cookie lines of the answer. */
  set?: string[]
  body?: unknown
  send?: Sent
  options?: ServeOptions
}

const ROWS: Row[] = [
  {
    title: 'reads cookies with the path that Next.js gives them',
    handler: async () => Response.json((await cookies()).getAll()),
    body: [
      { name: 'a', value: '2', path: '/' },
      { name: 'b', value: ' x', path: '/' },
      { name: 'flag', value: 'true', path: '/' },
      { name: 'q', value: '"quoted"', path: '/' },
      { name: 'eq', value: 'a=b', path: '/' },
    ],
  },
  {
    title: 'gives the same store each time, without what Next.js does not have',
    handler: async () => {
      const store: object = await cookies()
      return Response.json([cookies() === cookies(), 'size' in store, 'clear' in store, Symbol.iterator in store])
    },
    body: [true, false, false, false],
  },
  {
    title: 'sets cookies and reads them back',
    handler: async (req) => {
      const store = (await cookies())
        .set('a', 'new')
        .set('s', 'v v;', { path: '/p', httpOnly: true, sameSite: 'strict' })
      return Response.json([store.get('a')?.value, store.has('s'), req.cookies.get('a')?.value])
    },
    set: ['a=new; Path=/', 's=v%20v%3B; Path=/p; HttpOnly; SameSite=strict'],
    body: ['new', true, '2'],
  },
  {
    title: 'deletes cookies, known or not',
    handler: async () => {
      const store = (await cookies()).delete('a').delete({ name: 'ghost', path: '/p', domain: 'ex.com' })
      return Response.json(store.has('a'))
    },
    set: [`a=; Path=/; ${LONG_AGO}`, `ghost=; Path=/p; ${LONG_AGO}; Domain=ex.com`],
    body: true,
  },
  {
    title: 'leaves Set-Cookie lines alone when nothing was set',
    handler: async () => {
      await cookies()
      return new Response(null, { headers: lines('d=1; Path=/a; Future=1', 'd=2; Path=/b') })
    },
    set: ['d=1; Path=/a; Future=1', 'd=2; Path=/b'],
  },
  {
    title: 'merges with Set-Cookie lines, the answer winning and equal names collapsing',
    handler: async () => {
      ;(await cookies()).set('store', '1').set('k', 'store')
      return new Response('x', { headers: lines('d=1; Path=/a', 'd=2; Future=1; Max-Age=0', 'k=response') })
    },
    set: ['d=2; Path=/', 'k=response; Path=/', 'store=1; Path=/'],
  },
  {
    title: 'merges with the cookies of NextResponse',
    handler: async () => {
      ;(await cookies()).set('store', '1')
      const response = NextResponse.json(1)
      response.cookies.set('nr', 'v', { httpOnly: true })
      return response
    },
    set: ['nr=v; Path=/; HttpOnly', 'store=1; Path=/'],
  },
  {
    title: 'sets cookies on answers that cannot be changed',
    handler: async () => {
      ;(await cookies()).set('ir', '1')
      return Response.redirect('http://example.com/')
    },
    set: ['ir=1; Path=/'],
  },
  {
    title: 'keeps cookies with redirect()',
    handler: async () => {
      ;(await cookies()).set('rc', '1')
      redirect('/x')
    },
    set: ['rc=1; Path=/'],
  },
  {
    title: 'loses cookies with notFound()',
    handler: async () => {
      ;(await cookies()).set('nf', '1')
      notFound()
    },
  },
  {
    title: 'loses cookies with an error',
    handler: async () => {
      ;(await cookies()).set('e', '1')
      throw new Error('x')
    },
  },
  {
    title: 'reads headers through a live, read-only view',
    send: { headers: { 'x-probe': 'v', rsc: '1' } },
    handler: async (req) => {
      const all = await headers()
      req.headers.set('x-late', '1')
      const write = (): string => {
        try {
          all.set('a', 'b')
          return 'written'
        } catch (error) {
          return (error as Error).message.slice(0, 26)
        }
      }
      const names = [...all.keys()].filter((name) => name.startsWith('x-'))
      return Response.json([
        all.get('X-Probe'),
        all.get('rsc'),
        all instanceof Headers,
        write(),
        names,
        new Headers(all).get('x-probe'),
      ])
    },
    body: ['v', null, true, 'Headers cannot be modified', ['x-late', 'x-probe'], 'v'],
  },
  {
    title: 'connects',
    handler: async () => Response.json((await connection()) ?? 'nothing'),
    body: 'nothing',
  },
]

for (const { title, handler, set = [], body, send, options } of ROWS) {
  test(title, async () => {
    const running = await serveHandlers({ GET: handler }, options)
    try {
      const seen = await running.send({ ...send, headers: { cookie: COOKIE, ...send?.headers } })
      assert.deepEqual(
        seen.headers.filter(([name]) => name === 'set-cookie').map(([, value]) => value),
        set,
      )
      if (body !== undefined) assert.deepEqual(JSON.parse(seen.body), body)
    } finally {
      await running.close()
    }
  })
}

test('draft mode is a cookie with the secret id; a forged one is cleared', async () => {
  const keys = { id: 'f'.repeat(32), signing: Buffer.alloc(32), encryption: Buffer.alloc(32) }
  const GET = async (req: NextRequest): Promise<Response> => {
    const draft = await draftMode()
    if (req.url.endsWith('enable')) draft.enable()
    if (req.url.endsWith('disable')) draft.disable()
    return Response.json([draft.isEnabled, (await draftMode()).isEnabled])
  }
  const running = await serveHandlers({ GET }, { host: { draft: { keys, secure: true } } })
  const flags = 'Secure; HttpOnly; SameSite=none'
  const rows: [path: string, cookie: string, on: boolean, set: string[]][] = [
    ['/enable', 'a=1', true, [`__prerender_bypass=${keys.id}; Path=/; ${flags}`]],
    ['/disable', `__prerender_bypass=${keys.id}`, false, [`__prerender_bypass=; Path=/; ${LONG_AGO}; ${flags}`]],
    ['/read', `__prerender_bypass=${keys.id}`, true, []],
  ]
  for (const [path, cookie, on, set] of rows) {
    const seen = await running.send({ path, headers: { cookie } })
    assert.deepEqual(JSON.parse(seen.body), [on, on], path)
    assert.deepEqual(
      seen.headers.filter(([name]) => name === 'set-cookie').map(([, value]) => value),
      set,
    )
  }
  const forged = await running.send({ path: '/read', headers: { cookie: '__prerender_bypass=deadbeef' } })
  assert.equal(forged.body, '[false,false]')
  assert.equal(forged.headers.filter(([name, value]) => name === 'set-cookie' && value.includes(LONG_AGO)).length, 2)
  await running.close()
})

test('outside of a request the functions say so', () => {
  for (const [name, call] of Object.entries({ cookies, headers, draftMode, after: () => after(() => {}) })) {
    assert.throws(() => void call(), { message: new RegExp(`^\`${name}\` was called outside a request scope`) })
  }
})
