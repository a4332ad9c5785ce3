import type { IncomingMessage, ServerResponse } from 'node:http'
import { Fault } from '../errors.ts'
import { shieldFromExpress } from '../http/express-shield.ts'
import { settleHeaders } from '../http/forwarded.ts'
import { allowCoding, RehostResponse } from '../http/node-objects.ts'
import { sendError, sendNotFound, type ErrorStyle, type OwnAnswer } from '../http/send-error.ts'
import { RSC_VARY } from '../next/rsc-vary.ts'
import { toDeadline, watchDeadline } from '../ops/deadline.ts'
import { isProbe, sendProbe } from '../ops/life.ts'
import { startTiming } from '../ops/server-timing.ts'
import type { Route } from '../routes/route.ts'
import { callEndpoint } from './call.ts'
import { checkGuard } from './guard.ts'
import type { Answer, AppParts, ErrorPlace, Host, Next, Served } from './parts.ts'
import { findStatic, findTrip, type Trip } from './trip.ts'

/** What is known of a request when something goes wrong with it. */
interface Progress {
  style: ErrorStyle
  route: Route | undefined
  trip: Trip | undefined
  served: Served | undefined
}

/**
 * Makes the request line: the one function that every request to a route goes through, top to bottom.
 *
 * The comments at the right are the statuses a step may end the request with. A path that is nobody's goes to `next`.
 * Nothing waits that need not: for a loaded route of a plain folder the handler runs in the same turn of the event loop.
 */
export function createAnswer(parts: AppParts, host: Host): Answer {
  const { telemetry } = parts
  async function answer(incoming: IncomingMessage, outgoing: ServerResponse, next: Next): Promise<void> {
    const folder = parts.folder() // Taken once: a reload in the middle of a request does not touch it.
    const url = incoming.url ?? '/'
    if (parts.node.compress && outgoing instanceof RehostResponse) allowCoding(outgoing)
    if (isProbe(url) && !host.mounted) return sendProbe(url, parts.life, outgoing)
    const trace = parts.trace?.(incoming, outgoing)
    const timing = parts.reveal ? startTiming(outgoing, 'handler') : undefined
    const progress: Progress = { style: 'json', route: undefined, trip: undefined, served: undefined }
    try {
      settleHeaders(incoming, parts.trust)
      const way = findStatic(folder, url) ?? findTrip({ folder, parts, host, req: incoming, res: outgoing })
      const trip = isPending(way) ? await way : way //                                                        308, 400
      if (trip === 'answered') return
      if (trip === undefined) return next() //                                                                     404
      const { route } = trip.match
      timing?.mark('match')
      progress.trip = trip
      progress.route = route
      if (trace) trace.route = route.pattern.path
      const counting = parts.checkRate?.(incoming, outgoing, route.pattern.path)
      if (counting) await counting //                                                                               429
      if (route.root === 'app') progress.style = 'empty'
      const served = folder.serve(route)
      const endpoint = served instanceof Promise ? await served : served //                                         500
      progress.served = endpoint
      timing?.mark('load')
      const [req, res] = shieldFromExpress(incoming, outgoing)
      if (parts.node.compress) allowCoding(res)
      if (endpoint.stale) res.setHeader('X-Rehost-Stale', toFirstLine(endpoint.stale))
      else parts.watch?.(res, endpoint) // The document is that of the newest version, which did not answer here.
      progress.style = endpoint.contract ? 'problem' : endpoint.endpoint.style === 'node' ? 'text' : 'empty'
      if (checkGuard(endpoint, req, res)) return //                                                            405, 204
      const deadline = toDeadline(endpoint.maxDuration, parts.limits)
      if (deadline) watchDeadline(res, deadline, createLate(parts, { req, url, route, id: trace?.id }, res)) //     503
      const work = callEndpoint({ parts, served: endpoint, trip, req, res })
      if (isPending(work)) await work //                                                                       400, 413
    } catch (thrown) {
      const { error, own } = toSent(thrown, progress.served)
      parts.onError(error, { req: incoming, url, route: progress.route, id: trace?.id })
      if (progress.style === 'empty' && !outgoing.headersSent) outgoing.setHeader('Vary', RSC_VARY)
      // A route file says that it has nothing for these parameters.
      if (error instanceof Fault && error.code === 'ROUTE_NOT_FOUND') return sendNotFound(incoming, outgoing)
      const { style, trip } = progress
      sendError(incoming, outgoing, error, { style, own, preset: trip?.preset ?? [], reveal: parts.reveal })
    }
  }
  if (telemetry === undefined) return answer
  return (req, res, next) => telemetry.run(req, res, () => answer(req, res, next))
}

// The project's own error format is its code, which may throw: that is the failure then.
function toSent(error: unknown, served: Served | undefined): { error: unknown; own?: OwnAnswer | undefined } {
  try {
    return { error, own: served?.toOwnAnswer?.(error) }
  } catch (broken) {
    return { error: broken }
  }
}

// A handler that is done when it returns is not waited for: an await costs a turn of the microtask queue.
function isPending<T>(value: T | PromiseLike<T>): value is PromiseLike<T> {
  return typeof value === 'object' && value !== null && 'then' in value
}

// Nothing of the answer is out, and says so; or a part is, and the closed connection tells that it is not the whole.
function createLate(parts: AppParts, place: ErrorPlace, res: ServerResponse): (fault: Fault) => void {
  return (fault) => {
    parts.life.counts.timedOut += 1
    parts.onError(fault, place)
    sendError(place.req, res, fault, { style: 'json' })
  }
}

// A header holds one line of visible ASCII.
function toFirstLine({ message }: Fault): string {
  return (message.split('\n')[0] ?? '').replace(/[^\x20-\x7e]/g, '?')
}
