/** Why a connection was closed before its client wanted. */
export type DropReason = 'limit' | 'pipelined' | 'slow_reader' | 'upgrade'

/**
 * What happened to one server since it started: plain numbers that cost nothing to raise, read by `/metrics` and tests.
 */
export interface Counts {
  /** Connections open now. */
  connections: number
  /** Connections closed, by reason. */
  readonly dropped: Record<DropReason, number>
  /** Requests the server refused before the app saw them, by status: no HTTP, too much, too late. */
  readonly clientErrors: Record<number, number>
  /** Requests refused because the event loop was late. */
  shed: number
  /** Requests refused by a rate limit. */
  rateLimited: number
  /** Handlers whose answer was not there in time. */
  timedOut: number
  /** Sampled answers that broke their contract, by method, status and route: `GET 200 /api/books/[id]`. */
  readonly drifts: Map<string, number>
}

/** All zero. */
export function createCounts(): Counts {
  return {
    connections: 0,
    dropped: { limit: 0, pipelined: 0, slow_reader: 0, upgrade: 0 },
    clientErrors: { 400: 0, 405: 0, 408: 0, 413: 0, 414: 0, 417: 0, 431: 0, 501: 0, 505: 0 },
    shed: 0,
    rateLimited: 0,
    timedOut: 0,
    drifts: new Map(),
  }
}
