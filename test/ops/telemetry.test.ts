import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import { InMemorySpanExporter, NodeTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-node'
import type { Logger } from '../../src/log.ts'
import { removeProjects } from '../module/temp-project.ts'
import { exchange, serveFiles, type Served } from './serve.ts'

const exporter = new InMemorySpanExporter()
const lines: Record<string, unknown>[] = []
const nothing = (): void => {}
const log: Logger = { debug: nothing, warn: nothing, error: nothing, info: (fields) => void lines.push({ ...fields }) }

let served: Served
before(async () => {
  new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }).register()
  const api = import.meta.resolve('@opentelemetry/api')
  const files = {
    'pages/api/users/[id].js': `
      import { trace } from '${api}'
      export default async (req, res) => {
        await trace.getTracer('app').startActiveSpan('work', async (span) => span.end())
        res.json({})
      }`,
    'pages/api/fails.js': 'export default () => { throw new Error("no") }',
    'app/fails/route.js': 'export const GET = () => { throw new Error("no") }',
  }
  served = await serveFiles(files, {}, log)
})
afterEach(() => {
  exporter.reset()
  lines.splice(0)
})
after(async () => {
  await served.stop()
  trace.disable()
  removeProjects()
})

const get = (path: string, headers = ''): string =>
  `GET ${path} HTTP/1.1\r\nHost: a\r\n${headers}Connection: close\r\n\r\n`
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736'
const PARENT = '00f067aa0ba902b7'

test('a request is a span named by its route, in the trace of its caller, around the spans of the handler', async () => {
  await exchange(served.port, get('/api/users/7?a=1', `traceparent: 00-${TRACE}-${PARENT}-01\r\n`))
  const [work, request] = exporter.getFinishedSpans()
  assert.deepEqual(
    [request?.name, request?.kind, request?.spanContext().traceId, request?.parentSpanContext?.spanId],
    ['GET /api/users/[id]', SpanKind.SERVER, TRACE, PARENT],
  )
  assert.equal(work?.parentSpanContext?.spanId, request?.spanContext().spanId)
  const { attributes } = request ?? {}
  assert.equal(attributes?.['http.route'], '/api/users/[id]')
  assert.equal(attributes?.['http.response.status_code'], 200)
  assert.equal(attributes?.['url.path'], '/api/users/7')
  assert.equal(attributes?.['url.query'], 'a=1')
  assert.deepEqual([lines[0]?.['trace_id'], lines[0]?.['span_id']], [TRACE, request?.spanContext().spanId])
})

for (const path of ['/api/fails', '/fails']) {
  test(`an error is recorded in the span: ${path}`, async () => {
    await exchange(served.port, get(path))
    const [request] = exporter.getFinishedSpans()
    assert.equal(request?.status.code, SpanStatusCode.ERROR)
    assert.deepEqual(
      request?.events.map(({ name, attributes }) => [name, attributes?.['exception.message']]),
      [['exception', 'no']],
    )
  })
}

test('what a client did wrong is no error of the span', async () => {
  await exchange(served.port, get('/nowhere'))
  const [request] = exporter.getFinishedSpans()
  assert.deepEqual([request?.name, request?.status.code], ['GET', SpanStatusCode.UNSET])
})

test('a span that is there already learns the route, and no second one is made', async () => {
  const tracer = trace.getTracer('instrumentation')
  const { server } = served
  const emit = server.emit.bind(server)
  // As HTTP instrumentation does it.
  server.emit = (event: string, ...values: unknown[]) =>
    event !== 'request'
      ? emit(event, ...values)
      : tracer.startActiveSpan('GET', (span) => {
          const [, res] = values as [unknown, NodeJS.EventEmitter]
          res.once('close', () => span.end())
          return emit(event, ...values)
        })
  await exchange(served.port, get('/api/users/7'))
  server.emit = emit
  const spans = exporter.getFinishedSpans().filter(({ name }) => name !== 'work')
  assert.deepEqual(
    spans.map(({ name, attributes }) => [name, attributes['http.route']]),
    [['GET /api/users/[id]', '/api/users/[id]']],
  )
})
