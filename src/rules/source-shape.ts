import { Fault } from '../errors.ts'
import type { Condition } from './rule.ts'

/** @throws {Fault} CONFIG_INVALID, when a source is not a path of at most 4096 characters. */
export function checkSource(source: unknown, at: string): string {
  if (typeof source !== 'string') throw invalid(at, 'is not a string')
  if (!source.startsWith('/')) throw invalid(at, `does not start with /: "${source}"`)
  if (source.length > 4096) throw invalid(at, 'is longer than 4096 characters')
  return source
}

/** @throws {Fault} CONFIG_INVALID, when `has` or `missing` is not a list of conditions. */
export function checkConditions(list: unknown, at: string): Condition[] | undefined {
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

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

/** A value of the wrong shape. `found` goes on after its place. */
export function invalid(at: string, found: string): Fault {
  return new Fault('CONFIG_INVALID', `${at} ${found}`)
}
