/** Search params by name, decoded; an array when a name was sent more than once. Null prototype: any name is safe. */
export type Query = Record<string, string | string[]>

/**
 * Reads a query string the way Next.js does: WHATWG rules, repeated names grouped in order.
 *
 * @param search Without the leading `?`.
 */
export function parseQuery(search: string): Query {
  return toQuery(new URLSearchParams(search))
}

/** The same for search params that are parsed already. */
export function toQuery(params: URLSearchParams): Query {
  const query = emptyQuery()
  for (const [name, value] of params) {
    const known = query[name]
    if (known === undefined) query[name] = value
    else if (typeof known === 'string') query[name] = [known, value]
    else known.push(value)
  }
  return query
}

/** Joins two queries; names in `over` win but keep the place they had, as with an object spread. */
export function mergeQueries(query: Query, over: Query): Query {
  return Object.assign(emptyQuery(), query, over)
}

/**
 * Writes a query back. What the client sent is percent-encoded; what a destination added stands as it is, because a
 * captured path value is encoded already.
 *
 * @param sent The query as the client sent it.
 * @returns `?a=1`, or nothing for an empty query.
 */
export function toSearch(query: Query, sent: Query): string {
  const known = new Set<string>()
  for (const [name, value] of Object.entries(sent)) {
    known.add(name)
    for (const one of toList(value)) known.add(one)
  }
  const encode = (text: string): string => (known.has(text) ? encodeURIComponent(text) : text)
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    toList(value).map((one) => `${encode(name)}=${encode(one)}`),
  )
  // A `#` left raw by a destination would start a fragment.
  return pairs.length === 0 ? '' : `?${pairs.join('&').replaceAll('#', '%23')}`
}

function emptyQuery(): Query {
  return Object.create(null)
}

function toList(value: string | string[]): readonly string[] {
  return typeof value === 'string' ? [value] : value
}
