import { parseQuery, type Query } from './query.ts'

/** Where a request stands on its way to a route. A rewrite does not change a place, it makes the next one. */
export interface Place {
  /** Percent-encoded, with basePath and, under i18n, with a locale: what sources are tested against. */
  readonly path: string
  /** True after a rewrite: `query` then holds more than the client sent. */
  readonly rewritten: boolean
  /** True when the client's own path named a locale. */
  readonly localised: boolean
  /** The query at this place; parsed when first asked for. */
  query(): Query
  /** The query the client sent, or a proxy put in its place. */
  sent(): Query
}

/** The place a request starts from, or is sent to by a proxy. `search` without its `?`. */
export function createPlace(
  path: string,
  search: string,
  is: { readonly rewritten: boolean; readonly localised: boolean },
): Place {
  let parsed: Query | undefined
  const query = (): Query => (parsed ??= parseQuery(search))
  return { path, ...is, query, sent: query }
}

/** A path without basePath, with its leading `/`; undefined when it is outside. */
export function toInside(path: string, basePath: string): string | undefined {
  if (basePath === '') return path
  if (path === basePath) return '/'
  return path.startsWith(`${basePath}/`) ? path.slice(basePath.length) : undefined
}
