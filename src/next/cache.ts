import { currentFrame, noteRequestUse } from './scope.ts'

/** What `next/cache` resolves to. */
export { revalidatePath, revalidateTag } from './cache/revalidate.ts'
export { unstable_cache } from './cache/unstable-cache.ts'
export {
  cacheLife,
  cacheLife as unstable_cacheLife,
  cacheTag,
  cacheTag as unstable_cacheTag,
} from './cache/cache-life.ts'

const SERVER_ACTION = 'can only be called from within a Server Action.'
const API = 'https://nextjs.org/docs/app/api-reference/functions'

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
export function unstable_noStore(): void {
  const frame = currentFrame()
  if (frame !== undefined) noteRequestUse(frame.collect, frame.scope.route, 'unstable_noStore()')
}

/** Says that what follows depends on the outside world; every answer does, unless the route file says otherwise. */
export async function io(): Promise<void> {}

/** Client navigation does not exist here. */
export function navigation(): void {}

/** Client prefetching does not exist here. */
export function prefetch(): void {}
