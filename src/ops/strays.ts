import type { Logger } from '../log.ts'

// The events are the process's, and so are their counts.
const counts = { exception: 0, rejection: 0 }

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
