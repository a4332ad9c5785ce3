import assert from 'node:assert/strict'
import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { test } from 'node:test'
import { toEndpoint, type Endpoint } from '../../src/module/endpoint.ts'
import type { Route, RouteRoot } from '../../src/routes/route.ts'

function route(root: RouteRoot): Route {
  return { file: `/p/${root}/a.js`, name: `${root}/a.js`, root, pattern: { path: '/a', segments: [] } }
}

function call(endpoint: Endpoint): unknown {
  assert.equal(endpoint.style, 'node')
  const req = new IncomingMessage(new Socket())
  return endpoint.handler(req, new ServerResponse(req))
}

const fn = (): string => 'called'
const withConfig = Object.assign(() => 'called', { config: { api: { bodyParser: false } } })

const DEFAULTS: { form: string; exports: object }[] = [
  { form: 'export default fn', exports: { default: fn } },
  { form: 'module.exports = fn', exports: fn },
  { form: 'module.exports = { default: fn }', exports: { default: fn } },
  { form: 'exports.default = fn with __esModule', exports: { __esModule: true, default: fn } },
  { form: 'a default inside a default', exports: { default: { default: fn } } },
  { form: 'a default beside GET', exports: { default: fn, GET: () => new Response() } },
]

for (const { form, exports } of DEFAULTS) {
  test(`accepts ${form} in pages/api and in a plain api folder`, () => {
    assert.equal(call(toEndpoint(exports, route('pages'))), 'called')
    assert.equal(call(toEndpoint(exports, route('api'))), 'called')
  })
}

test('reads the config of a function that is module.exports', () => {
  const endpoint = toEndpoint(withConfig, route('pages'))
  assert.equal(endpoint.style === 'node' && endpoint.settings.bodyLimit, false)
})

test('calls the handler that is exported at the time of the call, with two arguments and no this', () => {
  const exports = { default: (): unknown => 'first' }
  const endpoint = toEndpoint(exports, route('pages'))
  exports.default = function (this: unknown, ...values: unknown[]) {
    return [this, values.length]
  }
  assert.deepEqual(call(endpoint), [undefined, 2])
})

const MISSING = [
  { root: 'pages', exports: {}, message: 'pages/a.js exports no handler: it exports nothing' },
  {
    root: 'pages',
    exports: { default: { a: 1 } },
    message: 'pages/a.js exports no handler: its default export is of type object',
  },
  { root: 'pages', exports: { GET: fn }, message: 'pages/a.js exports no handler: it exports GET' },
  { root: 'api', exports: { default: null }, message: 'api/a.js exports no handler: its default export is null' },
] as const

for (const { root, exports, message } of MISSING) {
  test(`refuses ${JSON.stringify(Object.keys(exports))} in ${root} and says what it found`, () => {
    assert.throws(() => toEndpoint(exports, route(root)), { code: 'HANDLER_MISSING', message, file: `${root}/a.js` })
  })
}

test('takes the methods of an app route, leaving out null and undefined', () => {
  const endpoint = toEndpoint({ GET: fn, POST: null, PUT: undefined, get: fn }, route('app'))
  assert.deepEqual(endpoint.style === 'web' && Object.keys(endpoint.handlers), ['GET'])
})

test('an app route without methods is an endpoint without handlers', () => {
  const endpoint = toEndpoint({ default: fn }, route('app'))
  assert.deepEqual(endpoint.style === 'web' && endpoint.handlers, {})
})

test('a method that is no function fails when it is called', async () => {
  const endpoint = toEndpoint({ PATCH: 'no function' }, route('app'))
  assert.equal(endpoint.style, 'web')
  const context = { params: Promise.resolve({}) }
  assert.throws(() => endpoint.handlers.PATCH?.(new Request('http://a/'), context), {
    message: 'The export PATCH is of type string, not a function',
  })
})

test('a plain api folder takes methods, and an object with fetch for all of them', async () => {
  const methods = toEndpoint({ GET: fn }, route('api'))
  assert.deepEqual(methods.style === 'web' && Object.keys(methods.handlers), ['GET'])
  const service = { body: 'from this', fetch: (): unknown => service.body }
  const all = toEndpoint({ default: service }, route('api'))
  assert.equal(all.style, 'web')
  const context = { params: Promise.resolve({}) }
  assert.equal(all.handlers.DELETE?.(new Request('http://a/'), context), 'from this')
})

test('the edge runtime gives a pages/api handler a web request', () => {
  const exports = { config: { runtime: 'edge' }, default: (request: Request) => request.url }
  const endpoint = toEndpoint(exports, route('pages'))
  assert.equal(endpoint.style, 'edge')
  assert.equal(endpoint.handler(new Request('http://a/'), { params: Promise.resolve({}) }), 'http://a/')
})
