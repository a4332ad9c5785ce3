import { cutSlashes } from '../cut-slashes.ts'

const PATH_TAG = '_N_T_'

/**
 * The tags that everything carries that is made for a path: one for the path, one for the route file and one for every
 * folder above it. `revalidatePath` expires them.
 *
 * @param route The route's path in Next.js spelling: `/users/[id]`.
 * @param path The path asked for: `/users/7`.
 */
export function toPathTags(route: string, path: string): string[] {
  const folders = cutSlashes(route).split('/').filter(Boolean)
  const layouts = folders.map((_, i) => `${PATH_TAG}/${folders.slice(0, i + 1).join('/')}/layout`)
  const file = `${PATH_TAG}${folders.length === 0 ? '' : `/${folders.join('/')}`}/route`
  return [`${PATH_TAG}/layout`, ...layouts, file, PATH_TAG + cutSlashes(path)]
}

/** The tag that `revalidatePath(path, type)` expires. */
export function toRevalidatedTag(path: string, type: string | undefined): string {
  const base = PATH_TAG + cutSlashes(path)
  if (type === undefined) return base
  return `${base}${base.endsWith('/') ? '' : '/'}${type}`
}
