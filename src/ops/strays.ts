import type { Logger } from '../log.ts'

/**
 * Keeps the process alive when a handler's timer throws or a promise nobody waits for rejects: the error is logged and
 * counted, and the server goes on serving, as `next start` does.
 *
 * @returns Takes the listeners away again.
 */
export function catchStrays(log: Logger): () => void {
  let count = 0
  const onError = (kind: string) => (err: unknown) => {
    count += 1
    log.error({ err, event: kind, count }, `${kind} outside any request: the server goes on`)
  }
  const onException = onError('uncaught exception')
  const onRejection = onError('unhandled rejection')
  process.on('uncaughtException', onException)
  process.on('unhandledRejection', onRejection)
  return () => {
    process.off('uncaughtException', onException)
    process.off('unhandledRejection', onRejection)
  }
}
