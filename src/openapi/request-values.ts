import type { RequestParts } from './validate.ts'

/** Values by name. */
export type Values = Record<string, unknown>

/** No values; shared, so that requests without any make none. */
export const NONE: Values = {}

/** The entries of an object; none of anything else. */
export function toValues(value: unknown): Values {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

/** The query of a URL: a name that comes more than once is an array. */
export function toQuery(search: URLSearchParams): Values {
  const query: Values = {}
  for (const name of new Set(search.keys())) {
    const values = search.getAll(name)
    query[name] = values.length === 1 ? values[0] : values
  }
  return query
}

/** Takes query and path parameters apart: in `pages/api` Next.js puts both into the query. */
export function splitQuery(all: Values, names: readonly string[]): Pick<RequestParts, 'params' | 'query'> {
  if (names.length === 0) return { params: NONE, query: all }
  const params: Values = {}
  const query: Values = {}
  for (const name in all) (names.includes(name) ? params : query)[name] = all[name]
  return { params, query }
}
