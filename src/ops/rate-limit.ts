import type { IncomingMessage, ServerResponse } from 'node:http'
import type * as Flexible from 'rate-limiter-flexible'
import type { RateLimit } from '../config/operate-options.ts'
import { Fault } from '../errors.ts'
import type { TrustProxy } from '../http/forwarded.ts'
import { toClientAddress, toNetwork, toShortKey } from './client-key.ts'
import type { Counts } from './counts.ts'
import type { SharedRedis } from './redis.ts'

/**
 * Counts a request against the limits of its route; undefined for a route that has none.
 *
 * @param route The route's template.
 * @throws {Fault} RATE_LIMITED, as a rejection.
 */
export type CheckRate = (req: IncomingMessage, res: ServerResponse, route: string) => Promise<void> | undefined

export interface RateLimitParts {
  readonly limits: readonly RateLimit[]
  /** Counts for all processes together; undefined counts in this one. */
  readonly redis: SharedRedis | undefined
  readonly trust: TrustProxy
  readonly counts: Counts
}

interface Limiter {
  readonly limit: RateLimit
  readonly name: string
  /** Counts in this process. */
  readonly memory: Flexible.RateLimiterAbstract
  /** Counts for all processes. */
  readonly shared: Flexible.RateLimiterAbstract | undefined
}

async function loadLimiters(): Promise<typeof Flexible> {
  try {
    return await import('rate-limiter-flexible')
  } catch (cause) {
    throw new Fault('CONFIG_INVALID', "'rateLimit' needs a package: npm install rate-limiter-flexible", { cause })
  }
}

/**
 * Makes what keeps the limits. With Redis all processes count together; while it is lost each counts for itself.
 *
 * @throws {Fault} CONFIG_INVALID, when the package is not installed.
 */
export async function createRateLimit(parts: RateLimitParts): Promise<CheckRate> {
  const { limits, redis } = parts
  const { RateLimiterMemory, RateLimiterRedis } = await loadLimiters()
  const limiters = limits.map((limit, at): Limiter => {
    const options = { keyPrefix: `rehost:rate:${at}`, points: limit.points, duration: limit.durationS }
    return {
      limit,
      name: limit.route === undefined ? 'all' : `route-${at}`,
      memory: new RateLimiterMemory(options),
      shared: redis && new RateLimiterRedis({ ...options, storeClient: redis.client, rejectIfRedisNotReady: true }),
    }
  })
  const byRoute = new Map<string, readonly Limiter[]>()
  const find = (route: string): readonly Limiter[] => {
    const known = byRoute.get(route) ?? limiters.filter(({ limit }) => (limit.route ?? route) === route)
    byRoute.set(route, known)
    return known
  }
  return (req, res, route) => {
    const found = find(route).filter(({ limit }) => limit.methods?.includes(req.method ?? '') ?? true)
    return found.length === 0 ? undefined : consume(found, { req, res, parts })
  }
}

interface Call {
  readonly req: IncomingMessage
  readonly res: ServerResponse
  readonly parts: RateLimitParts
}

async function consume(limiters: readonly Limiter[], call: Call): Promise<void> {
  const { res } = call
  for (const limiter of limiters) {
    const { limit, name } = limiter
    const state = await take(limiter, toClientKey(limit, call), call.parts.redis)
    const seconds = Math.ceil(state.msBeforeNext / 1000)
    // https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/
    res.appendHeader('RateLimit-Policy', `"${name}";q=${limit.points};w=${limit.durationS}`)
    res.appendHeader('RateLimit', `"${name}";r=${state.remainingPoints};t=${seconds}`)
    if (state.allowed) continue
    call.parts.counts.rateLimited += 1
    throw new Fault('RATE_LIMITED', `More than ${limit.points} requests in ${limit.durationS} s`, {
      headers: { 'Retry-After': String(Math.max(1, seconds)) },
    })
  }
}

interface Taken {
  readonly allowed: boolean
  readonly msBeforeNext: number
  readonly remainingPoints: number
}

async function take({ memory, shared }: Limiter, key: string, redis: SharedRedis | undefined): Promise<Taken> {
  const found = shared && (await redis?.run(() => count(shared, key)))
  return found ? found.value : count(memory, key)
}

async function count(limiter: Flexible.RateLimiterAbstract, key: string): Promise<Taken> {
  try {
    const { msBeforeNext, remainingPoints } = await limiter.consume(key)
    return { allowed: true, msBeforeNext, remainingPoints }
  } catch (rejected) {
    // The package rejects with its result when the limit is used up, and with an error when it could not count.
    if (rejected instanceof Error) throw rejected
    const { msBeforeNext } = rejected as Flexible.RateLimiterRes
    return { allowed: false, msBeforeNext, remainingPoints: 0 }
  }
}

function toClientKey({ key = 'ip' }: RateLimit, { req, parts }: Call): string {
  if (typeof key === 'function') return toShortKey(key(req))
  const header = key === 'ip' ? undefined : req.headers[key.toLowerCase()]
  return header === undefined ? toNetwork(toClientAddress(req, parts.trust)) : toShortKey(`${key}:${String(header)}`)
}
