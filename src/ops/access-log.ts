import type { IncomingMessage, ServerResponse } from 'node:http'
import { toRequestId } from '../http/request-id.ts'
import type { Logger } from '../log.ts'

/** What is known of a request when its line is written. */
export interface Trace {
  readonly id: string
  /** The route's template, `/api/users/[id]`; undefined when nothing matched. */
  route: string | undefined
}

const SECRET_VALUES = /([?&][^=&]*(?:token|secret|password|passwd|api_?key|signature|credential|code)[^=&]*=)[^&]*/gi

/** A request target fit for a log: values of query names that sound secret are left out. */
export function redactTarget(target: string): string {
  return target.includes('?') ? target.replace(SECRET_VALUES, '$1[redacted]') : target
}

/**
 * Gives the request an id and writes its line when the answer is complete or the client is gone.
 *
 * The id is echoed only to a client that sent `x-request-id`, so that answers are otherwise those of Next.js.
 */
export function traceRequest(req: IncomingMessage, res: ServerResponse, log: Logger): Trace {
  const trace: Trace = { id: toRequestId(req), route: undefined }
  if (req.headers['x-request-id'] !== undefined) res.setHeader('x-request-id', trace.id)
  const started = performance.now()
  const { method = 'GET', url = '/' } = req
  res.once('close', () => {
    const ms = Math.round((performance.now() - started) * 100) / 100
    const target = redactTarget(url)
    const complete = res.writableFinished
    const fields = { id: trace.id, method, url: target, route: trace.route, status: res.statusCode, ms }
    const message = `${method} ${target} ${complete ? res.statusCode : 'aborted'} ${ms} ms`
    if (complete) log.info(fields, message)
    else log.info({ ...fields, aborted: true }, message)
  })
  return trace
}
