import type * as Otel from '@opentelemetry/api'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createRequire } from 'node:module'
import path from 'node:path'
import { VERSION } from '../version.ts'
import type { Trace } from './access-log.ts'
import type { TraceContext } from './trace-context.ts'

/** The project's OpenTelemetry, told of every request. */
export interface Telemetry {
  /** Runs the request in a span: the one that HTTP instrumentation has made, else one of its own. */
  run<T>(req: IncomingMessage, res: ServerResponse, work: () => T): T
  /** The record of the request that runs; its span learns the route. */
  trace(id: string, req: IncomingMessage): Trace
  /** The span that runs, for the log. */
  context(): TraceContext | undefined
  /** Records what went wrong in the span that runs. */
  fail(error: unknown): void
}

/**
 * Finds the OpenTelemetry API in the project, once its instrumentation has run.
 *
 * @param dir The project folder.
 * @returns Undefined when the API is not installed, or no SDK was registered with it.
 */
export function findTelemetry(dir: string): Telemetry | undefined {
  if (!isRegistered()) return undefined
  for (const place of [path.join(dir, 'package.json'), import.meta.url]) {
    const api = load(place)
    if (api) return createTelemetry(api)
  }
  return undefined
}

function load(place: string): typeof Otel | undefined {
  try {
    return createRequire(place)('@opentelemetry/api')
  } catch {
    return undefined
  }
}

// Where all copies of the API meet. Looked at first, since loading the API costs time and most projects have no SDK.
function isRegistered(): boolean {
  const shared: unknown = Reflect.get(globalThis, Symbol.for('opentelemetry.js.api.1'))
  return typeof shared === 'object' && shared !== null && 'trace' in shared
}

function createTelemetry(api: typeof Otel): Telemetry {
  const { context, propagation, trace } = api
  const tracer = trace.getTracer('rehost', VERSION)
  return {
    run: (req, res, work) => {
      if (trace.getActiveSpan() !== undefined) return work()
      const parent = propagation.extract(context.active(), req.headers)
      const span = tracer.startSpan(
        req.method ?? 'GET',
        { kind: api.SpanKind.SERVER, attributes: toAttributes(req) },
        parent,
      )
      res.once('close', () => endSpan(api, span, res))
      return context.with(trace.setSpan(parent, span), work)
    },
    trace: (id, req) => createRecord(id, req, trace.getActiveSpan()),
    context: () => {
      const found = trace.getActiveSpan()?.spanContext()
      if (found === undefined) return undefined
      return { traceId: found.traceId, spanId: found.spanId, sampled: (found.traceFlags & 1) === 1 }
    },
    fail: (error) => trace.getActiveSpan()?.recordException(error instanceof Error ? error : String(error)),
  }
}

/** @see https://opentelemetry.io/docs/specs/semconv/http/http-spans/#http-server */
function toAttributes(req: IncomingMessage): Otel.Attributes {
  const [path = '/', query] = (req.url ?? '/').split('?')
  return {
    'http.request.method': req.method ?? 'GET',
    'url.path': path,
    ...(query !== undefined && { 'url.query': query }),
    'url.scheme': 'http',
    'network.protocol.version': req.httpVersion,
    'server.address': req.headers.host ?? '',
    'client.address': req.socket.remoteAddress ?? '',
    'user_agent.original': req.headers['user-agent'] ?? '',
  }
}

function endSpan({ SpanStatusCode }: typeof Otel, span: Otel.Span, res: ServerResponse): void {
  span.setAttribute('http.response.status_code', res.statusCode)
  if (!res.writableFinished) span.setAttribute('error.type', 'incomplete')
  // Faults of the client are not errors of the server.
  if (res.statusCode >= 500) span.setStatus({ code: SpanStatusCode.ERROR })
  span.end()
}

function createRecord(id: string, req: IncomingMessage, span: Otel.Span | undefined): Trace {
  let known: string | undefined
  const method = req.method ?? 'GET'
  return {
    id,
    get route() {
      return known
    },
    set route(value) {
      known = value
      if (value === undefined) return
      span?.setAttribute('http.route', value)
      span?.updateName(`${method} ${value}`)
    },
  }
}
