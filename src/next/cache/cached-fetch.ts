import { createHash } from 'node:crypto'
import { watchWork } from '../after.ts'
import { NativeRequest, nativeFetch } from '../platform.ts'
import { type Frame, currentFrame } from '../scope.ts'
import { type FetchPlan, toFetchPlan } from './fetch-options.ts'
import { toKeptFetch, toText } from './kept-response.ts'
import { type ProjectCache, preciseNow } from './project-cache.ts'
import { pathTagsOf } from './request-tags.ts'

interface Kept {
  readonly cache: ProjectCache
  readonly plan: FetchPlan
  readonly key: string
  readonly request: Request
}

// They differ from call to call without changing the answer.
const TRACE_HEADERS = new Set(['traceparent', 'tracestate'])

async function toKey(request: Request): Promise<string> {
  const { method, url, headers, mode, redirect, credentials } = request
  const own = [...headers].filter(([name]) => !TRACE_HEADERS.has(name))
  const hash = createHash('sha256').update(JSON.stringify([method, url, own, mode, redirect, credentials]))
  if (request.body !== null) hash.update(new Uint8Array(await request.clone().arrayBuffer()))
  return `fetch:${hash.digest('hex')}`
}

async function fetchAndKeep({ cache, plan, key, request }: Kept): Promise<Response> {
  const response = await nativeFetch(request)
  if (response.status !== 200) return response
  const text = await toText(response, plan.revalidate)
  const storedAt = preciseNow()
  const staleAt = storedAt + plan.revalidate * 1000
  await cache.write(key, { value: `${response.url}\n${text}`, tags: plan.tags, storedAt, staleAt })
  return toKeptFetch(`${response.url}\n${text}`)
}

async function readOrFetch(kept: Kept, frame: Frame): Promise<Response> {
  const { cache, plan, key, request } = kept
  frame.collect?.add(plan.tags, plan.revalidate)
  const entry = await cache.read(key)
  const state = entry === undefined ? 'gone' : await cache.judge(entry, pathTagsOf(frame.scope))
  if (entry === undefined || state === 'gone') return fetchAndKeep(kept)
  if (state === 'stale') {
    // The caller's signal may end before this does.
    const again = new NativeRequest(request, { signal: null })
    watchWork(
      frame.scope,
      cache.share(key, () => fetchAndKeep({ ...kept, request: again })),
    )
  }
  return toKeptFetch(entry.value)
}

/**
 * `fetch` with `next: { revalidate, tags }` and `cache: 'force-cache'`, as Next.js has it: inside of route handlers the
 * responses of fetches that ask for it are kept, if their status is 200. All others go to the platform's.
 *
 * @see https://nextjs.org/docs/app/api-reference/functions/fetch
 */
export async function cachedFetch(input: RequestInfo | URL, init: RequestInit | undefined): Promise<Response> {
  const frame = currentFrame()
  const cache = frame?.scope.host.cache
  if (frame === undefined || cache === undefined) return nativeFetch(input, init)
  const mode = init?.cache ?? (input instanceof NativeRequest ? input.cache : undefined)
  const plan = toFetchPlan(mode, init, frame.scope.fetchCache)
  if (plan === undefined) return nativeFetch(input, init)
  const request = new NativeRequest(input, init)
  return readOrFetch({ cache, plan, key: await toKey(request), request }, frame)
}
