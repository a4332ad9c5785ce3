import { setTimeout as wait } from 'node:timers/promises'

export interface Again {
  /** Milliseconds one attempt may take. */
  readonly timeoutMs: number
  /** Attempts altogether. */
  readonly attempts: number
  /** Milliseconds before the second attempt; doubled for each further one. */
  readonly pauseMs: number
}

const isWorthwhile = (status: number): boolean => status === 429 || status >= 500

/** Fetches with a deadline, and again when the other side was at fault. GET only: other requests may not be repeated. */
export async function fetchAgain(url: URL, { timeoutMs, attempts, pauseMs }: Again): Promise<Response> {
  for (let attempt = 1; ; attempt += 1) {
    const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) }).catch((error: unknown) => {
      if (attempt >= attempts) throw error
      return undefined
    })
    if (response && (!isWorthwhile(response.status) || attempt >= attempts)) return response
    await response?.body?.cancel()
    // Some chance in it, so that clients that failed together do not come back together.
    await wait(pauseMs * 2 ** (attempt - 1) * (0.5 + Math.random() / 2))
  }
}
