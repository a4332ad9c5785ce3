import { compileMatcher, type RuleOptions } from './matcher.ts'
import type { Place } from './place.ts'
import type { HeaderRule, RuleParams, RuleRequest } from './rule.ts'
import { checkLists, compileText, type Template } from './template.ts'

/** A response header to set before the handler runs: its name as written, and one value, or a list for Set-Cookie. */
export type RuleHeader = readonly [name: string, value: string | string[]]

/** Adds the headers of one rule to those collected so far. The key is the lower-case name. */
export type HeaderStep = (place: Place, request: RuleRequest, headers: Map<string, RuleHeader>) => void

/**
 * Compiles a rule of `headers()`. Params stand in names and values. Of equal names the last rule wins; Set-Cookie adds up.
 *
 * @throws {Fault} CONFIG_INVALID, when source, conditions, a name or a value cannot be read.
 */
export function compileHeaders(rule: HeaderRule, options: RuleOptions): HeaderStep {
  const matcher = compileMatcher(rule, options)
  const templates = rule.headers.map(({ key, value }) => {
    checkLists(key + value, matcher.repeated, options.place)
    return {
      key: compileText(key, matcher.names, options.place),
      value: compileText(value, matcher.names, options.place),
    }
  })
  return (place, request, headers) => {
    const params = matcher.match(place, request)
    if (!params) return
    for (const template of templates) addHeader(headers, template, params)
  }
}

function addHeader(
  headers: Map<string, RuleHeader>,
  template: { readonly key: Template; readonly value: Template },
  params: RuleParams,
): void {
  const name = template.key(params)
  const value = template.value(params)
  if (name === undefined || value === undefined) return
  const key = name.toLowerCase()
  const before = key === 'set-cookie' ? headers.get(key) : undefined
  const cookies = before && Array.isArray(before[1]) ? before[1] : []
  headers.set(key, key === 'set-cookie' ? [name, [...cookies, value]] : [name, value])
}
