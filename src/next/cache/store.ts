/** A value kept under a key, and what makes it stale. Times are milliseconds since 1970. */
export interface CacheEntry {
  /** JSON text: stores that live outside of the process need nothing else. */
  readonly value: string
  readonly tags: readonly string[]
  readonly storedAt: number
  /** From then on the value is served once more while a fresh one is made; Infinity for never. */
  readonly staleAt: number
}

/** What revalidation did to a tag. Entries stored before a moment are affected by it. */
export interface TagState {
  /** Entries stored before are stale: served once more. */
  readonly staleAt: number
  /** Entries stored before are gone. */
  readonly expiredAt: number
}

/**
 * Where cached values live. The store keeps and forgets; what is stale is decided by `next/cache`.
 *
 * Implementations may be shared by several processes. A store that fails should reject: the caller then does the work
 * itself.
 */
export interface CacheStore {
  get(key: string): CacheEntry | undefined | Promise<CacheEntry | undefined>
  set(key: string, entry: CacheEntry): void | Promise<void>
  delete(key: string): void | Promise<void>
  /** The states of those of `tags` that were ever revalidated. */
  tags(tags: readonly string[]): readonly TagState[] | Promise<readonly TagState[]>
  markTags(tags: readonly string[], state: TagState): void | Promise<void>
}

/** The cache of one project. */
export interface CacheScope {
  readonly store: CacheStore
  /** Profiles of `cacheLife` in next.config, beside the built-in ones; seconds. */
  readonly profiles?: Readonly<Record<string, { readonly expire?: number | undefined }>> | undefined
}
