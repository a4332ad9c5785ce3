/** A value kept under a key, and what makes it stale. Times are milliseconds since 1970, with fractions. */
export interface CacheEntry {
  /** Text: stores that live outside of the process need nothing else. */
  readonly value: string
  readonly tags: readonly string[]
  readonly storedAt: number
  /** From then on the value is served once more while a fresh one is made; Infinity for never. */
  readonly staleAt: number
}

/** What revalidation did to a tag; 0 is never. */
export interface TagState {
  /** Entries stored before are stale: served once more. */
  readonly staleAt: number
  /** Entries stored before are gone, once this moment has come. */
  readonly expiredAt: number
}

/**
 * Where cached values live. The store keeps and forgets; what is stale is decided by `next/cache`.
 *
 * Implementations may be shared by several processes. One that fails should reject: the caller then does the work
 * itself.
 */
export interface CacheStore {
  get(key: string): CacheEntry | undefined | Promise<CacheEntry | undefined>
  set(key: string, entry: CacheEntry): void | Promise<void>
  /** The states of those of `tags` that were ever revalidated. */
  tagStates(tags: readonly string[]): readonly TagState[] | Promise<readonly TagState[]>
  markTag(tag: string, state: TagState): void | Promise<void>
}
