import type { IncomingMessage, ServerResponse } from 'node:http'
import { toRequestId } from '../http/request-id.ts'
import type { Logger } from '../log.ts'
import type { RequestTally, Sample } from './tally.ts'
import type { Telemetry } from './telemetry.ts'
import { parseTraceparent, type TraceContext } from './trace-context.ts'

/** What is known of a request when its line is written. */
export interface Trace {
  readonly id: string
  /** The route's template, `/api/users/[id]`; undefined when nothing matched. */
  route: string | undefined
}

/** Who wants to know of requests. */
export interface Watchers {
  /** Writes a line a request; undefined writes none. */
  readonly log: Logger | undefined
  readonly tally: RequestTally | undefined
  readonly telemetry: Telemetry | undefined
}

export type TraceRequest = (req: IncomingMessage, res: ServerResponse) => Trace

const SECRET = /token|secret|password|passwd|api_?key|signature|credential|code/i

/** A request target fit for a log: values of query names that sound secret are left out. */
export function redactTarget(target: string): string {
  const mark = target.indexOf('?')
  if (mark < 0 || !SECRET.test(target)) return target
  // Cut apart by hand: one pattern for all of it would take a crafted query minutes.
  const pairs = target.slice(mark + 1).split('&')
  return `${target.slice(0, mark)}?${pairs.map(redactPair).join('&')}`
}

function redactPair(pair: string): string {
  const equals = pair.indexOf('=')
  return equals >= 0 && SECRET.test(pair.slice(0, equals)) ? `${pair.slice(0, equals)}=[redacted]` : pair
}

/**
 * Makes what follows a request from its beginning to the end of its answer, for all watchers at once. Undefined when
 * nobody watches: then requests cost nothing more.
 *
 * Each gets an id, which is echoed only to a client that sent `x-request-id`, so that answers are otherwise those of
 * Next.js.
 */
export function createTracer({ log, tally, telemetry }: Watchers): TraceRequest | undefined {
  if (log === undefined && tally === undefined && telemetry === undefined) return undefined
  return (req, res) => {
    const { method = 'GET', url = '/' } = req // The handler may see another.
    const own = new Record(req)
    const trace: Trace = telemetry?.trace(own.id, req) ?? own
    if (req.headers['x-request-id'] !== undefined) res.setHeader('x-request-id', trace.id)
    const context = log && (telemetry?.context() ?? parseTraceparent(req.headers.traceparent))
    const started = performance.now()
    tally?.begin(method)
    // It comes once; `once` would make a wrapper to see to that.
    res.on('close', () => {
      const ms = performance.now() - started
      if (tally) tally.end(toSample(req, res, { method, route: trace.route, seconds: ms / 1000 }))
      if (log) writeLine(log, res, { method, url, trace, context, ms })
    })
    return trace
  }
}

/** A trace that draws its id when somebody asks for it: mostly only the log does. */
class Record implements Trace {
  route: string | undefined = undefined
  readonly #req: IncomingMessage
  #id: string | undefined = undefined

  constructor(req: IncomingMessage) {
    this.#req = req
  }

  get id(): string {
    return (this.#id ??= toRequestId(this.#req))
  }
}

function toSample(
  req: IncomingMessage,
  res: ServerResponse,
  { method, route, seconds }: Pick<Sample, 'method' | 'route' | 'seconds'>,
): Sample {
  const { statusCode: status } = res
  return {
    method,
    status,
    route,
    https: isHttps(req),
    version: req.httpVersion,
    complete: res.writableFinished,
    seconds,
    requestBytes: toBytes(req.headers['content-length']),
    // RFC 9110 §8.6: in an answer to HEAD, and in a 304, it tells of a body that is not sent.
    responseBytes: method === 'HEAD' || status === 304 ? -1 : toBytes(res.getHeader('content-length')),
  }
}

function toBytes(length: number | string | string[] | undefined): number {
  return length === undefined ? -1 : Number(length)
}

// Settled by then: a client's own word for it was replaced.
function isHttps({ headers }: IncomingMessage): boolean {
  const scheme = headers['x-forwarded-proto']
  return scheme !== undefined && scheme !== 'http' && String(scheme).startsWith('https')
}

interface Line {
  readonly method: string
  readonly url: string
  readonly trace: Trace
  readonly context: TraceContext | undefined
  readonly ms: number
}

function writeLine(log: Logger, res: ServerResponse, { method, url, trace, context, ms: exact }: Line): void {
  const ms = Math.round(exact * 100) / 100
  const target = redactTarget(url)
  const complete = res.writableFinished
  const fields = {
    id: trace.id,
    method,
    url: target,
    route: trace.route,
    status: res.statusCode,
    ms,
    ...(context && { trace_id: context.traceId, span_id: context.spanId }),
    ...(!complete && { aborted: true }),
  }
  log.info(fields, `${method} ${target} ${complete ? res.statusCode : 'aborted'} ${ms} ms`)
}
