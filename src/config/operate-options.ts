/** A port beside the public one, for machines that watch. */
export interface MetricsOptions {
  /** TCP port for Prometheus; 0 takes a free one. Default none: nothing is measured. */
  readonly port?: number
  /** Address to listen on. Default all. */
  readonly host?: string
}

export interface HealthOptions {
  /**
   * TCP port on which a thread of its own answers `/livez` and `/readyz`, however busy handlers are. Default none: the
   * public port answers them alone.
   */
  readonly port?: number
  /** Address to listen on. Default all. */
  readonly host?: string
  /** Milliseconds the event loop may stand still before `/livez` answers 503. Default 30000. */
  readonly stallMs?: number
}

export interface OverloadOptions {
  /** Milliseconds the event loop may be late; requests are then refused with 503. Default 0: none is refused. */
  readonly maxLagMs?: number
  /** Seconds in the Retry-After of such a refusal. Default 1. */
  readonly retryAfterS?: number
}

export interface StrayOptions {
  /**
   * Errors outside of any request in a minute from which on `/readyz` answers 503, until the last minute had fewer.
   * Default 0: they are logged and counted only, since what throws in one replica mostly throws in all.
   */
  readonly perMinute?: number
}

export interface RedisOptions {
  /** `redis://` or `rediss://` URL. Default none: caches and rate limits are each process's own. */
  readonly url?: string
  /**
   * What the keys of caches begin with; who shares it shares what is kept. Default `rehost:` and the build, so that a new
   * version does not serve what an old one kept.
   */
  readonly prefix?: string
}

/** How often a client may call. */
export interface RateLimit {
  /** Requests. */
  readonly points: number
  /** Seconds in which they may be made. */
  readonly durationS: number
  /** The route it is for, as `rehost routes` writes it. Default: all routes together. */
  readonly route?: string
  /** Methods it is for. Default all. */
  readonly methods?: readonly string[]
  /**
   * What tells clients apart: `ip`, a header's name (`x-api-key`), or a function of the request; requests without such a
   * header are told apart by `ip`. Default `ip`.
   */
  readonly key?: string | ((request: { readonly headers: object; readonly method?: string | undefined }) => string)
}

export interface DriftOptions {
  /**
   * Share of the answers of routes with a contract that production holds against it, from 0 (none) to 1 (all). Those that
   * break it are counted and logged. Default 0.01. Development and tests compare every answer.
   */
  readonly sample?: number
}

/** Options of running a server among others. */
export interface OperateOptions {
  readonly metrics?: MetricsOptions
  readonly health?: HealthOptions
  readonly overload?: OverloadOptions
  readonly strays?: StrayOptions
  readonly drift?: DriftOptions
  readonly redis?: RedisOptions
  /** Each is kept; the first that is used up answers 429. Default none. */
  readonly rateLimit?: RateLimit | readonly RateLimit[]
}

/** The same with every value in place; a part that is off is undefined. */
export interface Operate {
  readonly metrics: { readonly port: number; readonly host: string | undefined } | undefined
  readonly health: { readonly port: number; readonly host: string | undefined; readonly stallMs: number } | undefined
  readonly overload: { readonly maxLagMs: number; readonly retryAfterS: number } | undefined
  readonly drift: { readonly sample: number }
  readonly strays: { readonly perMinute: number } | undefined
  readonly redis: { readonly url: string; readonly prefix: string | undefined } | undefined
  readonly rateLimit: readonly RateLimit[]
}

/** Puts defaults into the options of running, later sources winning key by key. */
export function toOperate(sources: readonly OperateOptions[]): Operate {
  const metrics = merge(sources.map((source) => source.metrics))
  const health = merge(sources.map((source) => source.health))
  const overload = merge(sources.map((source) => source.overload))
  const drift = merge(sources.map((source) => source.drift))
  const strays = merge(sources.map((source) => source.strays))
  const redis = merge(sources.map((source) => source.redis))
  const rateLimit = sources.findLast((source) => source.rateLimit !== undefined)?.rateLimit ?? []
  return {
    metrics: metrics.port === undefined ? undefined : { port: metrics.port, host: metrics.host },
    health:
      health.port === undefined
        ? undefined
        : { port: health.port, host: health.host, stallMs: health.stallMs ?? 30_000 },
    overload: overload.maxLagMs ? { maxLagMs: overload.maxLagMs, retryAfterS: overload.retryAfterS ?? 1 } : undefined,
    drift: { sample: drift.sample ?? 0.01 },
    strays: strays.perMinute ? { perMinute: strays.perMinute } : undefined,
    redis: redis.url === undefined ? undefined : { url: redis.url, prefix: redis.prefix },
    rateLimit: [rateLimit].flat(),
  }
}

function merge<T extends object>(values: readonly (T | undefined)[]): Partial<T> {
  const known = values.map((value) => Object.entries(value ?? {}).filter(([, one]) => one !== undefined))
  return Object.fromEntries(known.flat()) as Partial<T> // Entries of Ts.
}
