import type { ServerResponse } from 'node:http'
import { Fault } from '../errors.ts'

/** How long an answer may take. */
export interface Deadline {
  /** Milliseconds. */
  readonly ms: number
  /** True when the answer must be complete by then, false when it must have begun. */
  readonly whole: boolean
}

/** A route's own limit, for the whole answer, or the server's, for its beginning; undefined when there is none. */
export function toDeadline(
  maxDuration: number | undefined,
  limits: { readonly responseMs: number; readonly maxDuration: boolean },
): Deadline | undefined {
  const { responseMs } = limits
  if (limits.maxDuration && maxDuration !== undefined) return { ms: maxDuration * 1000, whole: true }
  return responseMs > 0 ? { ms: responseMs, whole: false } : undefined
}

/**
 * Watches that an answer is there in time.
 *
 * @param onLate Called with the fault to answer with; by then nothing is out, or the answer must be cut off.
 */
export function watchDeadline(res: ServerResponse, { ms, whole }: Deadline, onLate: (fault: Fault) => void): void {
  const timer = setTimeout(() => {
    if (res.writableEnded || (res.headersSent && !whole)) return
    onLate(new Fault('ANSWER_LATE', `No answer within ${ms} ms`))
  }, ms)
  res.once('close', () => clearTimeout(timer))
}
