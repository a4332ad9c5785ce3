// Calls every operation of the examples and holds every answer against the document they publish:
//   npm run judges:live
import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'

const root = path.resolve(import.meta.dirname, '../..')
const work = mkdtempSync(path.join(tmpdir(), 'rehost-live-'))
const SECRET = 'live'

interface Call {
  /** As in the document: `GET /api/books/{id}`. */
  readonly operation: string
  readonly url: string
  readonly status: number
  readonly json?: unknown
  readonly form?: () => FormData
  readonly token?: boolean
  readonly headers?: Record<string, string>
}

const order = { email: 'a@example.com', lines: [{ bookId: 1, quantity: 1 }], payment: { kind: 'card', token: 'x' } }
const book = { isbn: '9780575099937', title: 'Roadside Picnic', authorId: 2, priceCents: 999 }
const settled = JSON.stringify({ orderId: 1, result: 'succeeded' })
const signature = createHmac('sha256', SECRET).update(settled).digest('hex')
const picture = (): FormData => {
  const form = new FormData()
  form.append('cover', new File([new Uint8Array([137, 80, 78, 71])], 'cover.png', { type: 'image/png' }))
  return form
}

const CALLS: Readonly<Record<string, readonly Call[]>> = {
  quickstart: [
    { operation: 'GET /api/hello', url: '/api/hello', status: 200 },
    { operation: 'GET /api/{id}', url: '/api/7', status: 200 },
    { operation: 'GET /api/methods', url: '/api/methods', status: 200 },
    { operation: 'POST /api/methods', url: '/api/methods', status: 200, json: {} },
  ],
  bookshop: [
    { operation: 'GET /api/health', url: '/api/health', status: 200 },
    { operation: 'POST /api/session', url: '/api/session', status: 401, json: { user: 'admin', password: 'no' } },
    { operation: 'POST /api/session', url: '/api/session', status: 422, json: {} },
    { operation: 'POST /api/session', url: '/api/session', status: 415, headers: { 'content-type': 'text/plain' } },
    { operation: 'GET /api/authors', url: '/api/authors', status: 200 },
    { operation: 'POST /api/authors', url: '/api/authors', status: 401, json: { name: 'x' } },
    { operation: 'POST /api/authors', url: '/api/authors', status: 201, json: { name: 'x', born: 1900 }, token: true },
    { operation: 'GET /api/authors/{id}', url: '/api/authors/1', status: 200 },
    { operation: 'GET /api/authors/{id}', url: '/api/authors/99', status: 404 },
    { operation: 'GET /api/authors/{id}', url: '/api/authors/x', status: 422 },
    { operation: 'GET /api/books', url: '/api/books?perPage=2&q=dark', status: 200 },
    { operation: 'GET /api/books', url: '/api/books?page=zero', status: 422 },
    { operation: 'POST /api/books', url: '/api/books', status: 401, json: book },
    { operation: 'POST /api/books', url: '/api/books', status: 201, json: book, token: true },
    { operation: 'POST /api/books', url: '/api/books', status: 409, json: book, token: true },
    { operation: 'GET /api/books/{id}', url: '/api/books/1', status: 200 },
    { operation: 'GET /api/books/{id}', url: '/api/books/99', status: 404 },
    { operation: 'PATCH /api/books/{id}', url: '/api/books/2', status: 200, json: { stock: 9 }, token: true },
    { operation: 'DELETE /api/books/{id}', url: '/api/books/4', status: 204, token: true },
    { operation: 'PUT /api/covers/{bookId}', url: '/api/covers/1', status: 204, form: picture, token: true },
    { operation: 'PUT /api/covers/{bookId}', url: '/api/covers/1', status: 415, json: {}, token: true },
    { operation: 'GET /api/covers/{bookId}', url: '/api/covers/1', status: 200 },
    { operation: 'GET /api/covers/{bookId}', url: '/api/covers/2', status: 404 },
    { operation: 'POST /api/orders', url: '/api/orders', status: 201, json: order },
    {
      operation: 'POST /api/orders',
      url: '/api/orders',
      status: 409,
      json: { ...order, lines: [{ bookId: 3, quantity: 1 }] },
    },
    { operation: 'POST /api/orders', url: '/api/orders', status: 422, json: { ...order, payment: { kind: 'gold' } } },
    { operation: 'GET /api/orders', url: '/api/orders?status=placed', status: 200, token: true },
    { operation: 'GET /api/orders/{id}', url: '/api/orders/1', status: 200, token: true },
    {
      operation: 'POST /api/webhooks/payment',
      url: '/api/webhooks/payment',
      status: 401,
      json: {},
      headers: { 'x-shop-signature': '0'.repeat(64) },
    },
    {
      operation: 'POST /api/webhooks/payment',
      url: '/api/webhooks/payment',
      status: 204,
      json: JSON.parse(settled),
      headers: { 'x-shop-signature': signature },
    },
    { operation: 'GET /api/export', url: '/api/export', status: 200 },
    { operation: 'GET /api/stock/events', url: '/api/stock/events?times=1', status: 200 },
    { operation: 'GET /api/old/{path}', url: '/api/old/books/1', status: 308 },
  ],
}

interface Described {
  readonly paths: Record<string, Record<string, { responses: Record<string, { $ref?: string; content?: Media }> }>>
  readonly components: { schemas: Record<string, object>; responses: Record<string, { content?: Media }> }
}
type Media = Record<string, { schema?: object }>

async function start(example: string): Promise<{ url: string; child: ChildProcess }> {
  const cli = ['--import', 'tsx', path.join(root, 'src/cli.ts'), 'start', path.join(root, 'examples', example)]
  const child = spawn(process.execPath, [...cli, '--port', '0', '--host', '127.0.0.1'], {
    cwd: root,
    env: { ...process.env, DATABASE_URL: `file:${path.join(work, 'live.db')}`, SHOP_SECRET: SECRET },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /^ready (\S+)/.exec(line)?.[1]
    if (url) return { url, child }
  }
  throw new Error(`${example} did not start`)
}

function createChecker(document: Described): (call: Call, response: Response, text: string) => void {
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  formats.default(ajv)
  const local = (schema: object): object =>
    JSON.parse(JSON.stringify(schema).replaceAll('"#/components/schemas/', '"component:'))
  for (const [name, schema] of Object.entries(document.components.schemas))
    ajv.addSchema(local(schema), `component:${name}`)
  return ({ operation, status }, response, text) => {
    assert.equal(response.status, status, `${operation}: ${text}`)
    const [method = '', at = ''] = operation.split(' ')
    const { responses } = document.paths[at]?.[method.toLowerCase()] ?? { responses: {} }
    const stated = responses[status] ?? responses[`${Math.floor(status / 100)}XX`] ?? responses['default']
    assert.ok(stated, `${operation}: status ${status} is not documented`)
    const content = stated.$ref
      ? document.components.responses[stated.$ref.split('/').at(-1) ?? '']?.content
      : stated.content
    const type = response.headers.get('content-type')?.split(';')[0] ?? ''
    // A redirect's body is its address, without a type.
    if (text === '' || type === '') return
    const media = content?.[type]
    assert.ok(media, `${operation} ${status}: ${type} is not documented`)
    if (!type.includes('json') || type.includes('ndjson')) return
    const fits = ajv.validate(local(media.schema ?? {}), JSON.parse(text))
    assert.ok(fits, `${operation} ${status}: ${ajv.errorsText()} in ${text}`)
  }
}

async function judge(example: string, calls: readonly Call[], url: string): Promise<void> {
  const document = (await (await fetch(`${url}/openapi.json`)).json()) as Described // judged elsewhere
  const check = createChecker(document)
  const token = example === 'bookshop' ? await login(url) : ''
  for (const call of calls) {
    const body = call.form?.() ?? (call.json === undefined ? null : JSON.stringify(call.json))
    const method = call.operation.split(' ')[0] ?? 'GET'
    const headers = {
      ...(call.json !== undefined && { 'content-type': 'application/json' }),
      ...(call.token && { authorization: `Bearer ${token}` }),
      ...call.headers,
    }
    const sent = call.status === 415 && body === null ? 'text' : body
    const response = await fetch(url + call.url, { method, headers, body: sent, redirect: 'manual' })
    check(call, response, await response.text())
  }
  const called = new Set(calls.map(({ operation }) => operation))
  const documented = Object.entries(document.paths).flatMap(([at, item]) =>
    Object.keys(item).map((method) => `${method.toUpperCase()} ${at}`),
  )
  assert.deepEqual([...called].sort(), documented.sort(), 'every operation is called, and each is documented')
  process.stdout.write(`${example}: ${calls.length} answers of ${documented.length} operations are as documented\n`)
}

async function login(url: string): Promise<string> {
  const body = JSON.stringify({ user: 'admin', password: 'secret' })
  const headers = { 'content-type': 'application/json' }
  const { token } = (await (await fetch(`${url}/api/session`, { method: 'POST', headers, body })).json()) as {
    token: string
  }
  return token
}

try {
  for (const [example, calls] of Object.entries(CALLS)) {
    const { url, child } = await start(example)
    try {
      await judge(example, calls, url)
    } finally {
      child.kill()
    }
  }
} finally {
  rmSync(work, { recursive: true })
}
