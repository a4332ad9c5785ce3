import { compileDestination, toUrl } from './destination.ts'
import { compileMatcher, type RuleOptions } from './matcher.ts'
import type { Place } from './place.ts'
import type { RewriteRule, RuleRequest } from './rule.ts'

/** Where a rewrite leads: to another place here, or to another server. */
export type Rewritten =
  { readonly kind: 'place'; readonly place: Place } | { readonly kind: 'external'; readonly url: URL }

export type RewriteStep = (place: Place, request: RuleRequest) => Rewritten | undefined

/**
 * Compiles a rule of `rewrites()`. Query: the client's, then the destination's, then, when the destination uses no
 * param in its path, all that source and conditions captured.
 *
 * @throws {Fault} CONFIG_INVALID, when source, conditions or destination cannot be read.
 */
export function compileRewrite(rule: RewriteRule, options: RuleOptions): RewriteStep {
  const matcher = compileMatcher(rule, options)
  const { names, repeated } = matcher
  const fill = compileDestination(rule.destination, { names, repeated, appendParams: true, place: options.place })
  return (place, request) => {
    const params = matcher.match(place, request)
    const filled = params && fill(params, place.query())
    if (!filled) return undefined
    if (filled.origin !== '') return { kind: 'external', url: new URL(toUrl(filled, place.sent())) }
    const { path, query } = filled
    return { kind: 'place', place: { ...place, path, rewritten: true, query: () => query } }
  }
}
