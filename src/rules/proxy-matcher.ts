import { parse, tokensToRegexp, type Token } from 'path-to-regexp'
import { Fault } from '../errors.ts'
import { compileConditions } from './has.ts'
import { LOCALE_PARAM } from './destination.ts'
import type { Place } from './place.ts'
import type { RuleRequest, RulesConfig } from './rule.ts'
import { checkMatcher, type ProxyMatcher } from './proxy-matcher-shape.ts'

/** Tells whether the proxy runs for a request. */
export type ProxyTest = (place: Place, request: RuleRequest) => boolean

// A path can be asked for in the forms Next.js uses between its own client and server. They are no routes here, but a
// proxy that guards `/a` must guard `/_next/data/<build>/a.json` and `/a.rsc` all the same (CVE-2026-44575).
const PREFIX = '/:nextData(_next/data/[^/]{1,})?'
const TRANSPORT = '\\.rsc|\\.segments/.+\\.segment\\.rsc'
const SUFFIX = `{(\\.json|${TRANSPORT})}?`

/**
 * Compiles `config.matcher` of a proxy: a source, or a list of sources and `{ source, has, missing, locale }`. Unlike
 * the sources of rules these are case-sensitive; a path is tested as it was sent and decoded.
 *
 * @param matcher As exported; undefined runs the proxy for every request.
 * @param file The proxy's file, for messages.
 * @throws {Fault} CONFIG_INVALID, when it has another shape or a source cannot be read.
 * @see https://nextjs.org/docs/app/api-reference/file-conventions/proxy#matcher
 */
export function compileProxyMatcher(
  matcher: unknown,
  config: Pick<RulesConfig, 'basePath' | 'i18n'>,
  file: string,
): ProxyTest {
  if (matcher === undefined) return () => true
  const tests = checkMatcher(matcher, file).map((one, at) => compileOne(one, config, `${file}: config.matcher[${at}]`))
  return (place, request) => {
    const decoded = tryDecode(place.path)
    return tests.some((test) => test(place.path, place, request) || test(decoded, place, request))
  }
}

type PathTest = (path: string, place: Place, request: RuleRequest) => boolean

function compileOne(matcher: ProxyMatcher, config: Pick<RulesConfig, 'basePath' | 'i18n'>, at: string): PathTest {
  const pattern = readSource(toFullSource(matcher, config), `${at}: "${matcher.source}"`)
  const conditions = compileConditions(matcher, at)
  return (path, place, request) =>
    pattern.test(path) && (!conditions || conditions.test(request, place.query) !== undefined)
}

function toFullSource(
  { source, locale }: ProxyMatcher,
  { basePath, i18n }: Pick<RulesConfig, 'basePath' | 'i18n'>,
): string {
  const root = source === '/'
  const localised = i18n !== undefined && locale !== false
  const own = localised ? `/:${LOCALE_PARAM}((?!_next/)[^/.]{1,})${root ? '' : source}` : source
  const index = `(${i18n ? '|\\.json|' : ''}/?index|/?index\\.json|/?index(?:${TRANSPORT}))?`
  return basePath + PREFIX + own + (root ? index : SUFFIX)
}

function readSource(source: string, at: string): RegExp {
  try {
    const tokens = parse(source)
    // Only the text is taken over: the `i` flag path-to-regexp would set is not.
    return new RegExp(toPattern(tokens).source)
  } catch (cause) {
    throw new Fault('CONFIG_INVALID', `${at} cannot be read as a path`, { cause })
  }
}

/** path-to-regexp refuses `(.*)+` without a separator between repetitions; Next.js lends it a `/`. */
function toPattern(tokens: Token[]): RegExp {
  try {
    return tokensToRegexp(tokens)
  } catch {
    return tokensToRegexp(tokens.map(addSeparator))
  }
}

function addSeparator(token: Token): Token {
  if (typeof token === 'string' || !/[*+]/.test(token.modifier)) return token
  return token.prefix === '' && token.suffix === '' ? { ...token, prefix: '/' } : token
}

function tryDecode(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
