import type { CacheEntry, CacheStore, TagState } from './store.ts'

// Bookkeeping beside the text: the entry, its place in the map.
const OVERHEAD_BYTES = 200
const MAX_TAGS = 10_000

function sizeOf(key: string, entry: CacheEntry): number {
  const tags = entry.tags.reduce((sum, tag) => sum + tag.length, 0)
  return OVERHEAD_BYTES + Buffer.byteLength(entry.value) + key.length + tags
}

/**
 * Keeps values in this process, the least recently used leaving first.
 *
 * @param maxBytes Most that keys and values may take together; 0 keeps nothing. A value that alone is over it is not
 *   kept.
 */
export function createMemoryStore(maxBytes: number): CacheStore {
  // A Map remembers the order of insertion: the first key is the one that was used longest ago.
  const entries = new Map<string, { entry: CacheEntry; bytes: number }>()
  const states = new Map<string, TagState>()
  let bytes = 0

  function drop(key: string): void {
    bytes -= entries.get(key)?.bytes ?? 0
    entries.delete(key)
  }

  return {
    get(key) {
      const found = entries.get(key)
      if (found === undefined) return undefined
      entries.delete(key)
      entries.set(key, found)
      return found.entry
    },
    set(key, entry) {
      drop(key)
      const size = sizeOf(key, entry)
      if (size > maxBytes) return
      entries.set(key, { entry, bytes: size })
      bytes += size
      for (const oldest of entries.keys()) {
        if (bytes <= maxBytes) break
        drop(oldest)
      }
    },
    tagStates(tags) {
      return tags.flatMap((tag) => states.get(tag) ?? [])
    },
    markTag(tag, state) {
      states.set(tag, state)
      if (states.size <= MAX_TAGS) return
      // A forgotten tag must not bring back what it expired, so that all is forgotten with it.
      states.clear()
      entries.clear()
      bytes = 0
    },
  }
}
