import { answerNode } from '../http/node-door.ts'
import type { RehostRequest, RehostResponse } from '../http/node-objects.ts'
import { parseQuery, toQuery, type ParsedQuery } from '../http/query.ts'
import type { WebCall } from '../next/web-door.ts'
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
    case 'web': {
      const { handlers } = endpoint
      return doorsOf(served).answerWeb(req, res, {
        ...toWebCall(call, trip.path),
        handlers,
        exports: endpoint.exports,
        edge: served.edge,
      })
    }
    case 'edge':
      // Unlike the others these see the URL with its basePath.
      return doorsOf(served).answerEdge(req, res, {
        ...toWebCall(call, trip.sent),
        handler: endpoint.handler,
        urlConfig: call.parts.folder().urlConfig,
      })
  }
}

function doorsOf({ doors, route }: Served): WebDoors {
  if (doors === undefined) throw new Error(`${route.name} is no Node-style handler and came without its door`)
  return doors
}

function toWebCall({ parts, trip, req }: Call, path: string): Omit<WebCall, 'handlers'> {
  const { params, route } = trip.match
  const isStatic = route.pattern.segments.every(({ kind }) => kind === 'static')
  return {
    route: route.pattern.path,
    file: route.name,
    params: isStatic ? undefined : params,
    target: trip.search === '' ? path : `${path}?${trip.search}`,
    origin: toOrigin(req, parts.trust !== undefined),
    host: parts.web,
    limitBytes: parts.limits.bodyBytes || undefined,
    jsonDepth: parts.limits.jsonDepth,
  }
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
