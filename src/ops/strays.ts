import type { Logger } from '../log.ts'
import type { Life } from './life.ts'

const MINUTE_MS = 60_000
const CHECK_EVERY_MS = 1000

// The events are the process's, and so are their counts.
const counts = { exception: 0, rejection: 0 }
const listeners = new Set<() => void>()

/** How many errors there were outside of any request since the process began. */
export function countStrays(): Readonly<typeof counts> {
  return counts
}

/**
 * Keeps the process alive when a handler's timer throws or a promise nobody waits for rejects: the error is logged and
 * counted, and the server goes on serving, as `next start` does.
 *
 * @returns Takes the listeners away again.
 */
export function catchStrays(log: Logger): () => void {
  const onError = (kind: keyof typeof counts, name: string) => (err: unknown) => {
    counts[kind] += 1
    for (const listener of listeners) listener()
    const count = counts.exception + counts.rejection
    log.error({ err, event: name, count }, `${name} outside any request: the server goes on`)
  }
  const onException = onError('exception', 'uncaught exception')
  const onRejection = onError('rejection', 'unhandled rejection')
  process.on('uncaughtException', onException)
  process.on('unhandledRejection', onRejection)
  return () => {
    process.off('uncaughtException', onException)
    process.off('unhandledRejection', onRejection)
  }
}

/**
 * Says in `life` when errors outside of any request are so many that something must be broken for good, until the last
 * minute had fewer again.
 *
 * @param perMinute How many in a minute are that many.
 * @param window How long what counts as a minute is, and how often it is looked at, in milliseconds.
 * @returns Ends the watch.
 */
export function watchStrays(
  life: Life,
  perMinute: number,
  { windowMs, everyMs } = { windowMs: MINUTE_MS, everyMs: CHECK_EVERY_MS },
): () => void {
  const times: number[] = []
  const judge = (): void => {
    const since = performance.now() - windowMs
    while (times[0] !== undefined && times[0] < since) times.shift()
    life.isFaulty = times.length >= perMinute
  }
  const note = (): void => {
    times.push(performance.now())
    if (times.length > perMinute) times.shift()
    judge()
  }
  listeners.add(note)
  const timer = setInterval(judge, everyMs).unref()
  return () => {
    listeners.delete(note)
    clearInterval(timer)
  }
}
