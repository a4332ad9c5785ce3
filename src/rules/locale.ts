import { toHostname } from './has.ts'
import { toInside } from './place.ts'
import type { LocaleDomain, Locales, RulesConfig } from './rule.ts'

/**
 * Takes a locale off the front of a path, whatever its case.
 *
 * @param path Without basePath.
 * @returns The rest, and the locale as the config spells it; undefined when there is none.
 */
export function splitLocale(
  path: string,
  locales: readonly string[],
): { readonly locale: string | undefined; readonly path: string } {
  const end = path.indexOf('/', 1)
  const first = (end < 0 ? path.slice(1) : path.slice(1, end)).toLowerCase()
  const locale = first === '' ? undefined : locales.find((known) => known.toLowerCase() === first)
  if (locale === undefined) return { locale: undefined, path }
  return { locale, path: path.slice(locale.length + 1) || '/' }
}

/** The locale of a path without one: that of the domain in the Host header, or the default. */
export function toDefaultLocale(i18n: Locales, host: string | undefined): string {
  return findDomain(i18n, host)?.defaultLocale ?? i18n.defaultLocale
}

/** The domain of `i18n.domains` a request came to. */
export function findDomain(i18n: Locales, host: string | undefined): LocaleDomain | undefined {
  const hostname = toHostname(host)
  return i18n.domains?.find((item) => toHostname(item.domain) === hostname)
}

/**
 * The path that sources are tested against: under i18n, one without a locale gets the default.
 *
 * @param path As the client sent it, with basePath.
 */
export function addLocale(
  config: Pick<RulesConfig, 'i18n' | 'basePath' | 'trailingSlash' | 'skipProxyUrlNormalize'>,
  path: string,
  host: string | undefined,
): { readonly path: string; readonly localised: boolean } {
  const { i18n, basePath } = config
  if (!i18n) return { path, localised: false }
  const inside = toInside(path, basePath)
  const local = inside ?? path
  const localised = splitLocale(local, i18n.locales).locale !== undefined
  if (localised || local.startsWith('/_next/')) return { path, localised }
  const base = inside === undefined ? '' : basePath
  const slash = config.trailingSlash && !config.skipProxyUrlNormalize && path.endsWith('/')
  const rest = local === '/' && !slash ? '' : local
  return { path: `${base}/${toDefaultLocale(i18n, host)}${rest}`, localised }
}
