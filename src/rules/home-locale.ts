import { findDomain, splitLocale, toDefaultLocale } from './locale.ts'
import { toInside, type Place } from './place.ts'
import { toSearch } from './query.ts'
import { toRedirect, type RedirectAnswer } from './redirects.ts'
import type { Locales, RuleRequest, RulesConfig } from './rule.ts'

/**
 * Sends a visitor of `/` to the locale that cookie or Accept-Language ask for, as Next.js does; no other path is.
 *
 * @see https://nextjs.org/docs/pages/building-your-application/routing/internationalization#automatic-locale-detection
 */
export function checkHomeLocale(
  config: Pick<RulesConfig, 'i18n' | 'basePath' | 'trailingSlash'>,
  place: Place,
  request: RuleRequest,
): RedirectAnswer | undefined {
  const { i18n, basePath } = config
  const inside = toInside(place.path, basePath)
  if (!i18n || i18n.localeDetection === false || place.localised || inside === undefined) return undefined
  if (splitLocale(inside, i18n.locales).path !== '/') return undefined
  const wanted = toWanted(i18n, request)
  const domain = findDomain(i18n, request.headers.host)
  const other = domain && i18n.domains?.find((item) => item.defaultLocale === wanted || item.locales?.includes(wanted))
  if (other && other.domain !== domain.domain) {
    const path = other.defaultLocale === wanted ? '' : wanted
    return toSized(`http${other.http ? '' : 's'}://${other.domain}/${path}`)
  }
  const locale = domain ? domain.defaultLocale : wanted
  if (locale === toDefaultLocale(i18n, request.headers.host)) return undefined
  return toSized(`${basePath}/${locale}${config.trailingSlash ? '/' : ''}${toSearch(place.query(), place.sent())}`)
}

/** This redirect is sent by Next.js's page renderer, which says how long it is. */
function toSized(location: string): RedirectAnswer {
  return { ...toRedirect(307, location), contentLength: Buffer.byteLength(location) }
}

function toWanted(i18n: Locales, request: RuleRequest): string {
  const cookie = request.cookies()['NEXT_LOCALE']?.toLowerCase()
  const fromCookie = i18n.locales.find((locale) => locale.toLowerCase() === cookie)
  return fromCookie ?? pickLocale(request.headers['accept-language'], i18n.locales) ?? i18n.defaultLocale
}

/** The first locale a client accepts, by quality; `fr` accepts `fr-CA` too. RFC 9110 §12.5.4. */
function pickLocale(accept: string | undefined, locales: readonly string[]): string | undefined {
  const ranges = (accept ?? '').split(',').map((text) => {
    const [range = '', weight = ''] = text.split(';')
    const quality = /^\s*q=([\d.]+)\s*$/i.exec(weight)?.[1]
    return { range: range.trim().toLowerCase(), quality: quality === undefined ? 1 : Number(quality) }
  })
  const wanted = ranges
    .filter(({ range, quality }) => range !== '' && quality > 0)
    .sort((a, b) => b.quality - a.quality)
  for (const { range } of wanted) {
    const found = locales.find((locale) => range === '*' || `${locale.toLowerCase()}-`.startsWith(`${range}-`))
    if (found !== undefined) return found
  }
  return undefined
}
