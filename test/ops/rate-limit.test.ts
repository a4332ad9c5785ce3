import assert from 'node:assert/strict'
import type { IncomingMessage } from 'node:http'
import { after, describe, test } from 'node:test'
import { compileTrust } from '../../src/http/trust.ts'
import { toClientAddress, toNetwork, toShortKey } from '../../src/ops/client-key.ts'
import { removeProjects } from '../module/temp-project.ts'
import { startRedis, WITHOUT_REDIS } from './redis-server.ts'
import { exchange, parseAnswers, serveFiles, type RawAnswer, type Served } from './serve.ts'

const FILES = {
  'pages/api/login.js': 'export default (req, res) => res.json({ ok: true })',
  'pages/api/users/[id].js': 'export default (req, res) => res.json({ id: req.query.id })',
  'app/web/route.js': 'export const GET = () => Response.json({ ok: true })',
}
after(removeProjects)

async function ask(served: Served, line: string, headers = ''): Promise<RawAnswer> {
  const text = await exchange(served.port, `${line} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n${headers}\r\n`)
  const [answer] = parseAnswers(text)
  assert.ok(answer)
  return answer
}
const statuses = async (served: Served, ...lines: string[]): Promise<number[]> => {
  const found: number[] = []
  for (const line of lines) found.push((await ask(served, line)).status)
  return found
}

test('a client that asks too often is told how long to wait', async () => {
  const served = await serveFiles(FILES, { rateLimit: { points: 2, durationS: 60 } })
  const first = await ask(served, 'GET /api/login')
  assert.deepEqual(
    [first.status, first.headers['ratelimit-policy'], first.headers['ratelimit']],
    [200, '"all";q=2;w=60', '"all";r=1;t=60'],
  )
  assert.deepEqual(await statuses(served, 'GET /api/users/1', 'GET /web'), [200, 429])
  const refused = await ask(served, 'GET /api/login')
  assert.equal(refused.body, '{"message":"More than 2 requests in 60 s"}')
  assert.match(refused.headers['retry-after'] ?? '', /^(?:5\d|60)$/)
  assert.equal(served.life.counts.rateLimited, 2)
  assert.deepEqual(await statuses(served, 'GET /livez', 'GET /nowhere'), [200, 404])
  await served.stop()
})

test('a limit can be for one route, and for some methods', async () => {
  const served = await serveFiles(FILES, {
    rateLimit: [
      { points: 1, durationS: 60, route: '/api/login', methods: ['POST'] },
      { points: 1, durationS: 60, route: '/api/users/[id]' },
    ],
  })
  assert.deepEqual(
    await statuses(served, 'GET /api/login', 'GET /api/login', 'POST /api/login', 'POST /api/login'),
    [200, 200, 200, 429],
  )
  assert.deepEqual(await statuses(served, 'GET /api/users/1', 'GET /api/users/2', 'GET /web'), [200, 429, 200])
  await served.stop()
})

test('clients are told apart by a header, or by what a function says', async () => {
  const byHeader = await serveFiles(FILES, { rateLimit: { points: 1, durationS: 60, key: 'X-Api-Key' } })
  const statusWith = async (served: Served, key: string): Promise<number> =>
    (await ask(served, 'GET /web', key === '' ? '' : `X-Api-Key: ${key}\r\n`)).status
  const keys = ['a', 'b', 'a', '', '']
  const found: number[] = []
  for (const key of keys) found.push(await statusWith(byHeader, key))
  assert.deepEqual(found, [200, 200, 429, 200, 429])
  await byHeader.stop()
  const byFunction = await serveFiles(FILES, {
    rateLimit: { points: 1, durationS: 60, key: ({ method }) => String(method) },
  })
  assert.deepEqual(await statuses(byFunction, 'GET /api/login', 'POST /api/login', 'GET /api/login'), [200, 200, 429])
  await byFunction.stop()
})

test('a time that is over is forgiven', async () => {
  const served = await serveFiles(FILES, { rateLimit: { points: 1, durationS: 0.2 } })
  assert.deepEqual(await statuses(served, 'GET /web', 'GET /web'), [200, 429])
  await new Promise((resolve) => setTimeout(resolve, 400))
  assert.deepEqual(await statuses(served, 'GET /web'), [200])
  await served.stop()
})

describe('with Redis', { skip: WITHOUT_REDIS }, () => {
  test('processes count together, and each for itself while Redis is lost', async () => {
    const redis = await startRedis()
    const options = { rateLimit: { points: 3, durationS: 60 }, redis: { url: redis.url } }
    const [one, other] = [await serveFiles(FILES, options), await serveFiles(FILES, options)]
    assert.deepEqual(await statuses(one, 'GET /web', 'GET /web'), [200, 200])
    assert.deepEqual(await statuses(other, 'GET /web', 'GET /web'), [200, 429])
    await redis.stop()
    assert.deepEqual(await statuses(one, 'GET /web', 'GET /web', 'GET /web', 'GET /web'), [200, 200, 200, 429])
    await one.stop()
    await other.stop()
  })

  test('what one process keeps and revalidates, another knows', async () => {
    const redis = await startRedis()
    const files = {
      'app/kept/route.js': `
        let n = 0
        export const dynamic = 'force-static'
        export const revalidate = 3600
        export const GET = () => Response.json({ n: ++n, who: globalThis.who ??= Math.random() })`,
      'app/expire/route.js': `
        import { revalidatePath } from 'next/cache'
        export const POST = () => { revalidatePath('/kept'); return Response.json({}) }`,
    }
    const options = { redis: { url: redis.url, prefix: 'test:' } }
    const [one, other] = [await serveFiles(files, options), await serveFiles(files, options)]
    const first = (await ask(one, 'GET /kept')).body
    assert.equal((await ask(other, 'GET /kept')).body, first)
    assert.equal((await ask(other, 'POST /expire', 'Content-Length: 0\r\n')).status, 200)
    assert.notEqual((await ask(one, 'GET /kept')).body, first)
    await one.stop()
    await other.stop()
    await redis.stop()
  })
})

const requestOf = (remoteAddress: string, forwarded?: string): IncomingMessage =>
  ({ socket: { remoteAddress }, headers: { 'x-forwarded-for': forwarded } }) as unknown as IncomingMessage

const ADDRESSES = [
  { what: 'nobody is trusted', from: '9.9.9.9', forwarded: '1.1.1.1', proxies: [], address: '9.9.9.9' },
  { what: 'a stranger forwards', from: '9.9.9.9', forwarded: '1.1.1.1', proxies: ['10.0.0.0/8'], address: '9.9.9.9' },
  { what: 'a proxy forwards', from: '10.0.0.1', forwarded: '1.1.1.1', proxies: ['10.0.0.0/8'], address: '1.1.1.1' },
  { what: 'the client adds one of its own', from: '10.0.0.1', forwarded: '6.6.6.6, 1.1.1.1', proxies: ['10.0.0.0/8'], address: '1.1.1.1' }, // prettier-ignore
  { what: 'two proxies forward', from: '10.0.0.1', forwarded: '1.1.1.1, 10.0.0.2', proxies: ['10.0.0.0/8'], address: '1.1.1.1' }, // prettier-ignore
  { what: 'the client is a proxy itself', from: '10.0.0.1', forwarded: '10.0.0.3', proxies: ['10.0.0.0/8'], address: '10.0.0.3' }, // prettier-ignore
  { what: 'a proxy forwards nothing', from: '10.0.0.1', forwarded: undefined, proxies: ['10.0.0.0/8'], address: '10.0.0.1' }, // prettier-ignore
]
for (const { what, from, forwarded, proxies, address } of ADDRESSES) {
  test(`the client is ${address} when ${what}`, () => {
    assert.equal(toClientAddress(requestOf(from, forwarded), compileTrust(proxies)), address)
  })
}

const NETWORKS = [
  ['1.2.3.4', '1.2.3.4'],
  ['::ffff:1.2.3.4', '1.2.3.4'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:DB8:1:2::9', '2001:db8:1:2::/64'],
  ['2001:0db8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['unknown', 'unknown'],
] as const
for (const [address, network] of NETWORKS) {
  test(`${address} counts as ${network}`, () => assert.equal(toNetwork(address), network))
}

test('a long key is bounded', () => {
  assert.equal(toShortKey('short'), 'short')
  assert.equal(toShortKey('x'.repeat(10_000)).length, 64)
})
