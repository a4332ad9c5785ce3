import { toUrlSpelling } from './spelling.ts'
import type { Pattern, Route, Segment } from './route.ts'

/**
 * Finds the routes that cannot live side by side, as Next.js sees them.
 *
 * Two files answer one path; one level has two parameter names; `[...a]` stands beside `[[...b]]`; `[[...a]]` stands
 * beside a file that answers the same path.
 *
 * @returns One line for each conflict, naming both files and the remedy. Empty when there is none.
 */
export function findConflicts(routes: readonly Route[]): string[] {
  const paths = new Map<string, Route>()
  const levels = new Map<string, Map<string, Route>>()
  const rests = new Map<string, Route>()
  const found: string[] = []
  for (const route of routes) {
    found.push(...samePath(route, paths), ...otherNames(route, levels), ...otherRest(route, rests))
  }
  for (const route of routes) found.push(...sameRoot(route, paths))
  return found
}

function samePath(route: Route, paths: Map<string, Route>): string[] {
  const shape = toShape(route.pattern.segments)
  const earlier = paths.get(shape)
  if (earlier === undefined) {
    paths.set(shape, route)
    return []
  }
  // Where the parameter names differ, otherNames has the better explanation.
  if (toNames(earlier.pattern) !== toNames(route.pattern)) return []
  return [`${earlier.name} and ${route.name} both answer ${route.pattern.path}; remove or rename one of them`]
}

function otherNames(route: Route, levels: Map<string, Map<string, Route>>): string[] {
  const found: string[] = []
  for (const [index, segment] of route.pattern.segments.entries()) {
    if (segment.kind === 'static') continue
    const level = toShape(route.pattern.segments.slice(0, index + 1))
    const names = levels.get(level) ?? new Map<string, Route>()
    levels.set(level, names)
    if (names.has(segment.name)) continue
    const [first] = names
    names.set(segment.name, route)
    if (first === undefined) continue
    const [name, earlier] = first
    found.push(
      `${earlier.name} and ${route.name} call the same part of the path ${name} and ${segment.name}; ` +
        'use one name in both',
    )
  }
  return found
}

function otherRest(route: Route, rests: Map<string, Route>): string[] {
  const { segments } = route.pattern
  const last = segments.at(-1)
  if (last?.kind !== 'rest' && last?.kind !== 'optional-rest') return []
  const parent = toShape(segments.slice(0, -1))
  const earlier = rests.get(parent)
  if (earlier === undefined) {
    rests.set(parent, route)
    return []
  }
  if (earlier.pattern.segments.at(-1)?.kind === last.kind) return []
  return [
    `${earlier.name} and ${route.name} are a required and an optional rest part on the same level; ` +
      'keep [[...name]] for both, or [...name] with an index file',
  ]
}

function sameRoot(route: Route, paths: ReadonlyMap<string, Route>): string[] {
  const { segments } = route.pattern
  if (segments.at(-1)?.kind !== 'optional-rest') return []
  const other = paths.get(toShape(segments.slice(0, -1)))
  if (other === undefined) return []
  return [
    `${other.name} and ${route.name} both answer ${other.pattern.path}; ` +
      'remove the first, or make the rest part required: [...name]',
  ]
}

/** Equal for paths that differ in nothing but parameter names and percent-encoding. */
function toShape(segments: readonly Segment[]): string {
  return segments
    .map((segment) => (segment.kind === 'static' ? `=${toUrlSpelling(segment.value)}` : segment.kind))
    .join('/')
}

function toNames(pattern: Pattern): string {
  return pattern.segments.map((segment) => (segment.kind === 'static' ? '' : segment.name)).join('/')
}
