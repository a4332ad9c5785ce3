import { Fault } from '../errors.ts'
import { describe, isObject } from './next-config-check.ts'

/** Rules of a vercel.json in the shapes of next.config; each is checked where it is compiled. */
export interface MappedRules {
  readonly headers: readonly object[]
  readonly redirects: readonly object[]
  readonly rewrites: readonly object[]
  /** Rules that say what next.config cannot. */
  readonly warnings: readonly string[]
}

type Rule = Readonly<Record<string, unknown>>

/**
 * Maps the three lists of a vercel.json.
 *
 * @param name What messages call the file.
 * @throws {Fault} CONFIG_INVALID, when one is no list of objects.
 */
export function toRules(json: Readonly<Record<string, unknown>>, name: string): MappedRules {
  const warnings: string[] = []
  const read = (key: string, convert: (rule: Rule) => object): object[] =>
    toList(json[key], `${name}: ${key}`).flatMap((rule, index) => {
      const lost = findLost(rule)
      if (lost === undefined) return [convert(rule)]
      warnings.push(`${name}: ${key}[${index}] is left out: ${lost} is more than a rule of next.config can say`)
      return []
    })
  return {
    headers: read('headers', ({ headers, ...rule }) => ({ ...toShared(rule), headers })),
    redirects: read('redirects', toRedirect),
    rewrites: read('rewrites', (rule) => ({ ...toShared(rule), ...toDestination(rule) })),
    warnings,
  }
}

function toList(value: unknown, at: string): Rule[] {
  if (value === undefined) return []
  if (!Array.isArray(value)) throw new Fault('CONFIG_INVALID', `${at} is not an array but ${describe(value)}`)
  const rules: unknown[] = value
  const wrong = rules.findIndex((rule) => !isObject(rule))
  if (wrong >= 0) throw new Fault('CONFIG_INVALID', `${at}[${wrong}] is not an object but ${describe(rules[wrong])}`)
  return rules.filter(isObject)
}

// A condition's value may be an object there: { "pre": "x" }, { "gte": 3 }.
function findLost(rule: Rule): string | undefined {
  for (const key of ['has', 'missing']) {
    const conditions: unknown[] = Array.isArray(rule[key]) ? rule[key] : []
    if (conditions.some((condition) => isObject(condition) && isObject(condition['value'])))
      return `a value in \`${key}\``
  }
  return ['transforms', 'mitigate'].find((key) => rule[key] !== undefined)
}

function toShared({ has, missing, source }: Rule): object {
  return { source, ...(has !== undefined && { has }), ...(missing !== undefined && { missing }) }
}

function toRedirect(rule: Rule): object {
  const { permanent, statusCode } = rule
  const status = statusCode === undefined ? { permanent: permanent ?? true } : { statusCode }
  return { ...toShared(rule), ...toDestination(rule), ...status }
}

/** `$1` stands for the first group of the source, which next.config can only call by a name. */
function toDestination({ source, destination }: Rule): object {
  if (typeof source !== 'string' || typeof destination !== 'string' || !/\$\d/.test(destination)) return { destination }
  return { source: nameGroups(source), destination: destination.replaceAll(/\$(\d+)/g, ':group$1') }
}

function nameGroups(source: string): string {
  let groups = 0
  let depth = 0
  let named = ''
  for (const [index, letter] of [...source].entries()) {
    const isEscaped = source[index - 1] === '\\'
    if (letter === ')' && !isEscaped) depth -= 1
    if (letter === '(' && !isEscaped) {
      const hasName = /:\w+$/.test(source.slice(0, index))
      if (depth === 0) groups += 1
      if (depth === 0 && !hasName) named += `:group${groups}`
      depth += 1
    }
    named += letter
  }
  return named
}
