import { ruleFault } from './rule-fault.ts'
import type { Query } from './query.ts'
import type { Condition, RuleParams, RuleRequest } from './rule.ts'

/** @returns What the conditions captured; undefined when one of them does not hold. */
export type Conditions = (request: RuleRequest, query: () => Query) => RuleParams | undefined

interface Compiled {
  /** Params this condition can add. */
  readonly names: readonly string[]
  /** @returns Params when it holds, else undefined. */
  test(request: RuleRequest, query: () => Query): RuleParams | undefined
}

/**
 * Compiles `has` and `missing`. The regular expressions are the author's own and are compiled once.
 *
 * @param place Where they were written, for the message.
 * @returns The test and the param names it can capture; undefined when there are no conditions.
 * @throws {Fault} CONFIG_INVALID, when a value is not a regular expression.
 */
export function compileConditions(
  rule: { readonly has?: readonly Condition[] | undefined; readonly missing?: readonly Condition[] | undefined },
  place: string,
): { readonly names: readonly string[]; readonly test: Conditions } | undefined {
  if (!rule.has && !rule.missing) return undefined
  const has = (rule.has ?? []).map((condition, at) => compileCondition(condition, `${place}.has[${at}]`))
  const missing = (rule.missing ?? []).map((condition, at) => compileCondition(condition, `${place}.missing[${at}]`))
  return {
    names: has.flatMap((condition) => condition.names),
    test: (request, query) => {
      const params: RuleParams = Object.create(null)
      for (const condition of has) {
        const found = condition.test(request, query)
        if (!found) return undefined
        Object.assign(params, found)
      }
      return missing.some((condition) => condition.test(request, query)) ? undefined : params
    },
  }
}

function compileCondition(condition: Condition, place: string): Compiled {
  const read = toReader(condition)
  const { value } = condition
  if (!value) return compilePresence(condition.key ?? '', read)
  const pattern = readPattern(value, place)
  const groups = [...value.matchAll(/\(\?<([A-Za-z_$][\w$]*)>/g)].map((group) => group[1] ?? '')
  const host = condition.type === 'host' && groups.length === 0
  return {
    names: host ? ['host'] : groups,
    test: (request, query) => {
      const sent = read(request, query)
      const last = Array.isArray(sent) ? sent.at(-1) : sent
      const match = last ? pattern.exec(last) : null
      if (!match) return undefined
      return match.groups ?? (host ? { host: match[0] } : {})
    },
  }
}

function compilePresence(key: string, read: Reader): Compiled {
  // Next.js: path-to-regexp wants names it can put into a pattern, so `x-steal` is captured as `xsteal`.
  const name = key.replace(/[^A-Za-z]/g, '')
  return {
    names: name === '' ? [] : [name],
    test: (request, query) => {
      const sent = read(request, query)
      if (!sent) return undefined
      return name === '' ? {} : { [name]: sent }
    },
  }
}

type Reader = (request: RuleRequest, query: () => Query) => string | string[] | undefined

function toReader(condition: Condition): Reader {
  const key = condition.key ?? ''
  const header = key.toLowerCase()
  switch (condition.type) {
    case 'header':
      return (request) => request.headers[header]
    case 'cookie':
      return (request) => ownValue(request.cookies(), key)
    case 'query':
      return (_request, query) => query()[key]
    case 'host':
      return (request) => toHostname(request.headers.host)
  }
}

/** An ordinary object must not answer for `constructor`. */
function ownValue(record: Readonly<Record<string, string | undefined>>, key: string): string | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined
}

/** A Host header without its port, in lower case. */
export function toHostname(host: string | undefined): string | undefined {
  return host?.split(':', 1)[0]?.toLowerCase()
}

function readPattern(value: string, place: string): RegExp {
  try {
    return new RegExp(`^${value}$`)
  } catch (cause) {
    throw ruleFault(`${place}.value`, `"${value}" is not a regular expression`, cause)
  }
}
