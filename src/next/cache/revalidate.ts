import { type Frame, currentFrame } from '../scope.ts'
import { type ProjectCache, preciseNow } from './project-cache.ts'
import type { TagState } from './store.ts'
import { toRevalidatedTag } from './tags.ts'

/** How soon an expired tag takes effect: a profile of `cacheLife`, or seconds. */
export type TagProfile = string | { readonly expire?: number | undefined }

function frameFor(call: string): Frame {
  const frame = currentFrame()
  if (frame === undefined) throw new Error(`Invariant: static generation store missing in ${call}`)
  if (frame.phase !== 'cached') return frame
  throw new Error(
    `Route "${frame.scope.route}": \`${call}\` can't be called inside a cached function. ` +
      'Call it from a Server Action or Route Handler instead.',
  )
}

function toState(cache: ProjectCache, tag: string, profile: TagProfile | undefined): TagState {
  const now = preciseNow()
  if (profile === undefined) return { staleAt: now, expiredAt: now }
  const life = typeof profile === 'string' ? cache.options.profiles[profile] : profile
  if (life === undefined) {
    throw new Error(
      `Invalid profile provided "${String(profile)}" must be configured under cacheLife in next.config or be "max" ` +
        `(revalidateTag("${tag}"))`,
    )
  }
  return { staleAt: now, expiredAt: now + (life.expire ?? Infinity) * 1000 }
}

async function mark(cache: ProjectCache, tag: string, profile: TagProfile | undefined): Promise<void> {
  await cache.options.store.markTag(tag, toState(cache, tag, profile))
}

function revalidate({ scope }: Frame, tag: string, profile: TagProfile | undefined): void {
  const { cache } = scope.host
  if (cache === undefined) return
  // A wrong profile, or a store that fails, is logged; the answer is sent all the same, as under Next.js.
  const marked = mark(cache, tag, profile).catch((error: unknown) =>
    scope.host.onError(error, { phase: 'after', req: scope.req, route: scope.route }),
  )
  scope.pending ??= []
  scope.pending.push(Promise.resolve(marked).then(() => undefined))
}

/**
 * Makes everything stale that carries `tag`: with `'max'` it is served once more while a fresh value is made, with
 * `{ expire: 0 }` or without a profile it is gone at once.
 */
export function revalidateTag(tag: string, profile?: TagProfile): undefined {
  revalidate(frameFor(`revalidateTag("${tag}")`), tag, profile)
}

/**
 * Expires everything that was made for a path.
 *
 * @param path As asked for (`/users/7`), or a route's path in Next.js spelling together with `type`.
 * @param type `layout` expires everything below the path too.
 */
export function revalidatePath(path: string, type?: 'layout' | 'page'): undefined {
  revalidate(frameFor(`revalidatePath("${path}")`), toRevalidatedTag(path, type), undefined)
}
