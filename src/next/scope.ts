import { AsyncLocalStorage } from 'node:async_hooks'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { type DraftContext, mayHavePreview, readPreview } from '../http/draft.ts'
import type { CacheLife } from './cache/cache-life.ts'
import type { ProjectCache } from './cache/project-cache.ts'
import type { CookieStore } from './cookie-store.ts'

/** Where an error was met: in the handler, while its body was sent, in `after()`, or in the proxy. */
export type ErrorPhase = 'handler' | 'response' | 'after' | 'proxy'

export interface ErrorInfo {
  readonly phase: ErrorPhase
  readonly req: IncomingMessage
  /** The route's path in Next.js spelling: `/e/[kind]`; `/proxy` for the proxy. */
  readonly route: string
}

/** What all requests of one project have in common. Made once, handed to every door. */
export interface WebHost {
  readonly draft: DraftContext
  /** `experimental.authInterrupts` of next.config: lets handlers call `forbidden()` and `unauthorized()`. */
  readonly authInterrupts: boolean
  /** False sends every body chunked, as Next.js does; true says Content-Length when the body is at hand. */
  readonly contentLength: boolean
  /** Logs an error and tells instrumentation. Awaited before the answer; what it throws is dropped. */
  readonly onError: (error: unknown, info: ErrorInfo) => unknown
  /** Told of work that goes on after the answer, so that a drain can wait for it. */
  readonly waitUntil?: ((work: Promise<unknown>) => void) | undefined
  /** The cache of `next/cache` and of `fetch`; undefined caches nothing. */
  readonly cache?: ProjectCache | undefined
  /** Set where next.config lets functions say `'use cache'`: the profiles that `cacheLife()` may name. Seconds. */
  readonly useCache?: { readonly profiles: Readonly<Record<string, CacheLife>> } | undefined
}

/**
 * Where code runs: `cookies()` cannot be written in `after()`, and request data cannot be read in a cached function.
 * `static` is a handler whose answer is kept for everybody.
 */
export type Phase = 'handler' | 'after' | 'cached' | 'static'

/** One request, as `next/headers`, `next/server` and `next/cache` see it. */
export class RequestScope {
  readonly req: IncomingMessage
  readonly res: ServerResponse
  readonly host: WebHost
  /** The route's path in Next.js spelling. */
  readonly route: string
  /** Path and query as the client sent them, without basePath. */
  readonly target: string
  readonly request: Request
  cookieStore: Promise<CookieStore> | undefined = undefined
  headers: Promise<Headers> | undefined = undefined
  /** Whether the client previews; undefined when it sent no cookie that says so. */
  draft: boolean | undefined = undefined
  after: (() => unknown)[] | undefined = undefined
  /** `export const fetchCache` of the route file. */
  fetchCache: string | undefined = undefined
  /** Revalidation that a shared store has not confirmed yet; the answer waits for it. */
  pending: Promise<void>[] | undefined = undefined
  answered = false

  constructor(req: IncomingMessage, res: ServerResponse, parts: ScopeParts) {
    this.req = req
    this.res = res
    this.host = parts.host
    this.route = parts.route
    this.target = parts.target
    this.request = parts.request
  }
}

/** What a scope is made from, beside Node's objects. */
export interface ScopeParts {
  readonly host: WebHost
  readonly route: string
  readonly target: string
  readonly request: Request
}

/** Opens a request's scope; forged draft cookies are expired on the answer. */
export function createScope(req: IncomingMessage, res: ServerResponse, parts: ScopeParts): RequestScope {
  const scope = new RequestScope(req, res, parts)
  const { cookie } = req.headers
  if (mayHavePreview(cookie)) scope.draft = readPreview(cookie, res, parts.host.draft) !== false
  return scope
}

/**
 * How a handler runs whose answer may be kept: `auto` until it uses request data, `force-static` with request data
 * hidden from it, `error` so that using request data fails.
 */
export type StaticMode = 'auto' | 'force-static' | 'error'

/** What is collected while something runs whose result may be kept. */
export class Collected {
  readonly tags = new Set<string>()
  /** Seconds the result may live: the least that anything in it allows. */
  revalidate = Infinity
  /** True once the result depends on this one request. */
  isDynamic = false
  readonly mode: StaticMode | undefined
  /** What keeps the result, for messages. */
  readonly within: string = '`unstable_cache()`'

  constructor(mode?: StaticMode) {
    this.mode = mode
  }

  add(tags: Iterable<string>, revalidate: number): void {
    for (const tag of tags) this.tags.add(tag)
    this.revalidate = Math.min(this.revalidate, revalidate)
  }
}

/** The scope and what may be done in it right now. */
export interface Frame {
  readonly scope: RequestScope
  readonly phase: Phase
  /** What the innermost result that may be kept collects; undefined where nothing is kept. */
  readonly collect: Collected | undefined
}

/**
 * To be called before request data is used: a result for everybody must not depend on it.
 *
 * @throws {Error} in Next.js's words, where the route file says `dynamic = 'error'`.
 */
export function noteRequestUse(collect: Collected | undefined, route: string, what: string): void {
  if (collect?.mode === 'auto') collect.isDynamic = true
  if (collect?.mode !== 'error') return
  throw new Error(
    `Route ${route} with \`dynamic = "error"\` couldn't be rendered statically because it used \`${what}\`. ` +
      'See more info here: ' +
      'https://nextjs.org/docs/app/building-your-application/rendering/static-and-dynamic#dynamic-rendering',
  )
}

const STORAGE = Symbol.for('rehost.frames')
type Holder = { [STORAGE]?: AsyncLocalStorage<Frame> }

// The server and the handlers must meet in one storage even when a build bundled its own copy of this file.
// Holds: any object may carry a symbol.
const holder = globalThis as Holder
const frames = (holder[STORAGE] ??= new AsyncLocalStorage<Frame>())

/** Runs `work` with a frame that everything it calls, awaits or starts can find. */
export function runInFrame<T>(frame: Frame, work: () => T): T {
  return frames.run(frame, work)
}

/** The frame of the running code; undefined outside of a request. */
export function currentFrame(): Frame | undefined {
  return frames.getStore()
}

/** @throws {Error} in Next.js's words, when `name` is called outside of a request. */
export function frameOf(name: string): Frame {
  const frame = frames.getStore()
  if (frame !== undefined) return frame
  throw new Error(
    `\`${name}\` was called outside a request scope. ` +
      'Read more: https://nextjs.org/docs/messages/next-dynamic-api-wrong-context',
  )
}
