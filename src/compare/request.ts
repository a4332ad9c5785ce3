/** A request that both servers are asked. */
export interface PlannedRequest {
  /** Upper case. */
  readonly method: string
  /** Path and query, as they are sent. */
  readonly target: string
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | undefined
}

/** The requests of a file, and what it holds that cannot be sent. */
export interface Plan {
  readonly requests: readonly PlannedRequest[]
  /** One sentence each. */
  readonly notes: readonly string[]
}

/** RFC 9110 §9.2.1: methods that ask and change nothing; OPTIONS is left out because nobody compares it by default. */
export const SAFE_METHODS: readonly string[] = ['GET', 'HEAD']
