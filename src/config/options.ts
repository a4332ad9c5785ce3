import type { Express, Request } from 'express'
import { toOperate, type Operate, type OperateOptions } from './operate-options.ts'

/** Cross-origin access, as the `cors` package takes it; `true` allows every origin. */
export interface CorsOptions {
  readonly origin?: boolean | string | readonly string[]
  readonly methods?: readonly string[]
  readonly allowedHeaders?: readonly string[]
  readonly exposedHeaders?: readonly string[]
  readonly credentials?: boolean
  /** Seconds a browser may keep a preflight answer. */
  readonly maxAge?: number
}

export interface DocsOptions {
  /** Where Swagger UI is served, below basePath. Default `/docs`. */
  readonly path?: string
  /** False serves neither the UI nor the document. Default true. */
  readonly enabled?: boolean
  /** Who may read them: a function that says so, or one name and password for HTTP Basic. Default everybody. */
  readonly auth?:
    ((request: Request) => boolean | Promise<boolean>) | { readonly user: string; readonly password: string }
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent'

export interface LoggingOptions {
  /** Least severe level that is written. Default `info`. */
  readonly level?: LogLevel
  /** One line a request, at level info. Default true. */
  readonly requests?: boolean
  /** Readable lines instead of JSON. Default: in development on a terminal. */
  readonly pretty?: boolean
}

export interface LimitOptions {
  /** Bytes of the names and values of all request headers together; more is 431. Default 16384. */
  readonly headerBytes?: number
  /** Number of request headers; more is 431. Default 100; 0 for no limit. */
  readonly headerCount?: number
  /** Characters of the request target, which `headerBytes` does not count; more is 414. Default 16384. */
  readonly targetLength?: number
  /** Milliseconds until the headers must be complete; then 408. Default 10000. */
  readonly headersMs?: number
  /** Milliseconds until the whole request must be there; then 408. Default 60000. */
  readonly requestMs?: number
  /** Milliseconds an idle connection is kept; longer than the balancer's. Default 65000. */
  readonly keepAliveMs?: number
  /** Connections at a time; further ones are closed. Default 10000; 0 for no limit. */
  readonly connections?: number
  /** Requests that may wait on one connection for the answer before theirs; more closes it. Default 32. */
  readonly pipelined?: number
  /** Milliseconds a handler may take to begin its answer; then 503. Default 0: no limit. */
  readonly responseMs?: number
  /**
   * Holds route files to their own `maxDuration` (seconds, for the whole answer): then 503, or the connection is cut.
   * Default false: `next start` does not either.
   */
  readonly maxDuration?: boolean
  /** Milliseconds an answer may wait for a client that reads nothing; then its connection is closed. Default 30000. */
  readonly idleWriteMs?: number
  /** Bytes of a request body that web-style handlers may read; more is 413. Default 0: no limit, as under Next.js. */
  readonly bodyBytes?: number
  /** Levels of arrays and objects in a JSON body; more is 400. Default 1000; 0 for no limit. */
  readonly jsonDepth?: number
}

export interface ShutdownOptions {
  /** Milliseconds to go on serving after SIGTERM, while balancers learn of it. Default 0 in development, else 1000. */
  readonly drainDelayMs?: number
  /** Milliseconds open requests may then take before their sockets are closed. Default 10000. */
  readonly drainMs?: number
}

/** A request that a contract refuses, as problem details (RFC 9457). */
export interface ProblemDetails {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly errors?: readonly {
    readonly in: 'path' | 'query' | 'header' | 'cookie' | 'body'
    /** JSON Pointer below that part. */
    readonly pointer: string
    readonly detail: string
    readonly code: string
  }[]
}

/** A project's own error format. `contentType` defaults to `application/json`, `status` to the problem's. */
export type ProblemFormat = (problem: ProblemDetails) => {
  readonly body: unknown
  readonly contentType?: string
  readonly status?: number
}

/** A project's own error format together with the shape of what it makes, for the document. */
export interface ProblemOptions {
  readonly format: ProblemFormat
  /** Of the body: a schema of zod or another library that can say it as JSON Schema, or JSON Schema. Default any. */
  readonly schema?: object
}

/** What can be set in `rehost.config.{ts,js,mjs}`, by `rehost(options)`, by environment or by flags. */
export interface RehostOptions extends OperateOptions {
  /** TCP port; 0 takes a free one. Default 3000. */
  readonly port?: number
  /** Address to listen on. Default: all, IPv6 included. */
  readonly host?: string
  readonly cors?: boolean | CorsOptions
  /**
   * Who refuses a method. `inferred`: contracts and web-style exports refuse before the handler, and a handler's own 405
   * gets the Allow header it forgot. `strict`: methods inferred from a Node-style handler's code refuse too. `off`: only
   * web-style exports refuse. Default `inferred`.
   */
  readonly guard?: 'inferred' | 'strict' | 'off'
  readonly docs?: boolean | DocsOptions
  readonly logging?: boolean | LoggingOptions
  readonly limits?: LimitOptions
  readonly shutdown?: ShutdownOptions
  /** Addresses or CIDR blocks of proxies whose X-Forwarded-* headers are believed. Default none. */
  readonly trustProxy?: readonly string[]
  /** How refusals by a contract look; with `schema` the document says so too. Default problem+json. */
  readonly problem?: ProblemFormat | ProblemOptions
  /** Adds Express middleware in front of the routes. */
  readonly setup?: (app: Express) => void | Promise<void>
}

/** Every option with its value in place; `logging: false` is level `silent`. */
export interface Options extends Operate {
  readonly port: number
  readonly host: string | undefined
  readonly cors: CorsOptions | undefined
  readonly guard: 'inferred' | 'strict' | 'off'
  readonly docs: { readonly path: string; readonly enabled: boolean; readonly auth: DocsOptions['auth'] }
  readonly logging: { readonly level: LogLevel; readonly requests: boolean; readonly pretty: boolean | undefined }
  readonly limits: Required<LimitOptions>
  readonly shutdown: { readonly drainDelayMs: number | undefined; readonly drainMs: number }
  readonly trustProxy: readonly string[]
  readonly problem: ProblemOptions | undefined
  readonly setup: RehostOptions['setup']
}

export const DEFAULT_LIMITS: Required<LimitOptions> = {
  headerBytes: 16_384,
  headerCount: 100,
  targetLength: 16_384,
  headersMs: 10_000,
  requestMs: 60_000,
  keepAliveMs: 65_000,
  connections: 10_000,
  pipelined: 32,
  responseMs: 0,
  maxDuration: false,
  idleWriteMs: 30_000,
  bodyBytes: 0,
  jsonDepth: 1000,
}

/** Gives a config file's object its type; returns it as it is. */
export function defineConfig(options: RehostOptions): RehostOptions {
  return options
}

/**
 * Puts defaults into options that were checked.
 *
 * @param sources Later ones win, key by key; one level down for docs, logging, limits and the other groups.
 */
export function toOptions(...sources: readonly RehostOptions[]): Options {
  const merged: RehostOptions = Object.assign({}, ...sources.map(dropUndefined))
  const group = <T extends object>(read: (options: RehostOptions) => T | undefined): T =>
    Object.assign({}, ...sources.map((source) => dropUndefined(read(source) ?? {})))
  const docs = group<DocsOptions>(({ docs }) => (typeof docs === 'boolean' ? { enabled: docs } : docs))
  const logging = group<LoggingOptions>(({ logging }) =>
    typeof logging === 'boolean' ? { level: logging ? 'info' : 'silent' } : logging,
  )
  const shutdown = group<ShutdownOptions>((options) => options.shutdown)
  return Object.freeze({
    port: merged.port ?? 3000,
    host: merged.host,
    cors: merged.cors === true ? {} : merged.cors === false ? undefined : merged.cors,
    guard: merged.guard ?? 'inferred',
    docs: { path: docs.path ?? '/docs', enabled: docs.enabled ?? true, auth: docs.auth },
    logging: { level: logging.level ?? 'info', requests: logging.requests ?? true, pretty: logging.pretty },
    limits: { ...DEFAULT_LIMITS, ...group<LimitOptions>((options) => options.limits) },
    shutdown: { drainDelayMs: shutdown.drainDelayMs, drainMs: shutdown.drainMs ?? 10_000 },
    trustProxy: merged.trustProxy ?? [],
    problem: typeof merged.problem === 'function' ? { format: merged.problem } : merged.problem,
    setup: merged.setup,
    ...toOperate(sources),
  })
}

function dropUndefined<T extends object>(value: T): Partial<T> {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as Partial<T>
}
