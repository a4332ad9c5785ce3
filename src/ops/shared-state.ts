import type { Operate } from '../config/operate-options.ts'
import type { TrustProxy } from '../http/forwarded.ts'
import type { Logger } from '../log.ts'
import type { CacheStore } from '../next/cache/store.ts'
import type { Counts } from './counts.ts'
import type { CheckRate } from './rate-limit.ts'

/** What processes that serve the same project have in common. */
export interface SharedState {
  /** @param createLocal Makes a store in the memory of this process. */
  openStore(createLocal: () => CacheStore): CacheStore
  /** Undefined when no limit is set. */
  readonly checkRate: CheckRate | undefined
  close(): void
}

interface SharedParts {
  readonly log: Logger
  readonly trust: TrustProxy
  readonly counts: Counts
  /** What this version of the project goes by. */
  readonly release: string
}

/**
 * Opens what the options ask for; packages for what they do not ask for are not loaded.
 *
 * @throws {Fault} CONFIG_INVALID, when a package is not installed.
 */
export async function openSharedState(
  { redis: place, rateLimit }: Pick<Operate, 'redis' | 'rateLimit'>,
  { log, trust, counts, release }: SharedParts,
): Promise<SharedState> {
  const redis = place && (await (await import('./redis.ts')).openRedis(place.url, log))
  const prefix = place?.prefix ?? `rehost:${release}:`
  const createStore = redis && (await import('./redis-store.ts')).createRedisStore
  const createRateLimit = rateLimit.length === 0 ? undefined : (await import('./rate-limit.ts')).createRateLimit
  return {
    openStore: (createLocal) => (redis && createStore ? createStore(redis, prefix, createLocal) : createLocal()),
    checkRate: await createRateLimit?.({ limits: rateLimit, redis, trust, counts }),
    close: () => redis?.close(),
  }
}
