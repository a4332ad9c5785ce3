import { type ProjectCache, preciseNow } from './project-cache.ts'
import type { CacheEntry } from './store.ts'
import { type KeptState, revalidateOf, toKeptResponse, toText, withRevalidate } from './kept-response.ts'
import type { Collected } from '../scope.ts'

/** An answer just made, and what was collected meanwhile. */
export interface Made {
  readonly response: Response
  readonly collect: Collected
}

/** How the answer of one path is made and kept. */
export interface Keeping {
  readonly cache: ProjectCache
  readonly key: string
  /** The tags of the path. */
  readonly tags: readonly string[]
  /** Seconds an answer is fresh, if nothing in it asks for less. */
  readonly revalidate: number
  readonly make: () => Promise<Made>
  /** Keeps work going after the answer, and has its errors logged. */
  readonly inBackground: (work: Promise<unknown>) => void
}

type Outcome = { readonly text: string } | { readonly own: Response }

// RFC 9110: an error is not for everybody, but that something does not exist is.
function isKeepable({ response, collect }: Made): boolean {
  return !collect.isDynamic && (response.status < 400 || response.status === 404)
}

async function makeAndKeep(keeping: Keeping): Promise<Outcome> {
  const { cache, key, tags } = keeping
  const made = await keeping.make()
  if (!isKeepable(made)) return { own: made.response }
  const revalidate = Math.min(keeping.revalidate, made.collect.revalidate)
  const storedAt = preciseNow()
  const text = await toText(made.response, revalidate)
  await cache.write(key, {
    value: text,
    tags: [...tags, ...made.collect.tags],
    storedAt,
    staleAt: storedAt + revalidate * 1000,
  })
  return { text }
}

// A stale answer that cannot be made anew is better than none; it is tried again soon.
async function postpone({ cache, key }: Keeping, entry: CacheEntry): Promise<void> {
  const before = revalidateOf(entry.value)
  const seconds = Math.min(Math.max(Number.isFinite(before) ? before : 3, 3), 30)
  const value = withRevalidate(entry.value, seconds)
  const now = preciseNow()
  await cache.write(key, { ...entry, value, storedAt: now, staleAt: now + seconds * 1000 })
}

async function renew(keeping: Keeping, entry: CacheEntry): Promise<void> {
  try {
    const outcome = await makeAndKeep(keeping)
    if ('own' in outcome) await postpone(keeping, entry)
  } catch (error) {
    await postpone(keeping, entry)
    throw error
  }
}

async function makeFirst(keeping: Keeping): Promise<Response> {
  const { cache, key } = keeping
  let isMine = false
  const outcome = await cache.share(key, () => {
    isMine = true
    return makeAndKeep(keeping)
  })
  if ('text' in outcome) return toResponse(keeping, outcome.text, 'MISS')
  cache.markDynamic(key)
  // Who waited for another's answer, which is for that one alone, must have its own.
  return isMine ? outcome.own : (await keeping.make()).response
}

function toResponse({ cache }: Keeping, text: string, state: KeptState): Response {
  return toKeptResponse(text, state, cache.options.expireSeconds)
}

/**
 * Answers from what is kept; a stale answer is served once more while it is made anew. What is made the first time is
 * made once for all who ask meanwhile. An answer that used request data, or failed, is not kept, and its path is
 * answered the ordinary way from then on.
 *
 * @throws Whatever making the answer throws, where none is kept.
 */
export async function keepAnswer(keeping: Keeping): Promise<Response> {
  const { cache, key, tags } = keeping
  if (cache.isDynamic(key)) return (await keeping.make()).response
  const entry = await cache.read(key)
  const state = entry === undefined ? 'gone' : await cache.judge(entry, tags)
  if (entry === undefined || state === 'gone') return makeFirst(keeping)
  if (state === 'fresh') return toResponse(keeping, entry.value, 'HIT')
  keeping.inBackground(cache.share(key, () => renew(keeping, entry)))
  return toResponse(keeping, entry.value, 'STALE')
}
