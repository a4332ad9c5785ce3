import type { IncomingMessage, ServerResponse } from 'node:http'
import { parseCookies } from '../http/cookies.ts'
import { toOutside } from '../http/mount.ts'
import type { PresetHeaders } from '../http/send-error.ts'
import type { Match } from '../routes/route.ts'
import type { Query } from '../rules/query.ts'
import { toRedirect, type RedirectAnswer } from '../rules/redirects.ts'
import type { Finders } from '../rules/resolve.ts'
import type { RuleRequest } from '../rules/rule.ts'
import { parseTarget, type Target } from '../rules/target.ts'
import type { AppFolder, AppParts, Host } from './parts.ts'
import { passProxy } from './proxy-step.ts'
import { sendFile } from './send-file.ts'

/** A request that found its route: the way it came there decides what the handler sees. */
export interface Trip {
  readonly match: Match
  /** The path in the handler's `req.url`: the client's own, without basePath; a rewrite does not change it. */
  readonly path: string
  /** The same with basePath. */
  readonly sent: string
  /** The client's query, without `?`. */
  readonly search: string
  /** The query after rewrites; undefined when it is the client's own. */
  readonly query: Query | undefined
  /** Response headers set by the config. */
  readonly preset: PresetHeaders
}

const NO_HEADERS: PresetHeaders = []

/** The short way: a folder without rules, and a path that is a static route's to the letter. */
export function findStatic(folder: AppFolder, url: string): Trip | undefined {
  if (!folder.plain) return undefined
  const mark = url.indexOf('?')
  const path = mark < 0 ? url : url.slice(0, mark)
  if (path.endsWith('/') || url.includes('#', path.length)) return undefined
  const match = folder.matchStatic(path)
  return (
    match && {
      match,
      path,
      sent: path,
      search: mark < 0 ? '' : url.slice(mark + 1),
      query: undefined,
      preset: NO_HEADERS,
    }
  )
}

interface TripRequest {
  readonly folder: AppFolder
  readonly parts: AppParts
  readonly host: Host
  readonly req: IncomingMessage
  readonly res: ServerResponse
}

/** `answered`: a redirect, a file or another server was the answer. Undefined: nothing here has the path. */
export type Found = Trip | 'answered' | undefined

/**
 * Finds the route of a request: slashes, headers and redirects of the config, proxy, rewrites, routes, in Next.js's order.
 *
 * @throws {Fault} TARGET_INVALID.
 */
export function findTrip(request: TripRequest): Found | Promise<Found> {
  const { folder, parts, host, req, res } = request
  const target = parseTarget(req.url ?? '/') //                                        400
  if (parts.ownsDocs(target.path)) return undefined // Their links need the slash that the next line would take.
  const slashes = folder.rules.checkSlashes(target, req.headers.host)
  if (slashes && host.mounted && !leadsHere(request, slashes)) return undefined
  if (slashes) return sendRedirect(req, res, slashes) //                               308
  if (!folder.plain) return findByRules(request, target)
  const file = folder.findFile(target.path)
  if (file !== undefined) return sendFile(file, req, res) //                           200, 405
  const match = folder.matchStatic(target.path) ?? folder.matchDynamic(target.path) // 400
  return (
    match && {
      match,
      path: target.path,
      sent: target.path,
      search: target.search,
      query: undefined,
      preset: NO_HEADERS,
    }
  )
}

type Hit = { readonly match: Match } | { readonly file: string }

async function findByRules(request: TripRequest, target: Target): Promise<Found> {
  const { folder, parts, host, req, res } = request
  const { rules } = folder
  const ask = toRuleRequest(req)
  const entry = rules.beforeProxy(target, ask)
  if (entry.kind === 'redirect') return sendRedirect(req, res, entry.answer) //        307, 308
  const passed = await passProxy(req, res, { folder, parts, target, ask, place: entry.place, preset: entry.headers })
  if (passed === 'answered') return 'answered' //                                      500, or the proxy's own
  const { place, headers, forward } = passed
  if (forward) return forwardTo(request, forward, headers)
  const found = rules.resolve(place, toRuleRequest(req), toFinders(folder)) //         400
  if (found.kind === 'redirect') return sendRedirect(req, res, found.answer)
  if (found.kind === 'external') return forwardTo(request, found.url, undefined)
  if (found.kind === 'none' && host.mounted) return undefined
  for (const [name, value] of headers) res.setHeader(name, value)
  if (found.kind === 'none') return undefined
  if ('file' in found.hit) return sendFile(found.hit.file, req, res)
  const path = rules.toLocal(entry.place)?.path ?? target.path
  const query = found.place.rewritten ? found.place.query() : undefined
  return { match: found.hit.match, path, sent: target.path, search: target.search, query, preset: headers }
}

// The config's headers are for answers from here; those of a proxy, config's among them, go on any answer.
async function forwardTo(
  { folder, parts, req, res }: TripRequest,
  url: URL,
  headers: PresetHeaders | undefined,
): Promise<'answered'> {
  // Loaded when first needed: most projects forward nothing.
  const { forwardRequest } = await import('../http/forward.ts')
  for (const [name, value] of headers ?? []) res.setHeader(name, value)
  const forwarded = headers === undefined ? 'host' : 'all'
  await forwardRequest(req, res, url, { logger: parts.log, timeoutMs: folder.forwardMs, forwarded })
  return 'answered'
}

function toRuleRequest(req: IncomingMessage): RuleRequest {
  return { headers: req.headers, cookies: () => parseCookies(req.headers.cookie) }
}

function toFinders(folder: AppFolder): Finders<Hit> {
  return {
    file: (path) => wrap('file', folder.findFile(path)),
    fixed: (path, app) => wrap('match', unlessApp(folder.matchStatic(path), app)),
    dynamic: (path, app) => wrap('match', unlessApp(folder.matchDynamic(path), app)),
  }
}

// Mounted, a path that is not ours is left to the host as it is, slashes included.
function leadsHere({ folder, req }: TripRequest, { location }: RedirectAnswer): boolean {
  const ask = toRuleRequest(req)
  const entry = folder.rules.beforeProxy(parseTarget(location), ask)
  return entry.kind === 'redirect' || folder.rules.resolve(entry.place, ask, toFinders(folder)).kind !== 'none'
}

// Routes of the app folder have no locales.
function unlessApp(match: Match | undefined, app: boolean): Match | undefined {
  return app || match?.route.root !== 'app' ? match : undefined
}

function wrap(kind: 'file', found: string | undefined): Hit | undefined
function wrap(kind: 'match', found: Match | undefined): Hit | undefined
function wrap(kind: string, found: unknown): unknown {
  return found === undefined ? undefined : { [kind]: found }
}

function sendRedirect(req: IncomingMessage, res: ServerResponse, answer: RedirectAnswer): 'answered' {
  const outside = toOutside(answer.location, req)
  const { status, location, refresh, body, contentLength } =
    outside === answer.location ? answer : toRedirect(answer.status, outside)
  res.statusCode = status
  res.setHeader('location', location)
  if (refresh !== undefined) res.setHeader('Refresh', refresh)
  if (contentLength !== undefined) res.setHeader('Content-Length', contentLength)
  res.end(body)
  return 'answered'
}
