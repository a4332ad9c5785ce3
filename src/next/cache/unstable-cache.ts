import { createHash } from 'node:crypto'
import { watchWork } from '../after.ts'
import { Collected, type Frame, currentFrame, runInFrame } from '../scope.ts'
import type { CacheEntry } from './store.ts'
import { type ProjectCache, preciseNow } from './project-cache.ts'
import { pathTagsOf } from './request-tags.ts'

export interface UnstableCacheOptions {
  /** Seconds a result is fresh; false (the default) for ever. */
  readonly revalidate?: number | false | undefined
  /** Names for `revalidateTag()`. */
  readonly tags?: string[] | undefined
}

interface Cached {
  readonly key: string
  readonly work: () => Promise<unknown>
  readonly tags: readonly string[]
  readonly revalidate: number
}

function toValue(entry: CacheEntry): unknown {
  // JSON has no word for undefined.
  return entry.value === '' ? undefined : JSON.parse(entry.value)
}

async function make(cache: ProjectCache, cached: Cached, frame: Frame): Promise<unknown> {
  const { key, work, tags, revalidate } = cached
  const collect = new Collected()
  collect.add(tags, revalidate)
  const value = await runInFrame({ scope: frame.scope, phase: 'cached', collect }, work)
  frame.collect?.add(collect.tags, collect.revalidate)
  const storedAt = preciseNow()
  await cache.write(key, {
    value: JSON.stringify(value) ?? '',
    tags: [...collect.tags],
    storedAt,
    staleAt: storedAt + collect.revalidate * 1000,
  })
  return value
}

async function readOrMake(cache: ProjectCache, cached: Cached, frame: Frame): Promise<unknown> {
  const entry = await cache.read(cached.key)
  const state = entry === undefined ? 'gone' : await cache.judge(entry, pathTagsOf(frame.scope))
  if (entry === undefined || state === 'gone') return make(cache, cached, frame)
  frame.collect?.add(entry.tags, cached.revalidate)
  if (state === 'stale') {
    watchWork(
      frame.scope,
      cache.share(cached.key, () => make(cache, cached, frame)),
    )
  }
  return toValue(entry)
}

function checkRevalidate({ revalidate }: UnstableCacheOptions, source: string): number {
  if (revalidate === undefined || revalidate === false) return Infinity
  if (typeof revalidate === 'number' && revalidate > 0) return revalidate
  throw new Error(
    `Invariant revalidate: ${revalidate} can not be passed to unstable_cache(), must be "false" or "> 0" ${source}`,
  )
}

/**
 * Keeps a function's results by its source, `keyParts` and the JSON of its arguments. The first caller gets the result
 * itself, later ones a copy that went through JSON. Rejections are not kept; callers that come together each run it.
 * Without a request, or without a cache, the function just runs.
 *
 * @see https://nextjs.org/docs/app/api-reference/functions/unstable_cache
 */
export function unstable_cache<A extends unknown[], R>(
  work: (...args: A) => Promise<R>,
  keyParts: readonly string[] = [],
  options: UnstableCacheOptions = {},
): (...args: A) => Promise<R> {
  const source = work.toString()
  const revalidate = checkRevalidate(options, source)
  return async (...args) => {
    const frame = currentFrame()
    const cache = frame?.scope.host.cache
    if (frame === undefined) return work(...args)
    if (cache === undefined) return runInFrame({ ...frame, phase: 'cached' }, () => work(...args))
    const text = `${source}-${keyParts.join(',')}-${JSON.stringify(args)}`
    const key = `function:${createHash('sha256').update(text).digest('hex')}`
    const cached = { key, work: () => work(...args), tags: options.tags ?? [], revalidate }
    // Holds: what is kept under this key was made by this function.
    return (await readOrMake(cache, cached, frame)) as R
  }
}
