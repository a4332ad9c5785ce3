import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { ProblemFormat } from '../../src/config/options.ts'
import { serveFiles, type Served } from '../ops/serve.ts'
import { NUMBER_SCHEMA } from './number-schema.ts'

const SCHEMA = `${NUMBER_SCHEMA}export const openapi = { POST: { body: N } }
`
const PAGES = 'export default (req, res) => res.json(req.body)'
const WEB = 'export const POST = async (request) => Response.json(await request.json())'
const FILES = {
  'package.json': '{ "type": "module" }',
  'pages/api/n.js': SCHEMA + PAGES,
  'pages/api/edge.js': `${SCHEMA}
    export const config = { runtime: 'edge' }
    export default async (request) => Response.json(await request.json())`,
  'app/n/route.js': SCHEMA + WEB,
  'app/bare/route.js': WEB,
}
const NEVER_STORED = 'private, no-cache, no-store, max-age=0, must-revalidate'

let served: Served
before(async () => {
  served = await serveFiles(FILES)
})
after(() => served.stop())

const call = (target: string, init: RequestInit): Promise<Response> =>
  fetch(`http://127.0.0.1:${served.port}${target}`, init)

for (const target of ['/api/n', '/api/edge', '/n']) {
  test(`a 405 of ${target}, which has a contract, is problem details with Allow`, async () => {
    const answer = await call(target, { method: 'DELETE' })
    assert.equal(answer.status, 405)
    assert.equal(answer.headers.get('content-type'), 'application/problem+json')
    assert.equal(answer.headers.get('cache-control'), NEVER_STORED)
    assert.match(answer.headers.get('allow') ?? '', /^(?=.*POST)(?=.*OPTIONS)/)
    assert.deepEqual(await answer.json(), {
      type: 'about:blank',
      title: 'Method Not Allowed',
      status: 405,
      detail: 'DELETE is not allowed here',
      code: 'METHOD_NOT_ALLOWED',
    })
    assert.equal((await call(target, { method: 'OPTIONS' })).status, 204)
  })
}

test('that of a web-style route without a contract is empty, as under Next.js', async () => {
  const answer = await call('/bare', { method: 'DELETE', headers: { accept: 'application/problem+json' } })
  assert.deepEqual([answer.status, answer.headers.get('allow'), await answer.text()], [405, 'OPTIONS, POST', ''])
})

const json = (body: string): RequestInit => ({ method: 'POST', body, headers: { 'content-type': 'application/json' } })

test('a body that cannot be read is refused in the format of the project, whatever the style', async () => {
  const problem = ({ status, detail }: { status: number; detail: string }) => ({
    body: { status, detail },
    status: 499,
  })
  const own = await serveFiles(FILES, { problem, limits: { jsonDepth: 3 }, drift: { sample: 1 } })
  try {
    for (const target of ['/api/n', '/api/edge', '/n']) {
      for (const body of ['{"n":', '[[[[[]]]]]']) {
        const answer = await fetch(`http://127.0.0.1:${own.port}${target}`, json(body))
        assert.equal(answer.status, 499, target)
        assert.equal(answer.headers.get('content-type'), 'application/json')
        assert.equal(Object(await answer.json()).status, 400)
      }
      const refused = await fetch(`http://127.0.0.1:${own.port}${target}`, { method: 'DELETE' })
      assert.deepEqual([refused.status, refused.headers.get('content-type')], [405, 'application/problem+json'])
    }
    assert.equal(own.life.counts.drifts.size, 0)
  } finally {
    await own.stop()
  }
})

const BROKEN: [title: string, format: ProblemFormat][] = [
  ['throws', () => assert.fail('broken')],
  ['gives no body', () => ({ body: undefined })],
  ['gives a status that is none', () => ({ body: {}, status: 4220 })],
  ['gives a media type that is no header', () => ({ body: {}, contentType: 'a\nb' })],
]

for (const [title, problem] of BROKEN) {
  test(`a format that ${title} makes it a 500`, async () => {
    const own = await serveFiles(FILES, { problem })
    try {
      const answer = await fetch(`http://127.0.0.1:${own.port}/api/n`, json('{"n":'))
      assert.equal(answer.status, 500)
    } finally {
      await own.stop()
    }
  })
}

test('without one it is problem details with the code', async () => {
  const answer = await call('/api/n', json('{"n":'))
  assert.deepEqual([answer.status, Object(await answer.json()).code], [400, 'BODY_INVALID'])
})

const REFUSED: [status: number, type: string, body: string][] = [
  [415, 'text/plain', 'x'],
  [422, 'application/json', '{"n":"x"}'],
  [400, 'application/json', '{"n":'],
]

for (const [status, type, body] of REFUSED) {
  test(`a ${status} of a contract is never stored, whatever the style`, async () => {
    for (const target of ['/api/n', '/api/edge', '/n']) {
      const answer = await call(target, { method: 'POST', body, headers: { 'content-type': type } })
      assert.deepEqual([answer.status, answer.headers.get('cache-control')], [status, NEVER_STORED], target)
      const pages = status === 400 && target === '/api/n'
      assert.equal(Object(await answer.json()).code, pages ? 'BODY_INVALID' : undefined)
    }
  })
}
