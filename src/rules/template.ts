import { compile, parse, type PathFunction } from 'path-to-regexp'
import { ruleFault } from './rule-fault.ts'
import type { RuleParams } from './rule.ts'

/** Fills a text with params. @returns Undefined when a param it needs is absent or is a list where it wants one value. */
export type Template = (params: RuleParams) => string | undefined

/**
 * Compiles a path with `:name` params. Values are put in as they were captured, unchecked against the pattern, as
 * Next.js does (`/a/:x(.*)` → `/b/:x`).
 *
 * @throws {Fault} CONFIG_INVALID, naming `place`, when path-to-regexp cannot read it.
 */
export function compilePath(
  path: string,
  place: string,
): { readonly names: readonly string[]; readonly fill: Template } {
  const { fill, text } = compileApart(path, place)
  const names = parse(text).flatMap((token) => (typeof token === 'object' ? [String(token.name)] : []))
  return { names, fill: (params) => tryFill(fill, params) }
}

/**
 * Compiles a text that is not a path: a header or a query value. Only params the request has are put in; a `:name`
 * nobody captured stays as it is written. A `:name*` list is joined by the `/` or `.` before it, or by nothing at all.
 *
 * @param names Every param the rule can capture.
 * @throws {Fault} CONFIG_INVALID, naming `place`, when path-to-regexp cannot read it.
 */
export function compileText(text: string, names: readonly string[], place: string): Template {
  const used = names.filter((name) => text.includes(`:${name}`))
  if (used.length === 0) return () => text
  // One compiled form per set of params that are there: an optional param makes two.
  const forms = new Map<string, PathFunction>()
  const toForm = (params: RuleParams): PathFunction => {
    const present = used.filter((name) => name in params)
    const key = present.join()
    let form = forms.get(key)
    if (!form) forms.set(key, (form = compileApart(`/${escapeText(text, present)}`, place).fill))
    return form
  }
  toForm(Object.fromEntries(used.map((name) => [name, ''])))
  return (params) => tryFill(toForm(params), params)?.slice(1)
}

/** Makes everything in a text literal but the params, with their modifiers. */
function escapeText(text: string, names: readonly string[]): string {
  if (names.length === 0) return text.replace(/[:*?+(){}\\]/g, '\\$&')
  // Longest first, so that `:path` does not take the start of `:pathname`.
  const either = [...names].sort((a, b) => b.length - a.length).join('|')
  const param = new RegExp(`:(?:${either})(?:[*?+]|(?!\\w))`, 'g')
  let from = 0
  let escaped = ''
  for (const match of text.matchAll(param)) {
    escaped += text.slice(from, match.index).replace(/[:*?+(){}\\]/g, '\\$&') + match[0]
    from = match.index + match[0].length
  }
  return escaped + text.slice(from).replace(/[:*?+(){}\\]/g, '\\$&')
}

/**
 * Checks that a list is not put where one value fits: path-to-regexp would refuse it on every request.
 *
 * @throws {Fault} CONFIG_INVALID, naming the param.
 */
export function checkLists(text: string, repeated: ReadonlySet<string>, place: string): void {
  for (const name of repeated) {
    if (!new RegExp(`:${name}(?![*+\\w])`).test(text)) continue
    throw ruleFault(place, `":${name}" captures several segments; write ":${name}*"`)
  }
}

const ESCAPED = '__ESC_COLON_'

/** Hides params from a URL parser. */
export function escapeParams(text: string, names: readonly string[]): string {
  return names.reduce((escaped, name) => escaped.replaceAll(`:${name}`, ESCAPED + name), text)
}

/** Puts the colons back; a host comes out of a URL parser in lower case. */
export function unescapeParams(text: string): string {
  return text.replace(/__ESC_COLON_/gi, ':')
}

const APART = '_NEXTSEP_'

/** path-to-regexp refuses `:a:b`; Next.js lets it pass, so a separator goes in and comes out again. */
function compileApart(path: string, place: string): { readonly fill: PathFunction; readonly text: string } {
  const text = path.replace(/(:[A-Za-z_]\w*[?*+]?)(?=:[A-Za-z_])/g, `$1${APART}`)
  try {
    const fill = compile(text, { validate: false })
    return { text, fill: text === path ? fill : (params) => fill(params).replaceAll(APART, '') }
  } catch (cause) {
    throw ruleFault(place, `"${path}" cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`, cause)
  }
}

function tryFill(fill: PathFunction, params: RuleParams): string | undefined {
  try {
    return fill(params)
  } catch {
    // path-to-regexp says "Expected x to be a string": the rule needs a value this request does not have.
    return undefined
  }
}
