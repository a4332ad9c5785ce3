import { createHash } from 'node:crypto'
import { watchWork } from '../after.ts'
import { parseControlFlow } from '../control-flow.ts'
import { currentFrame, runInFrame, type Frame } from '../scope.ts'
import { CachedCall } from './cache-life.ts'
import { parseValue, toCallKey, toValueText } from './cached-value.ts'
import { preciseNow, type ProjectCache } from './project-cache.ts'
import { pathTagsOf } from './request-tags.ts'
import type { CacheEntry } from './store.ts'

/** What compiled modules call where the source says `'use cache'`. */
export interface CachedFunction {
  /** Differs from that of every other function of the project, and changes with its text. */
  readonly id: string
  /** `private` keeps nothing: what it returns is for one client alone. */
  readonly kind: 'default' | 'remote' | 'private'
}

interface Call {
  readonly fn: CachedFunction
  readonly work: () => unknown
  readonly frame: Frame
}

const OMITTED =
  'An error occurred in the Server Components render. The specific message is omitted in production builds to avoid ' +
  'leaking sensitive details. A digest property is included on this error instance which may provide additional ' +
  'details about the nature of the error.'

function toDigest(error: unknown): string {
  if (error instanceof Error && 'digest' in error && typeof error.digest === 'string') return error.digest
  const text = error instanceof Error ? `${error.message}${error.stack ?? ''}` : String(error)
  return String(createHash('sha256').update(text).digest().readUInt32BE())
}

// Under Next.js the caller is in another world than the cached function, and what it is told of an error must not say
// much. Here the error itself is the cause, for the log.
function toOmitted(error: unknown): Error {
  return Object.assign(new Error(OMITTED, { cause: error }), { digest: toDigest(error) })
}

async function run({ fn, work, frame }: Call): Promise<{ text: string; collect: CachedCall }> {
  const { scope } = frame
  const collect = new CachedCall(scope.host.useCache?.profiles['default'] ?? {})
  const phase = fn.kind === 'private' ? frame.phase : 'cached'
  try {
    const text = toValueText(await runInFrame({ scope, phase, collect }, work))
    frame.collect?.add(collect.tags, collect.seconds)
    return { text, collect }
  } catch (error) {
    const isPlain = scope.host.cache === undefined || parseControlFlow(error) !== undefined
    throw isPlain ? error : toOmitted(error)
  }
}

async function make(cache: ProjectCache, key: string, call: Call): Promise<string> {
  const { text, collect } = await run(call)
  const storedAt = preciseNow()
  const staleAt = storedAt + collect.seconds * 1000
  if (collect.seconds > 0) await cache.write(key, { value: text, tags: [...collect.tags], storedAt, staleAt })
  return text
}

async function judge(
  cache: ProjectCache,
  entry: CacheEntry | undefined,
  frame: Frame,
): Promise<'fresh' | 'stale' | 'gone'> {
  // What is too old is made anew; only a tag makes it stale.
  if (entry === undefined || entry.staleAt <= preciseNow()) return 'gone'
  return cache.judge(entry, pathTagsOf(frame.scope))
}

async function readOrMake(cache: ProjectCache, key: string, call: Call): Promise<string> {
  const { frame } = call
  const entry = await cache.read(key)
  const state = await judge(cache, entry, frame)
  const again = (): Promise<string> => cache.share(key, () => make(cache, key, call))
  if (entry === undefined || state === 'gone') return again()
  frame.collect?.add(entry.tags, (entry.staleAt - entry.storedAt) / 1000)
  if (state === 'stale') watchWork(frame.scope, again())
  return entry.value
}

/**
 * Answers a call from the cache, or by running the function. The caller always gets a copy that went through a text:
 * Date, Map, Set and their like stay what they are. Errors are not kept; who asks for the same while it is being made
 * waits for it. Outside of a request to a route handler of the app folder the function just runs.
 *
 * @param values What the result depends on; promises among them are awaited.
 * @throws {Error} where a value or the result cannot be written. What the function throws is, in production, told by a
 *   digest alone, with the error itself as its cause.
 * @see https://nextjs.org/docs/app/api-reference/directives/use-cache
 */
export async function runCached(fn: CachedFunction, values: readonly unknown[], work: () => unknown): Promise<unknown> {
  const frame = currentFrame()
  if (frame === undefined) return work()
  const call: Call = { fn, work, frame }
  const { cache } = frame.scope.host
  const key = toCallKey(fn.id, await Promise.all(values))
  // Who previews unpublished content must not see what is kept, nor have it kept.
  const isKept = cache !== undefined && fn.kind !== 'private' && !frame.scope.draft
  return parseValue(isKept ? await readOrMake(cache, key, call) : (await run(call)).text)
}

type Callable = (...values: unknown[]) => unknown

function isCallable(value: unknown): value is Callable {
  return typeof value === 'function'
}

/** Has what a file with `'use cache'` exports ask the cache, where it turns out to be a function. */
export function toCached(fn: CachedFunction, value: unknown): unknown {
  if (!isCallable(value)) return value
  return (...values: unknown[]) => runCached(fn, values, () => value(...values))
}
