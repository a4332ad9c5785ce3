import type { CacheEntry, CacheStore } from './store.ts'

/** What may be said about the cache of a project. */
export interface CacheOptions {
  readonly store: CacheStore
  /** `cacheLife` of next.config, Next.js's own profiles included: what `revalidateTag(tag, profile)` may name. Seconds. */
  readonly profiles: Readonly<Record<string, { readonly expire?: number | undefined }>>
  /** `expireTime` of next.config: how long a kept answer may be served stale, in seconds. Only said to clients. */
  readonly expireSeconds: number
}

/** How usable an entry is. */
export type Freshness = 'fresh' | 'stale' | 'gone'

// Work that is under way, by key; and routes whose answers turned out not to be for everybody.
const MAX_DYNAMIC = 10_000

/** The time in milliseconds, finer than Date.now(): what is stored and what is revalidated right after must not tie. */
export function preciseNow(): number {
  return performance.timeOrigin + performance.now()
}

/** The cache of one project: a store, and what this process knows beside it. */
export class ProjectCache {
  readonly options: CacheOptions
  readonly #underWay = new Map<string, Promise<unknown>>()
  readonly #dynamic = new Set<string>()

  constructor(options: CacheOptions) {
    this.options = options
  }

  /** The entry of a key; a store that fails has none. */
  async read(key: string): Promise<CacheEntry | undefined> {
    try {
      return await this.options.store.get(key)
    } catch {
      return undefined
    }
  }

  /** Keeps an entry; a store that fails keeps nothing. */
  async write(key: string, entry: CacheEntry): Promise<void> {
    try {
      await this.options.store.set(key, entry)
    } catch {
      // The value was made and is used; it will be made again.
    }
  }

  /**
   * How usable an entry is now; not at all when the store cannot say.
   *
   * @param tags Beside the entry's own: those of the path it is asked for.
   */
  async judge(entry: CacheEntry, tags: readonly string[]): Promise<Freshness> {
    const now = preciseNow()
    const before = (moment: number): boolean => entry.storedAt < moment && moment <= now
    try {
      const states = await this.options.store.tagStates([...entry.tags, ...tags])
      if (states.some(({ expiredAt }) => before(expiredAt))) return 'gone'
      return now >= entry.staleAt || states.some(({ staleAt }) => before(staleAt)) ? 'stale' : 'fresh'
    } catch {
      return 'gone'
    }
  }

  /** Does a piece of work once for all who ask while it is under way. */
  share<T>(key: string, work: () => Promise<T>): Promise<T> {
    // Holds: one key names one kind of work.
    const known = this.#underWay.get(key) as Promise<T> | undefined
    if (known !== undefined) return known
    const started = work().finally(() => this.#underWay.delete(key))
    this.#underWay.set(key, started)
    return started
  }

  isDynamic(key: string): boolean {
    return this.#dynamic.has(key)
  }

  /** Remembers that what is under a key cannot be kept. */
  markDynamic(key: string): void {
    if (this.#dynamic.size >= MAX_DYNAMIC) this.#dynamic.clear()
    this.#dynamic.add(key)
  }
}
