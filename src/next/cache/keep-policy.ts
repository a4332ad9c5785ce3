import type { StaticMode } from '../scope.ts'

/** What a route file says about keeping the answers of its GET. */
export interface KeepPolicy {
  /** How its handlers run; undefined for the ordinary way. */
  readonly mode: StaticMode | undefined
  /** Whether answers to GET and HEAD are kept. */
  readonly keeps: boolean
  /** Seconds an answer is fresh; Infinity for ever. */
  readonly revalidate: number
  /** Lists the parameters that exist; undefined where any do. */
  readonly listParams: (() => unknown) | undefined
  /** What `fetch` does without options of its own. */
  readonly fetchCache: string | undefined
}

const ORDINARY: KeepPolicy = {
  mode: undefined,
  keeps: false,
  revalidate: Infinity,
  listParams: undefined,
  fetchCache: undefined,
}

// Next.js keeps nothing of a file that exports any of these.
const OTHER_METHODS = ['OPTIONS', 'POST', 'PUT', 'DELETE', 'PATCH']

interface RouteSegment {
  dynamic?: unknown
  revalidate?: unknown
  generateStaticParams?: unknown
  dynamicParams?: unknown
  fetchCache?: unknown
  runtime?: unknown
  GET?: unknown
}

function isPositive(value: unknown): value is number {
  return typeof value === 'number' && value > 0
}

function toMode({ dynamic, revalidate, generateStaticParams }: RouteSegment): StaticMode | undefined {
  if (dynamic === 'force-static' || dynamic === 'error') return dynamic
  if (dynamic !== undefined && dynamic !== 'auto') return undefined
  const asks = revalidate === false || isPositive(revalidate) || typeof generateStaticParams === 'function'
  return asks && revalidate !== 0 ? 'auto' : undefined
}

function toPolicy(segment: RouteSegment): KeepPolicy {
  const { revalidate, generateStaticParams, dynamicParams, runtime } = segment
  const fetchCache = typeof segment.fetchCache === 'string' ? segment.fetchCache : undefined
  const mode = toMode(segment)
  const alone = Boolean(segment.GET) && !OTHER_METHODS.some((method) => Reflect.get(segment, method))
  const keeps = mode !== undefined && alone && runtime !== 'edge' && revalidate !== 0
  const list = typeof generateStaticParams === 'function' && dynamicParams === false && keeps
  return {
    // Without anything kept, `auto` is the ordinary way.
    mode: keeps || mode !== 'auto' ? mode : undefined,
    keeps,
    revalidate: isPositive(revalidate) ? revalidate : Infinity,
    listParams: list ? () => Reflect.apply(generateStaticParams, undefined, [{ params: {} }]) : undefined,
    fetchCache,
  }
}

const policies = new WeakMap<object, KeepPolicy>()

/**
 * Reads `dynamic`, `revalidate`, `generateStaticParams`, `dynamicParams` and `fetchCache` of a route file's exports.
 *
 * @param exports Undefined gives the ordinary policy: nothing is kept.
 */
export function keepPolicyOf(exports: object | undefined): KeepPolicy {
  if (exports === undefined) return ORDINARY
  let policy = policies.get(exports)
  if (policy === undefined) {
    policy = toPolicy(exports)
    policies.set(exports, policy)
  }
  return policy
}

function matches(listed: unknown, params: Readonly<Record<string, string | string[]>>): boolean {
  if (typeof listed !== 'object' || listed === null) return false
  return Object.entries(listed).every(([name, value]) => String(value) === String(params[name] ?? ''))
}

const lists = new WeakMap<KeepPolicy, Promise<unknown>>()

/** Tells whether `generateStaticParams` lists the parameters, where `dynamicParams = false` makes that matter. */
export async function hasParams(
  policy: KeepPolicy,
  params: Readonly<Record<string, string | string[]>> | undefined,
): Promise<boolean> {
  if (policy.listParams === undefined) return true
  let listed = lists.get(policy)
  if (listed === undefined) {
    listed = Promise.resolve().then(policy.listParams)
    lists.set(policy, listed)
    // A failure is this request's; the next one asks again.
    listed.catch(() => lists.delete(policy))
  }
  const all = await listed
  return Array.isArray(all) && all.some((one) => matches(one, params ?? {}))
}
