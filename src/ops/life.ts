import type { IncomingMessage, ServerResponse } from 'node:http'
import { createCounts, type Counts } from './counts.ts'
import type { RequestTally } from './tally.ts'

/** Where a server is in its life; one object a server, read by probes and by every answer. */
export interface Life {
  phase: 'starting' | 'ready' | 'draining'
  /** Seconds for which clients are sent away because the event loop is late; 0 while it is in time. See `watchLag`. */
  retryAfterS: number
  /** What happened to it so far. */
  readonly counts: Counts
  /** Whether errors outside of any request were too many in the last minute. See `watchStrays`. */
  isFaulty: boolean
  /** Resolves once what another process has accepted for this one is here; undefined when it accepts for itself. */
  settle?: () => Promise<void>
  /** Requests by route; undefined when nobody will ask. */
  readonly tally: RequestTally | undefined
}

/** A life that begins. */
export function createLife(phase: Life['phase'] = 'ready', tally?: RequestTally): Life {
  return { phase, retryAfterS: 0, isFaulty: false, counts: createCounts(), tally }
}

export const LIVE_PATH = '/livez'
export const READY_PATH = '/readyz'

/** Tells whether a path is a probe's. Probes come before every route, so that no file can shadow them. */
export function isProbe(path: string): boolean {
  return path.length < 8 && (path === LIVE_PATH || path === READY_PATH)
}

/** Whether a server wants requests; what keeps it from that, if not. */
export function toReadiness({
  phase,
  retryAfterS,
  isFaulty,
}: Life): 'ok' | 'starting' | 'draining' | 'overloaded' | 'faulty' {
  if (phase !== 'ready') return phase
  if (retryAfterS > 0) return 'overloaded'
  return isFaulty ? 'faulty' : 'ok'
}

/** Answers a probe: alive whenever the process turns, ready only while it wants traffic. */
export function sendProbe(path: string, life: Life, res: ServerResponse<IncomingMessage>): void {
  const status = path === LIVE_PATH ? 'ok' : toReadiness(life)
  const text = JSON.stringify({ status })
  res.statusCode = status === 'ok' ? 200 : 503
  res.setHeader('Content-Type', 'application/json; charset=utf-8')
  res.setHeader('Cache-Control', 'no-store')
  res.setHeader('Content-Length', Buffer.byteLength(text))
  res.end(text)
}
