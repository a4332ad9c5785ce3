import { compileConditions } from './has.ts'
import type { Place } from './place.ts'
import type { RuleParams, RuleRequest, RuleSource } from './rule.ts'
import { compileSource, type SourceOptions } from './source.ts'

/** Source and conditions of a rule, compiled together. */
export interface Matcher {
  /** Every param they can capture. */
  readonly names: readonly string[]
  /** Those that are lists. */
  readonly repeated: ReadonlySet<string>
  /** @returns What was captured; undefined when the rule does not apply here. */
  match(place: Place, request: RuleRequest): RuleParams | undefined
}

export interface RuleOptions {
  /** `experimental.caseSensitiveRoutes`. */
  readonly sensitive: boolean
  /** Where the rule was written, for messages: `next.config.js: headers[0]`. */
  readonly place: string
}

/** @throws {Fault} CONFIG_INVALID, when source or conditions cannot be read. */
export function compileMatcher(rule: RuleSource, options: SourceOptions): Matcher {
  const source = compileSource(rule.source, options)
  const conditions = compileConditions(rule, options.place)
  if (!conditions) return { ...source, match: (place) => source.match(place.path) }
  return {
    names: [...source.names, ...conditions.names],
    repeated: source.repeated,
    match: (place, request) => {
      const params = source.match(place.path)
      const more = params && conditions.test(request, place.query)
      return more && Object.assign(params, more)
    },
  }
}
