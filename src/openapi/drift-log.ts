import type { Logger } from '../log.ts'
import type { SentAnswer } from './drift.ts'
import type { Drift } from './schema-judge.ts'

/** Kinds that are remembered; a pointer may hold names that clients choose. */
const MOST_KINDS = 500
/** Lines a minute. */
const MOST_LINES = 10
const MINUTE_MS = 60_000

/** What is told of one answer. */
export interface Told {
  readonly sent: SentAnswer
  /** The route's path in Next.js spelling. */
  readonly path: string
  readonly drifts: readonly Drift[]
}

/** One line of the log. */
export function tellDrift(log: Logger, { sent, path }: Omit<Told, 'drifts'>, { pointer, detail }: Drift): void {
  const { route, method, status } = sent
  const place = `${route}: ${method} ${path} answered ${status}${pointer && ` ${pointer}`}`
  log.warn({ event: 'drift', file: route, pointer, status }, `${place}: ${detail}`)
}

/**
 * Logs each kind of drift once: route, method, status, place and reason, whatever the index in a list is. No more than
 * ten lines a minute, and five hundred in all; the counter knows the rest.
 *
 * @param now Milliseconds of a clock that only goes forward.
 */
export function createDriftLog(log: Logger, now: () => number = () => performance.now()): (told: Told) => void {
  const known = new Set<string>()
  let since = now()
  let lines = 0
  return ({ drifts, ...told }) => {
    if (now() - since >= MINUTE_MS) {
      since = now()
      lines = 0
    }
    for (const drift of drifts) {
      const { route, method, status } = told.sent
      const kind = [route, method, status, drift.pointer.replace(/\/\d+(?=\/|$)/g, '/*'), drift.detail].join(' ')
      // A kind that finds no room now has its turn when it comes again.
      if (known.has(kind) || known.size >= MOST_KINDS || lines >= MOST_LINES) continue
      known.add(kind)
      lines += 1
      tellDrift(log, told, drift)
    }
  }
}
