import { compileDestination, toUrl } from './destination.ts'
import { compileMatcher, type RuleOptions } from './matcher.ts'
import { collapseSlashes } from './target.ts'
import type { Place } from './place.ts'
import type { RedirectRule, RuleRequest } from './rule.ts'

/** A redirect, ready to be written: status, two headers, and a body that is the location again. */
export interface RedirectAnswer {
  readonly status: number
  /** The `location` header; Next.js writes this name in lower case. */
  readonly location: string
  /** The `Refresh` header of a 308, for clients that do not know the status. */
  readonly refresh: string | undefined
  readonly body: string
  /** Bytes to announce as Content-Length; undefined leaves the framing to the response, as Next.js's router does. */
  readonly contentLength?: number
}

export function toRedirect(status: number, location: string): RedirectAnswer {
  return { status, location, refresh: status === 308 ? `0;url=${location}` : undefined, body: location }
}

export type RedirectStep = (place: Place, request: RuleRequest) => RedirectAnswer | undefined

/**
 * Compiles a rule of `redirects()`. The client's query is carried over, the destination's own names win.
 *
 * @param basePath Paths below its `/_next` are never redirected.
 * @throws {Fault} CONFIG_INVALID, when source, conditions or destination cannot be read.
 */
export function compileRedirect(rule: RedirectRule, basePath: string, options: RuleOptions): RedirectStep {
  const matcher = compileMatcher(rule, { ...options, except: `${basePath}/_next` })
  const { names, repeated } = matcher
  const fill = compileDestination(rule.destination, { names, repeated, appendParams: false, place: options.place })
  const status = rule.statusCode ?? (rule.permanent ? 308 : 307)
  return (place, request) => {
    const params = matcher.match(place, request)
    const filled = params && fill(params, place.query())
    // `//` or `\` from a captured value must not name another host.
    return filled && toRedirect(status, toUrl({ ...filled, path: collapseSlashes(filled.path) }, place.sent()))
  }
}
