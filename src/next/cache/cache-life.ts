import { Collected, currentFrame } from '../scope.ts'

/** How long what a function returns may be kept. Seconds. */
export interface CacheLife {
  /** How long a client may use it without asking; nothing here tells clients. */
  readonly stale?: number | undefined
  /** From then on it is made anew. */
  readonly revalidate?: number | undefined
  /** From then on it must not be used. */
  readonly expire?: number | undefined
}

const KEYS = ['stale', 'revalidate', 'expire'] as const
const MAX_TAGS = 128
const MAX_TAG_LENGTH = 256
const LEARN = 'Learn more: https://nextjs.org/docs/messages'

/** What is collected while a function with `'use cache'` runs. */
export class CachedCall extends Collected {
  override readonly within: string = '`"use cache"`'
  /** What `cacheLife()` said; it wins over what was collected. */
  #life: CacheLife = {}

  /** @param byDefault The project's `default` profile. */
  constructor(byDefault: CacheLife) {
    super()
    this.revalidate = byDefault.revalidate ?? Infinity
  }

  /** Seconds the result is kept. */
  get seconds(): number {
    const { revalidate = this.revalidate, expire = Infinity } = this.#life
    return Math.min(revalidate, expire)
  }

  /** Of several lives the shortest counts. */
  shorten(life: CacheLife): void {
    const shorter = KEYS.map((key) => [key, Math.min(life[key] ?? Infinity, this.#life[key] ?? Infinity)] as const)
    this.#life = Object.fromEntries(shorter.filter(([key]) => (life[key] ?? this.#life[key]) !== undefined))
  }
}

interface Call {
  readonly call: CachedCall
  readonly profiles: Readonly<Record<string, CacheLife>>
}

function callOf(name: 'cacheTag' | 'cacheLife', page: string): Call {
  const frame = currentFrame()
  const profiles = frame?.scope.host.useCache?.profiles
  if (profiles === undefined) {
    throw new Error(`\`${name}()\` is only available with the \`cacheComponents\` config.`)
  }
  if (frame?.collect instanceof CachedCall) return { call: frame.collect, profiles }
  throw new Error(
    `Route "${frame?.scope.route}": \`${name}()\` can only be called inside a \`"use cache"\` or ` +
      `\`"use cache: private"\` function.\n${LEARN}/${page}`,
  )
}

function checkLife(life: CacheLife): void {
  for (const key of KEYS) {
    const value: unknown = life[key]
    if (value === undefined || (typeof value === 'number' && !Number.isNaN(value))) continue
    if (value === false) throw new Error(`Pass \`Infinity\` instead of \`false\` for the ${key} option.`)
    throw new Error(`The ${key} option must be a number of seconds.`)
  }
  const { revalidate, expire } = life
  if (revalidate === undefined || expire === undefined || revalidate <= expire) return
  throw new Error(
    'If providing both the revalidate and expire options, the expire option must be greater than the revalidate ' +
      'option. The expire option indicates how many seconds from the start until it can no longer be used.',
  )
}

function toLife(profile: unknown, profiles: Call['profiles']): CacheLife {
  if (typeof profile === 'string') {
    const found = Object.hasOwn(profiles, profile) ? profiles[profile] : undefined
    if (found !== undefined) return found
    throw new Error(
      `Unknown \`cacheLife()\` profile "${profile}" is not configured in next.config.js\n` +
        `module.exports = {\n  cacheLife: {\n    "${profile}": ...\n  }\n}`,
    )
  }
  if (typeof profile !== 'object' || profile === null || Array.isArray(profile)) {
    throw new Error('Invalid `cacheLife()` option. Either pass a profile name or object.')
  }
  checkLife(profile)
  return profile
}

/**
 * Says within a function with `'use cache'` how long its result is kept. In-memory results are not served stale after
 * `revalidate`: they are made anew, as under Next.js.
 *
 * @param profile Name of a profile of `cacheLife` in next.config, Next.js's own included, or seconds.
 * @throws {Error} in Next.js's words, elsewhere and for what is no profile.
 * @see https://nextjs.org/docs/app/api-reference/functions/cacheLife
 */
export function cacheLife(profile: string | CacheLife): void {
  const { call, profiles } = callOf('cacheLife', 'cache-life-outside-use-cache')
  call.shorten(toLife(profile, profiles))
}

/**
 * Names the result of a function with `'use cache'` for `revalidateTag()`. A tag longer than 256 characters, and all
 * after the 128th, are dropped.
 *
 * @throws {Error} in Next.js's words, elsewhere.
 * @see https://nextjs.org/docs/app/api-reference/functions/cacheTag
 */
export function cacheTag(...tags: string[]): void {
  const { call } = callOf('cacheTag', 'cache-tag-outside-use-cache')
  const usable = tags.filter((tag: unknown) => typeof tag === 'string' && tag.length <= MAX_TAG_LENGTH)
  call.add(usable.slice(0, MAX_TAGS), Infinity)
}
