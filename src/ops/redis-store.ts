import { createHash } from 'node:crypto'
import type { CacheEntry, CacheStore, TagState } from '../next/cache/store.ts'
import type { SharedRedis } from './redis.ts'

const DAY_MS = 86_400_000
/** Entries leave after that; Redis may let them go sooner, by its `maxmemory-policy`. */
const ENTRY_MS = 30 * DAY_MS
/** A tag's state must outlive every entry that it makes stale. */
const TAG_MS = 31 * DAY_MS
const LONGEST_KEY = 200
/** Revalidations that wait for Redis to come back. */
const MOST_PENDING = 10_000

function toKey(name: string): string {
  return name.length <= LONGEST_KEY ? name : createHash('sha256').update(name).digest('hex')
}

// JSON has no Infinity.
function toText(entry: CacheEntry): string {
  return JSON.stringify({ ...entry, staleAt: Number.isFinite(entry.staleAt) ? entry.staleAt : null })
}

function toEntry(text: string): CacheEntry {
  const { staleAt, ...rest } = JSON.parse(text)
  return { ...rest, staleAt: staleAt ?? Infinity }
}

/**
 * Keeps values in Redis, for all processes that use the same one: what one of them revalidates is stale for every other
 * from its next look on.
 *
 * While Redis is lost each process goes on with its own memory, and no request fails. Revalidations of that time are
 * made up for once it is back.
 *
 * @param prefix What the keys begin with.
 * @param createLocal Makes what stands in for Redis; a fresh one each time, since what others revalidate meanwhile is not
 *   heard of.
 */
export function createRedisStore(redis: SharedRedis, prefix: string, createLocal: () => CacheStore): CacheStore {
  let local = createLocal()
  const entryKey = (key: string): string => `${prefix}entry:${toKey(key)}`
  const tagKey = (tag: string): string => `${prefix}tag:${toKey(tag)}`
  const pending = new Map<string, TagState>()
  const mark = (tag: string, state: TagState): Promise<unknown> =>
    redis.run((client) => client.set(tagKey(tag), `${state.staleAt} ${state.expiredAt}`, 'PX', TAG_MS))
  redis.onReturn(() => {
    const waiting = [...pending]
    pending.clear()
    void Promise.all(waiting.map(([tag, state]) => mark(tag, state))).then(() => (local = createLocal()))
  })
  return {
    get: async (key) => {
      const found = await redis.run((client) => client.get(entryKey(key)))
      if (found === undefined) return local.get(key)
      return found.value === null ? undefined : toEntry(found.value)
    },
    set: async (key, entry) => {
      const done = await redis.run((client) => client.set(entryKey(key), toText(entry), 'PX', ENTRY_MS))
      if (done === undefined) await local.set(key, entry)
    },
    tagStates: async (tags) => {
      const here = await local.tagStates(tags)
      if (tags.length === 0) return here
      const found = await redis.run((client) => client.mget(tags.map(tagKey)))
      const there = found?.value.flatMap((text) => (text === null ? [] : [parseState(text)])) ?? []
      return [...here, ...there]
    },
    markTag: async (tag, state) => {
      // Here too: what this process keeps while Redis is lost must know of it.
      await local.markTag(tag, state)
      if ((await mark(tag, state)) !== undefined) return
      if (pending.size < MOST_PENDING) pending.set(tag, state)
    },
  }
}

function parseState(text: string): TagState {
  const [staleAt = 0, expiredAt = 0] = text.split(' ').map(Number)
  return { staleAt, expiredAt }
}
