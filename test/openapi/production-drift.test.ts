import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from '../../src/log.ts'
import { createDriftLog } from '../../src/openapi/drift-log.ts'
import { openMetrics } from '../../src/ops/metrics.ts'
import { serveFiles, type Served } from '../ops/serve.ts'

const ANSWER = `const ANSWERS = {
  fits: [200, { id: 1 }],
  drifts: [200, { id: 'x' }],
  list: [202, [{ id: 1 }, { id: 'x' }]],
  gone: [404, { message: 'gone' }],
  odd: [418, {}],
}
const id = { type: 'object', properties: { id: { type: 'integer' } }, required: ['id'] }
const as = (json) => ({
  '~standard': { version: 1, vendor: 'test', validate: (value) => ({ value }), jsonSchema: { input: () => json, output: () => json } },
})
const GETS = { responses: { 200: as(id), 202: as({ type: 'array', items: id }) } }
`
const FILES = {
  'package.json': '{ "type": "module" }',
  'pages/api/node.js': `${ANSWER}
    export const openapi = { GET: GETS, POST: { ...GETS, validate: { response: false } }, PUT: {} }
    export default (req, res) => {
      if (req.query.what === 'throws') throw new Error('of the test')
      const [status, body] = ANSWERS[req.query.what]
      res.status(status).json(body)
    }`,
  'pages/api/plain.js': `export default (req, res) => res.json({ id: 'x' })`,
  'pages/api/edge.js': `${ANSWER}
    export const config = { runtime: 'edge' }
    export const openapi = { GET: GETS }
    export default (request) => {
      const [status, body] = ANSWERS[new URL(request.url).searchParams.get('what')]
      return Response.json(body, { status })
    }`,
  'app/web/route.js': `${ANSWER}
    export function GET(request) {
      const what = request.nextUrl.searchParams.get('what')
      if (what === 'throws') throw new Error('of the test')
      const [status, body] = ANSWERS[what]
      return Response.json(body, { status })
    }
    GET.openapi = GETS`,
  'app/streams/route.js': `${ANSWER}
    export function GET() {
      const parts = ['{"id":', '"x"}'].map((part) => new TextEncoder().encode(part))
      const body = new ReadableStream({ pull: (out) => (parts.length > 0 ? out.enqueue(parts.shift()) : out.close()) })
      return new Response(body, { headers: { 'content-type': 'application/json' } })
    }
    GET.openapi = GETS`,
}

interface Seen {
  readonly served: Served
  readonly lines: { readonly message: string; readonly fields: object }[]
}

async function serve(sample: number, use: (seen: Seen) => Promise<void>): Promise<void> {
  const lines: { message: string; fields: object }[] = []
  const ignore = (): void => {}
  const warn: Logger['warn'] = (fields, message = '') => void lines.push({ message, fields })
  const served = await serveFiles(FILES, { drift: { sample } }, { debug: ignore, info: ignore, warn, error: ignore })
  try {
    await use({ served, lines })
  } finally {
    await served.stop()
  }
}

const call = (served: Served, target: string, init?: RequestInit): Promise<Response> =>
  fetch(`http://127.0.0.1:${served.port}${target}`, init)

/** What was counted, once it is as much as expected: answers are compared after they are sent. */
async function countsOf({ life }: Served, wanted: number): Promise<Record<string, number>> {
  for (let waited = 0; waited < 3000 && life.counts.drifts.size < wanted; waited += 10) await sleep(10)
  return Object.fromEntries(life.counts.drifts)
}

test('counts answers that break their contract, through every door, and sends them unchanged', async () => {
  await serve(1, async ({ served }) => {
    const targets = ['/api/node?what=drifts', '/api/edge?what=drifts', '/web?what=drifts', '/streams']
    for (const target of targets) {
      const answer = await call(served, target)
      assert.deepEqual(await answer.json(), { id: 'x' }, target)
      assert.equal(answer.headers.get('x-rehost-drift'), null)
    }
    await (await call(served, '/web?what=drifts', { headers: { 'accept-encoding': 'identity' } })).text()
    await (await call(served, '/api/node?what=odd')).text()
    assert.deepEqual(await countsOf(served, 5), {
      'GET 200 /api/node': 1,
      'GET 200 /api/edge': 1,
      'GET 200 /web': 2,
      'GET 200 /streams': 1,
      'GET 418 /api/node': 1,
    })
  })
})

test('counts nothing else: what fits, what no handler answered, what states nothing, routes without a contract', async () => {
  await serve(1, async ({ served }) => {
    const silent = ['/api/node?what=fits', '/web?what=fits', '/api/node?what=throws', '/web?what=throws', '/api/plain']
    for (const target of silent) await (await call(served, target)).text()
    await (await call(served, '/api/node?what=drifts', { method: 'POST' })).text()
    await (await call(served, '/api/node?what=drifts', { method: 'PUT' })).text()
    await (await call(served, '/api/node?what=drifts', { method: 'PATCH' })).text()
    await (await call(served, '/api/node?what=gone')).text() // 4XX is of every operation that names no 4xx.
    await (await call(served, '/web?what=drifts')).text()
    assert.deepEqual(await countsOf(served, 1), { 'GET 200 /web': 1 })
  })
})

test('logs each kind once, whatever the index', async () => {
  await serve(1, async ({ served, lines }) => {
    for (let time = 0; time < 3; time += 1) await (await call(served, '/api/node?what=drifts')).text()
    await (await call(served, '/api/node?what=list')).text()
    await countsOf(served, 2)
    const place = 'pages/api/node.js: GET /api/node answered'
    assert.deepEqual(
      lines.map(({ message }) => message),
      [`${place} 200 /id: must be integer`, `${place} 202 /1/id: must be integer`],
    )
    assert.deepEqual(lines[0]?.fields, { event: 'drift', file: 'pages/api/node.js', pointer: '/id', status: 200 })
  })
})

test('looks at nothing when the sample is 0', async () => {
  await serve(0, async ({ served, lines }) => {
    for (let time = 0; time < 20; time += 1) await (await call(served, '/api/node?what=drifts')).text()
    await sleep(20)
    assert.deepEqual([served.life.counts.drifts.size, lines], [0, []])
  })
})

test('tells Prometheus, by route, method and status', async () => {
  await serve(1, async ({ served }) => {
    await (await call(served, '/web?what=drifts')).text()
    await countsOf(served, 1)
    const { life, modules } = served
    const metrics = await openMetrics({ port: 0, host: '127.0.0.1', life, modules, version: '1' })
    try {
      const text = await (await fetch(`http://127.0.0.1:${metrics.port}/metrics`)).text()
      assert.match(text, /^# TYPE rehost_answers_drifted_total counter$/m)
      const labels = 'http_route="/web",http_request_method="GET",http_response_status_code="200"'
      assert.ok(text.includes(`rehost_answers_drifted_total{${labels}} 1\n`), text)
    } finally {
      await metrics.close()
    }
  })
})

test('writes ten lines a minute, and five hundred kinds', () => {
  const lines: string[] = []
  const ignore = (): void => {}
  const log = { debug: ignore, info: ignore, error: ignore, warn: (_: object, line = '') => void lines.push(line) }
  let now = 0
  const tell = createDriftLog(log, () => now)
  const sent = { route: 'a.js', method: 'GET', status: 200, contentType: undefined, body: undefined }
  const drift = (name: string): void => tell({ sent, path: '/a', drifts: [{ pointer: `/${name}`, detail: 'no' }] })
  for (let kind = 0; kind < 30; kind += 1) drift(`n${kind}`)
  assert.equal(lines.length, 10)
  now += 60_000
  drift('n3')
  drift('n12')
  assert.deepEqual(lines.slice(10), ['a.js: GET /a answered 200 /n12: no'])
  for (let kind = 0; kind < 1000; kind += 1) {
    now += 60_000
    drift(`m${kind}`)
  }
  assert.equal(lines.length, 500)
})
