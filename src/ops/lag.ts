import type { Life } from './life.ts'

const EVERY_MS = 50

/**
 * Watches how late the event loop is, and says in `life` when it is too late to take on more.
 *
 * The state ends as soon as the loop is in time again by half: refusing costs next to nothing, so it catches up at once.
 *
 * @param options.maxLagMs Milliseconds a timer may be late.
 * @returns Ends the watch.
 */
export function watchLag(
  life: Life,
  { maxLagMs, retryAfterS }: { readonly maxLagMs: number; readonly retryAfterS: number },
): () => void {
  let expected = performance.now() + EVERY_MS
  const timer = setInterval(() => {
    const now = performance.now()
    const lagMs = now - expected
    expected = now + EVERY_MS
    const isLate = lagMs > (life.retryAfterS > 0 ? maxLagMs / 2 : maxLagMs)
    life.retryAfterS = isLate ? retryAfterS : 0
  }, EVERY_MS).unref()
  return () => clearInterval(timer)
}
