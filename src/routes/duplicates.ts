import type { RouteRoot } from './route.ts'

/** A route file before its name is read. */
export interface Candidate {
  /** Absolute path. */
  readonly file: string
  /** The same below the project folder, `/`-separated. */
  readonly name: string
  /** Path below the root folder, `/`-separated, without extension; `''` for `pages/api.js`. */
  readonly place: string
  readonly extension: string
}

const INDEX = /(?:^|\/)index$/

/**
 * Of the files in one place, takes the one that Next.js takes: an index file before a file with its folder's name,
 * then the one whose extension comes first.
 *
 * @returns The winners in the order given, and each loser with the file it lost to.
 */
export function settleDuplicates(candidates: readonly Candidate[], root: RouteRoot, extensions: readonly string[]) {
  const winners = new Map<string, Candidate>()
  const losers: { readonly loser: Candidate; readonly winner: Candidate }[] = []
  const ranked = candidates.toSorted((a, b) => toRank(a, root, extensions) - toRank(b, root, extensions))
  for (const candidate of ranked) {
    const place = root === 'app' ? candidate.place : candidate.place.replace(INDEX, '')
    const winner = winners.get(place)
    if (winner === undefined) winners.set(place, candidate)
    else losers.push({ loser: candidate, winner })
  }
  const taken = new Set(winners.values())
  return { winners: candidates.filter((candidate) => taken.has(candidate)), losers }
}

function toRank({ place, extension }: Candidate, root: RouteRoot, extensions: readonly string[]): number {
  const isIndex = root !== 'app' && INDEX.test(place)
  return (isIndex ? 0 : extensions.length) + extensions.indexOf(extension)
}
