import type { Route, Segment } from './route.ts'

const RANK = { static: 1, param: 2, rest: 3, 'optional-rest': 4 } as const satisfies Record<Segment['kind'], number>

/**
 * Compares two routes by the order in which Next.js tries them: at every level the path itself, then static parts by
 * their string, then `[x]`, `[...x]` and `[[...x]]`, each with all that lies below it. For `Array.sort`.
 */
export function compareRoutes(a: Route, b: Route): number {
  const left = a.pattern.segments
  const right = b.pattern.segments
  for (const [index, segment] of left.entries()) {
    const other = right[index]
    if (other === undefined) return 1
    const order = compareSegments(segment, other)
    if (order !== 0) return order
  }
  if (left.length !== right.length) return left.length - right.length
  // Only routes in conflict come here; their names keep the report the same whatever order the disk gave.
  return compareStrings(a.name, b.name)
}

function compareSegments(a: Segment, b: Segment): number {
  if (a.kind !== 'static' || b.kind !== 'static') return RANK[a.kind] - RANK[b.kind]
  return compareStrings(a.value, b.value)
}

function compareStrings(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
