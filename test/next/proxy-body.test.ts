import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toProxy } from '../../src/next/proxy.ts'
import { NextResponse, after } from '../../src/next/server.ts'
import { type Proxy, pass } from './run-proxy.ts'

const BODIES: [title: string, proxy: Proxy][] = [
  ['does not read it', () => {}],
  ['reads it as text', async (req) => void (await req.text())],
  ['reads a clone as json', async (req) => void (await req.clone().text())],
  [
    'reads its first piece',
    async (req) => {
      const reader = req.body?.getReader()
      await reader?.read()
      await reader?.cancel()
    },
  ],
  ['reads it after it returned', (req, event) => event.waitUntil(req.clone().text())],
  [
    'reads it and replaces all headers',
    async (req) => {
      await req.text()
      return NextResponse.next({ request: { headers: new Headers({ a: 'b' }) } })
    },
  ],
]
const LARGE = 'x'.repeat(3_000_000)

for (const [title, proxy] of BODIES) {
  test(`the route gets the whole body when the proxy ${title}`, async () => {
    for (const body of ['small', LARGE]) {
      const chunked = { 'transfer-encoding': 'chunked' }
      assert.equal((await pass(proxy, { method: 'POST', body })).body, body)
      assert.equal((await pass(proxy, { method: 'POST', body, headers: chunked })).body, body)
    }
    assert.equal((await pass(proxy, { method: 'POST' })).body, '')
    assert.equal((await pass(proxy)).body, '')
  })
}

test('a body over the limit is refused when the proxy reads it, and let through when it does not', async () => {
  const read: Proxy = async (req) => void (await req.text())
  const sent = { method: 'POST', body: '12345' }
  assert.equal((await pass(read, sent, { limitBytes: 4 })).seen.status, 413)
  assert.equal((await pass(read, sent, { limitBytes: 5 })).body, '12345')
  assert.equal((await pass(() => {}, sent, { limitBytes: 4 })).body, '12345')
})

test('waitUntil() and after() go on beside the route; their errors are told', async () => {
  const log: string[] = []
  const proxy: Proxy = (_req, event) => {
    event.waitUntil(Promise.resolve().then(() => log.push('wait')))
    event.waitUntil(Promise.reject(new Error('lost')))
    after(() => log.push('after'))
    log.push('return')
  }
  const { errors } = await pass(proxy)
  assert.equal(log[0], 'return')
  assert.deepEqual(log.sort(), ['after', 'return', 'wait'])
  assert.deepEqual(
    errors.map(({ info }) => info.phase),
    ['after'],
  )
})

test('a proxy file exports a function of its own name, or as default', async () => {
  const named = (): Response => new Response('named')
  const rows: [exports: object, name: 'proxy' | 'middleware'][] = [
    [{ proxy: named }, 'proxy'],
    [{ default: named }, 'proxy'],
    [{ middleware: named, proxy: 1 }, 'middleware'],
    [{ default: { default: named } }, 'middleware'],
  ]
  for (const [exports, name] of rows) {
    assert.equal((await pass(toProxy(exports, name, 'proxy.ts') as Proxy)).body, 'named')
  }
  assert.throws(() => toProxy({ middleware: named }, 'proxy', 'proxy.ts'), { code: 'HANDLER_MISSING' })
})
