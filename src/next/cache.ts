import { type Frame, currentFrame } from './scope.ts'

/** What `next/cache` resolves to. */

const SERVER_ACTION = 'can only be called from within a Server Action.'
const API = 'https://nextjs.org/docs/app/api-reference/functions'

function frameFor(call: string): Frame {
  const frame = currentFrame()
  if (frame === undefined) throw new Error(`Invariant: static generation store missing in ${call}`)
  if (frame.phase !== 'cached') return frame
  throw new Error(
    `Route "${frame.scope.route}": \`${call}\` can't be called inside a cached function. ` +
      'Call it from a Server Action or Route Handler instead.',
  )
}

/** How soon an expired tag takes effect: a profile's name, or seconds. */
export type TagProfile = string | { expire?: number }

/**
 * Makes everything stale that carries `tag`: with `'max'` it is served once more while a fresh value is made, with
 * `{ expire: 0 }` or without a profile it is gone at once.
 */
export function revalidateTag(tag: string, _profile?: TagProfile): undefined {
  frameFor(`revalidateTag("${tag}")`)
}

/** Makes everything stale that was used for a path. */
export function revalidatePath(path: string, _type?: 'layout' | 'page'): undefined {
  frameFor(`revalidatePath("${path}")`)
}

/** @throws always: Server Actions do not exist here. */
export function updateTag(_tag: string): never {
  throw new Error(
    `updateTag ${SERVER_ACTION} To invalidate cache tags in Route Handlers or other contexts, ` +
      `use revalidateTag instead. See more info here: ${API}/updateTag`,
  )
}

/** @throws always: Server Actions do not exist here. */
export function refresh(): never {
  throw new Error(`refresh ${SERVER_ACTION} See more info here: ${API}/refresh`)
}

/** Says that an answer must not be kept; outside of a request it does nothing. */
export function unstable_noStore(): void {}

/** @throws always: it needs `cacheComponents`, which is not supported. */
export function cacheTag(..._tags: string[]): never {
  throw new Error('`cacheTag()` is only available with the `cacheComponents` config.')
}

/** @throws always: it needs `cacheComponents`, which is not supported. */
export function cacheLife(_profile: unknown): never {
  throw new Error('`cacheLife()` is only available with the `cacheComponents` config.')
}

export { cacheLife as unstable_cacheLife, cacheTag as unstable_cacheTag }

/** Says that what follows depends on the outside world; every answer does, unless the route file says otherwise. */
export async function io(): Promise<void> {}

/** Client navigation does not exist here. */
export function navigation(): void {}

/** Client prefetching does not exist here. */
export function prefetch(): void {}

/** Keeps a function's results. */
export function unstable_cache<A extends unknown[], R>(
  work: (...args: A) => Promise<R>,
  _keyParts?: string[],
  _options?: { revalidate?: number | false; tags?: string[] },
): (...args: A) => Promise<R> {
  return work
}
