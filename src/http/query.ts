import { setOwn } from './cookies.ts'

export type Query = Record<string, string | string[]>

/** A query string read as Next.js hands it to handlers. */
export interface ParsedQuery {
  readonly query: Query
  /** The text handlers see in `req.url`, without `?`; path parameters of the same name are left out. */
  readonly text: string
}

// Names that Next.js keeps for itself and takes out of every query.
const INTERNAL = /^(?:nxt[PI].|nextInternalLocale$)/

function append(query: Query, name: string, value: string): void {
  const before = Object.hasOwn(query, name) ? query[name] : undefined
  if (before === undefined) setOwn<string | string[]>(query, name, value)
  else if (Array.isArray(before)) before.push(value)
  else query[name] = [before, value]
}

// Names and values that are written again as they are: nearly all queries. Objects put names that are numbers first.
const PLAIN = /^[a-z_][\w.*-]*=[\w.*-]*(?:&[a-z_][\w.*-]*=[\w.*-]*)*$/i

/** Undefined when the text would change: a name twice, that of a path parameter, or one that Next.js keeps for itself. */
function parsePlain(
  text: string,
  params: Query | undefined,
  isParam: (name: string) => boolean,
): ParsedQuery | undefined {
  const query: Query = {}
  for (const pair of text.split('&')) {
    const equals = pair.indexOf('=')
    const name = pair.slice(0, equals)
    if (Object.hasOwn(query, name) || isParam(name) || INTERNAL.test(name)) return undefined
    setOwn<string | string[]>(query, name, pair.slice(equals + 1))
  }
  for (const name in params) setOwn<string | string[]>(query, name, params[name] ?? '')
  return { query, text }
}

/**
 * Reads a query string by the WHATWG rules and writes it again the way Next.js does: repeated names grouped, a lone name
 * with `=`, names of path parameters removed.
 *
 * @param text The query without `?`.
 * @param params The path parameters, which win over query values of the same name.
 * @param isParam Tells the names that the path can have parameters of, also where this one has none.
 */
export function parseQuery(
  text: string,
  params: Query | undefined,
  isParam = (name: string): boolean => params !== undefined && name in params,
): ParsedQuery {
  const plain = PLAIN.test(text) ? parsePlain(text, params, isParam) : undefined
  if (plain !== undefined) return plain
  const query: Query = {}
  for (const [name, value] of new URLSearchParams(text)) {
    if (!INTERNAL.test(name)) append(query, name, value)
  }
  const rewritten = new URLSearchParams()
  for (const name of Object.keys(query)) {
    if (isParam(name)) continue
    const value = query[name] ?? ''
    if (Array.isArray(value)) for (const one of value) rewritten.append(name, one)
    else rewritten.append(name, value)
  }
  for (const name in params) setOwn<string | string[]>(query, name, params[name] ?? '')
  return { query, text: rewritten.toString() }
}

/** The query of a request without a query string: its path parameters, in an ordinary object. */
export function toQuery(params: Query | undefined): Query {
  const query: Query = {}
  for (const name in params) setOwn<string | string[]>(query, name, params[name] ?? '')
  return query
}
