import { answerNode } from '../http/node-door.ts'
import type { RehostRequest, RehostResponse } from '../http/node-objects.ts'
import { parseQuery, toQuery, type ParsedQuery } from '../http/query.ts'
import type { Endpoint } from '../module/endpoint.ts'
import type { EdgeCall } from '../next/edge-door.ts'
import type { WebCall } from '../next/web-door.ts'
import type { Match } from '../routes/route.ts'
import { toOrigin } from './origin.ts'
import type { AppParts, Served } from './parts.ts'
import type { Trip } from './trip.ts'
import type { WebDoors } from './web-doors.ts'

interface Call {
  readonly parts: AppParts
  readonly served: Served
  readonly trip: Trip
  readonly req: RehostRequest
  readonly res: RehostResponse
}

/** Calls an endpoint through the door of its style. */
export function callEndpoint(call: Call): unknown {
  const { served, trip, req, res } = call
  const { endpoint } = served
  switch (endpoint.style) {
    case 'node': {
      const { query, text } = toNodeQuery(trip)
      req.url = text === '' ? trip.path : `${trip.path}?${text}`
      const { handler, settings } = endpoint
      return answerNode(call.parts.node, req, res, { handler, query, settings })
    }
    case 'web':
      return doorsOf(served).answerWeb(req, res, toWebCall(call, endpoint))
    case 'edge':
      return doorsOf(served).answerEdge(req, res, toEdgeCall(call, endpoint.handler))
  }
}

function doorsOf({ doors, route }: Served): WebDoors {
  if (doors === undefined) throw new Error(`${route.name} is no Node-style handler and came without its door`)
  return doors
}

// Both are written out: V8 makes an object of known shape of them, and a slow one of a spread.
function toWebCall(call: Call, endpoint: Endpoint & { style: 'web' }): WebCall {
  const { parts, served, trip, req } = call
  const { route } = trip.match
  return {
    handlers: endpoint.handlers,
    exports: endpoint.exports,
    throwsNotAllowed: served.contract !== undefined,
    edge: served.edge,
    route: route.pattern.path,
    file: route.name,
    params: toParams(trip),
    target: trip.search === '' ? trip.path : `${trip.path}?${trip.search}`,
    origin: toOrigin(req, parts.trust !== undefined),
    host: parts.web,
    limitBytes: parts.limits.bodyBytes || undefined,
    jsonDepth: parts.limits.jsonDepth,
  }
}

function toEdgeCall({ parts, trip, req }: Call, handler: unknown): EdgeCall {
  const { route } = trip.match
  return {
    handler,
    urlConfig: parts.folder().urlConfig,
    route: route.pattern.path,
    file: route.name,
    params: toParams(trip),
    // Unlike the others these see the URL with its basePath.
    target: trip.search === '' ? trip.sent : `${trip.sent}?${trip.search}`,
    origin: toOrigin(req, parts.trust !== undefined),
    host: parts.web,
    limitBytes: parts.limits.bodyBytes || undefined,
    jsonDepth: parts.limits.jsonDepth,
  }
}

function toParams({ match }: Trip): Match['params'] | undefined {
  for (const { kind } of match.route.pattern.segments) if (kind !== 'static') return match.params
  return undefined
}

function toNodeQuery(trip: Trip): ParsedQuery {
  const { params } = trip.match
  if (trip.search === '' && trip.query === undefined) return { query: toQuery(params), text: '' }
  const { segments } = trip.match.route.pattern
  const isParam = (name: string): boolean => segments.some((one) => one.kind !== 'static' && one.name === name)
  const own = parseQuery(trip.search, params, isParam)
  // A rewrite's query is merged into what the handler reads, but not into the URL it sees.
  return trip.query === undefined ? own : { query: { ...trip.query, ...toQuery(params) }, text: own.text }
}
