import type { Segment } from '../routes/route.ts'

const VERSION = /^v\d+$/i

/** The part of a path that tells operations apart: without `api` in front and without version folders. */
export function tellingSegments(segments: readonly Segment[]): readonly Segment[] {
  const first = segments[0]
  const below = first?.kind === 'static' && first.value === 'api' ? segments.slice(1) : segments
  return below.filter((segment) => segment.kind !== 'static' || !VERSION.test(segment.value))
}

/** A name in letters that every URL and programming language knows: `ünï` is `uni`, `日` is `u65e5`. */
function toAscii(name: string): string {
  return name
    .normalize('NFKD')
    .replaceAll(/\p{Mark}+/gu, '')
    .replaceAll(/[^\p{ASCII}]/gu, (letter) => (/[\p{L}\p{N}]/u.test(letter) ? ` u${hex(letter)}` : ' '))
}

const hex = (letter: string): string => (letter.codePointAt(0) ?? 0).toString(16)

/** Words of a name, however it was written: `user-id`, `userId` and `user_id` are `user`, `id`. */
function words(name: string): string[] {
  return name
    .replaceAll(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .split(/[^\p{L}\d]+/u)
    .filter((word) => word !== '')
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)

/** A stable, readable id: `GET /api/users/[id]/posts` is `getUsersByIdPosts`. */
export function toOperationId(method: string, segments: readonly Segment[]): string {
  const version = segments.find((segment) => segment.kind === 'static' && VERSION.test(segment.value))
  const parts = tellingSegments(segments).flatMap((segment) =>
    segment.kind === 'static' ? words(toAscii(segment.value)) : ['by', ...words(toAscii(segment.name))],
  )
  const all = version?.kind === 'static' ? [version.value, ...parts] : parts
  return method.toLowerCase() + (all.length > 0 ? all.map(capital).join('') : 'Root')
}

/** A summary for an operation nobody described: `GET /api/users/[id]` is `Get users by id`. */
export function toSummary(method: string, segments: readonly Segment[]): string {
  const text = tellingSegments(segments)
    .map((segment) => (segment.kind === 'static' ? words(segment.value) : ['by', ...words(segment.name)]).join(' '))
    .filter((part) => part !== '')
    .join(' ')
  return `${capital(method.toLowerCase())} ${text === '' ? 'root' : text.toLowerCase()}`
}

/** The tag of operations that lie in no folder of their own. */
export const ROOT_TAG = 'api'

/**
 * Tags from folders: the first part of a path that telling paths go on below.
 *
 * @param all Every pattern of the project, so that a lone `/api/hello` does not get a tag of its own.
 */
export function createTagger(all: readonly (readonly Segment[])[]): (segments: readonly Segment[]) => string {
  const folders = new Set<string>()
  for (const segments of all) {
    const [first, second] = tellingSegments(segments)
    if (first?.kind === 'static' && second) folders.add(first.value)
  }
  return (segments) => {
    const [first] = tellingSegments(segments)
    return first?.kind === 'static' && folders.has(first.value) ? first.value : ROOT_TAG
  }
}
