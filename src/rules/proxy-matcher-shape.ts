import { checkConditions, checkSource, invalid, isObject } from './source-shape.ts'
import type { Condition } from './rule.ts'

/** One matcher of a proxy. A bare string is `{ source }`. */
export interface ProxyMatcher {
  readonly source: string
  readonly has?: readonly Condition[] | undefined
  readonly missing?: readonly Condition[] | undefined
  /** False: `source` is taken without a locale. */
  readonly locale?: false | undefined
}

/**
 * Checks the shape of a proxy's `config.matcher`.
 *
 * @throws {Fault} CONFIG_INVALID, naming file and key.
 */
export function checkMatcher(matcher: unknown, file: string): ProxyMatcher[] {
  const list: unknown[] = Array.isArray(matcher) ? matcher : [matcher]
  return list.map((one, at) => checkOne(one, `${file}: config.matcher${Array.isArray(matcher) ? `[${at}]` : ''}`))
}

function checkOne(matcher: unknown, at: string): ProxyMatcher {
  if (typeof matcher === 'string') return { source: checkSource(matcher, at) }
  if (!isObject(matcher)) throw invalid(at, 'is neither a string nor an object with `source`')
  const unknown = Object.keys(matcher).find((key) => !['source', 'has', 'missing', 'locale'].includes(key))
  if (unknown !== undefined) throw invalid(`${at}.${unknown}`, 'is not a key of a matcher')
  if (matcher['locale'] !== undefined && matcher['locale'] !== false) throw invalid(`${at}.locale`, 'is not false')
  return {
    source: checkSource(matcher['source'], `${at}.source`),
    has: checkConditions(matcher['has'], `${at}.has`),
    missing: checkConditions(matcher['missing'], `${at}.missing`),
    ...(matcher['locale'] === false && { locale: false }),
  }
}
