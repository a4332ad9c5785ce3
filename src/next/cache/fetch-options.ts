/** What Next.js adds to the options of `fetch`. */
export interface NextFetchOptions {
  /** Seconds a response is fresh; false for ever, 0 for not at all. */
  readonly revalidate?: number | false | undefined
  /** Names for `revalidateTag()`. */
  readonly tags?: string[] | undefined
}

/** How long a response may be kept, and under which names. */
export interface FetchPlan {
  /** Seconds; Infinity for ever. */
  readonly revalidate: number
  readonly tags: readonly string[]
}

function nextOf(init: RequestInit | undefined): NextFetchOptions {
  if (init === undefined || !('next' in init)) return {}
  const { next } = init
  return typeof next === 'object' && next !== null ? next : {}
}

const KEEP_BY_DEFAULT = new Set(['force-cache', 'default-cache', 'only-cache'])

function wants(
  cache: string | undefined,
  revalidate: number | false | undefined,
  fetchCache: string | undefined,
): boolean {
  if (fetchCache === 'force-no-store' || fetchCache === 'only-no-store') return false
  if (fetchCache === 'force-cache') return true
  if (revalidate === 0 || cache === 'no-store' || cache === 'no-cache' || cache === 'reload') return false
  if (cache === 'force-cache' || revalidate !== undefined) return true
  return fetchCache !== undefined && KEEP_BY_DEFAULT.has(fetchCache)
}

/**
 * Reads from a fetch's options whether its response may be kept: only when they say so.
 *
 * @param fetchCache What the route file says for all of its fetches.
 * @returns Undefined for a response that is not kept.
 */
export function toFetchPlan(
  cache: RequestCache | undefined,
  init: RequestInit | undefined,
  fetchCache: string | undefined,
): FetchPlan | undefined {
  const { revalidate, tags } = nextOf(init)
  if (!wants(cache, revalidate, fetchCache)) return undefined
  return { revalidate: typeof revalidate === 'number' && revalidate > 0 ? revalidate : Infinity, tags: tags ?? [] }
}
