import { isObject, invalid, checkConditions, checkSource } from './source-shape.ts'
import type { HeaderRule, RedirectRule, RewriteRule, RuleSource } from './rule.ts'

const SHARED = ['source', 'has', 'missing', 'locale', 'basePath']

/**
 * Checks the shape of a rule that `headers()` returned.
 *
 * @param at Where it stands: `next.config.js: headers[0]`.
 * @throws {Fault} CONFIG_INVALID, naming the key.
 */
export function checkHeaderRule(rule: object, at: string): HeaderRule {
  const fields = readFields(rule, at, ['headers'])
  const { headers } = fields
  if (!Array.isArray(headers) || headers.length === 0) throw invalid(`${at}.headers`, 'is not an array with entries')
  return {
    ...checkShared(fields, at),
    headers: headers.map((one: unknown, index) => checkHeader(one, `${at}.headers[${index}]`)),
  }
}

function checkHeader(header: unknown, at: string): { key: string; value: string } {
  if (!isObject(header)) throw invalid(at, 'is not an object with key and value')
  return { key: checkText(header['key'], `${at}.key`), value: checkText(header['value'], `${at}.value`) }
}

/** The same for `redirects()`. */
export function checkRedirectRule(rule: object, at: string): RedirectRule {
  const fields = readFields(rule, at, ['destination', 'permanent', 'statusCode'])
  const { permanent, statusCode } = fields
  if (permanent !== undefined && typeof permanent !== 'boolean')
    throw invalid(`${at}.permanent`, 'is not true or false')
  if (statusCode === undefined && permanent === undefined) throw invalid(`${at}.permanent`, 'is missing: true or false')
  return {
    ...checkShared(fields, at),
    destination: checkText(fields['destination'], `${at}.destination`),
    permanent,
    statusCode: statusCode === undefined ? undefined : checkStatus(statusCode, `${at}.statusCode`),
  }
}

const STATUSES = [301, 302, 303, 307, 308]

function checkStatus(status: unknown, at: string): number {
  if (typeof status === 'number' && STATUSES.includes(status)) return status
  throw invalid(at, `is none of ${STATUSES.join(', ')}`)
}

/** The same for `rewrites()`. */
export function checkRewriteRule(rule: object, at: string): RewriteRule {
  const fields = readFields(rule, at, ['destination'])
  const shared = checkShared(fields, at)
  const destination = checkText(fields['destination'], `${at}.destination`)
  const external = /^https?:\/\//.test(destination)
  if (!external && !destination.startsWith('/')) {
    throw invalid(`${at}.destination`, `starts neither with / nor with http:// or https://: "${destination}"`)
  }
  if (shared.basePath === false && !external) {
    throw invalid(`${at}.destination`, 'must be a http:// or https:// URL when basePath is false')
  }
  return { ...shared, destination }
}

function readFields(rule: object, at: string, own: readonly string[]): Record<string, unknown> {
  const unknown = Object.keys(rule).find((key) => !SHARED.includes(key) && !own.includes(key))
  if (unknown !== undefined)
    throw invalid(`${at}.${unknown}`, `is no key of such a rule; it has ${[...SHARED, ...own].join(', ')}`)
  return { ...rule }
}

function checkShared(fields: Record<string, unknown>, at: string): RuleSource {
  return {
    source: checkSource(fields['source'], `${at}.source`),
    has: checkConditions(fields['has'], `${at}.has`),
    missing: checkConditions(fields['missing'], `${at}.missing`),
    basePath: checkFalse(fields['basePath'], `${at}.basePath`),
    locale: checkFalse(fields['locale'], `${at}.locale`),
  }
}

function checkFalse(value: unknown, at: string): false | undefined {
  if (value === undefined || value === false) return value
  throw invalid(at, 'is neither false nor absent')
}

function checkText(value: unknown, at: string): string {
  if (typeof value === 'string') return value
  throw invalid(at, 'is not a string')
}
