import { compileOrigin } from './destination-host.ts'
import { mergeQueries, toQuery, toSearch, type Query } from './query.ts'
import { ruleFault } from './rule-fault.ts'
import { checkLists, compilePath, compileText, escapeParams, unescapeParams, type Template } from './template.ts'
import type { RuleParams } from './rule.ts'

/** A destination with its params put in. */
export interface Filled {
  /** `https://user:secret@example.com:8443`; empty for a path of this server. */
  readonly origin: string
  readonly path: string
  /** The request's query with the destination's over it. */
  readonly query: Query
  /** With its `#`, or empty. */
  readonly hash: string
}

export type Destination = (params: RuleParams, query: Query) => Filled | undefined

export interface DestinationOptions {
  /** Params that source and conditions can capture. */
  readonly names: readonly string[]
  /** Those that are lists: `:path*`. */
  readonly repeated: ReadonlySet<string>
  /** True for rewrites: when the destination uses no param in path or host, all of them join the query. */
  readonly appendParams: boolean
  /** Where it was written, for the message. */
  readonly place: string
}

/** Carries the locale from source to destination under i18n; never seen by a handler. */
export const LOCALE_PARAM = 'nextInternalLocale'

/**
 * Compiles a `destination`, once, to what Next.js does per request: params in host, path, hash and query values; the
 * request's query carried over; the destination's own names on top.
 *
 * @returns Fills it; undefined when a param it needs is absent, so that the rule does not apply.
 * @throws {Fault} CONFIG_INVALID, when it is no URL, uses a param nobody captures, or lets one decide the host.
 */
export function compileDestination(destination: string, options: DestinationOptions): Destination {
  checkLists(destination, options.repeated, `${options.place}.destination`)
  const url = readUrl(destination, options)
  const path = compilePart(unescapeParams(url.pathname + url.hash), options)
  const origin = destination.startsWith('/') ? undefined : compileOrigin(url, options)
  const own = Object.entries(toQuery(url.searchParams)).map(([name, value]) => ({
    name: unescapeParams(name),
    fill: compileValue(value, options),
  }))
  const used = new Set([...path.names, ...(origin?.names ?? [])])
  return (params, query) => {
    const at = path.fill(params)
    const host = origin ? origin.fill(params) : ''
    const over = fillQuery(own, params)
    if (at === undefined || host === undefined || !over) return undefined
    if (options.appendParams) appendParams(over, params, used)
    const hash = at.indexOf('#')
    return {
      origin: host,
      path: hash < 0 ? at : at.slice(0, hash),
      hash: hash < 0 ? '' : at.slice(hash),
      query: mergeQueries(query, over),
    }
  }
}

/**
 * Writes a filled destination as a URL.
 *
 * @param sent The query as the client sent it; only that is percent-encoded again.
 */
export function toUrl(filled: Filled, sent: Query): string {
  // A captured `?` must not open a query.
  const url = filled.origin + filled.path.replaceAll('?', '%3F') + toSearch(filled.query, sent) + filled.hash
  // Only printable ASCII may stand in a header; a captured cookie value may hold anything else.
  return url.replace(/[^\x21-\x7e]+/g, encodeURIComponent)
}

/** `:name` would read as a port, so params are escaped before the URL parser sees them. */
function readUrl(destination: string, { names, place }: DestinationOptions): URL {
  const marked = escapeParams(destination, names)
  try {
    return new URL(marked.startsWith('/') ? `http://n${marked}` : marked)
  } catch (cause) {
    throw ruleFault(`${place}.destination`, `"${destination}" is neither a path nor a URL`, cause)
  }
}

function compilePart(path: string, { names, place }: DestinationOptions): ReturnType<typeof compilePath> {
  const part = compilePath(path, `${place}.destination`)
  const unknown = part.names.filter((name) => !names.includes(name))
  if (unknown.length === 0) return part
  throw ruleFault(`${place}.destination`, `:${unknown.join(', :')} is captured neither by source nor by has`)
}

function compileValue(value: string | string[], { names, place }: DestinationOptions): Template | Template[] {
  const toTemplate = (text: string): Template => compileText(unescapeParams(text), names, `${place}.destination`)
  return typeof value === 'string' ? toTemplate(value) : value.map(toTemplate)
}

function fillQuery(
  own: readonly { readonly name: string; readonly fill: Template | Template[] }[],
  params: RuleParams,
): Query | undefined {
  const query: Query = Object.create(null)
  for (const { name, fill } of own) {
    const value = typeof fill === 'function' ? fill(params) : fillAll(fill, params)
    if (value === undefined) return undefined
    query[name] = value
  }
  return query
}

function fillAll(templates: readonly Template[], params: RuleParams): string[] | undefined {
  const values = templates.map((template) => template(params))
  return values.every((value) => value !== undefined) ? values : undefined
}

function appendParams(query: Query, params: RuleParams, used: ReadonlySet<string>): void {
  const names = Object.keys(params).filter((name) => name !== LOCALE_PARAM)
  if (names.some((name) => used.has(name))) return
  for (const name of names) {
    const value = params[name]
    if (value !== undefined && !(name in query)) query[name] = value
  }
}
