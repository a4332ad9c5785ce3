import { Fault } from '../errors.ts'
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

function checkSource(source: unknown, at: string): string {
  if (typeof source !== 'string') throw invalid(at, 'is not a string')
  if (!source.startsWith('/')) throw invalid(at, `does not start with /: "${source}"`)
  return source
}

function checkConditions(list: unknown, at: string): Condition[] | undefined {
  if (list === undefined) return undefined
  if (!Array.isArray(list)) throw invalid(at, 'is not an array')
  return list.map((item: unknown, index) => checkCondition(item, `${at}[${index}]`))
}

const TYPES = ['header', 'cookie', 'query', 'host'] as const

function checkCondition(item: unknown, at: string): Condition {
  if (!isObject(item)) throw invalid(at, 'is not an object')
  const type = TYPES.find((known) => known === item['type'])
  const { key, value } = item
  if (type === undefined) throw invalid(`${at}.type`, `is none of ${TYPES.join(', ')}`)
  if (type !== 'host' && typeof key !== 'string') throw invalid(`${at}.key`, 'is not a string')
  if (value !== undefined && typeof value !== 'string') throw invalid(`${at}.value`, 'is not a string')
  if (type === 'host' && !value) throw invalid(`${at}.value`, 'is missing; a host condition needs one')
  return { type, key: typeof key === 'string' ? key : undefined, value }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function invalid(at: string, found: string): Fault {
  return new Fault('CONFIG_INVALID', `${at} ${found}`)
}
