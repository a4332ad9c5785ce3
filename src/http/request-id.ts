import { randomFillSync } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

const WELL_FORMED = /^[A-Za-z0-9._-]{1,128}$/

// Random bytes are drawn for many ids at once: one call to the generator costs more than an id.
const pool = Buffer.alloc(16 * 256)
let used = pool.length

function nextId(): string {
  if (used === pool.length) {
    randomFillSync(pool)
    used = 0
  }
  used += 16
  return pool.toString('hex', used - 16, used)
}

/** The id a request goes by in the log: the client's own `x-request-id` when it is well-formed, else a fresh one. */
export function toRequestId(req: IncomingMessage): string {
  const given = req.headers['x-request-id']
  return typeof given === 'string' && WELL_FORMED.test(given) ? given : nextId()
}
