import { describe, isObject, type ConfigReader } from './next-config-check.ts'

/** The `i18n` key, checked. `locales` starts with `defaultLocale`. */
export interface I18nConfig {
  readonly locales: readonly string[]
  readonly defaultLocale: string
  readonly localeDetection?: false
  readonly domains?: readonly I18nDomain[]
}

export interface I18nDomain {
  readonly domain: string
  readonly defaultLocale: string
  readonly locales?: readonly string[]
  readonly http?: true
}

/**
 * Reads the `i18n` key.
 *
 * @throws {Fault} CONFIG_INVALID, when a locale or a domain is missing, repeated or of another type.
 * @see https://nextjs.org/docs/pages/building-your-application/routing/internationalization
 */
export function readI18n(config: ConfigReader): I18nConfig | undefined {
  if (config.raw('i18n') === undefined) return undefined
  const i18n = config.object('i18n')
  const locales = i18n.strings('locales', [])
  const defaultLocale = i18n.string('defaultLocale', '')
  if (!locales.includes(defaultLocale))
    throw i18n.invalid('defaultLocale', `${describe(defaultLocale)}, not one of locales`)
  const lower = locales.map((locale) => locale.toLowerCase())
  const twice = locales.find((_locale, at) => lower.indexOf(lower[at] ?? '') !== at)
  if (twice !== undefined) throw i18n.invalid('locales', `naming ${describe(twice)} twice`)
  const domains = readDomains(i18n)
  return {
    locales: [defaultLocale, ...locales.filter((locale) => locale !== defaultLocale)],
    defaultLocale,
    ...(i18n.boolean('localeDetection', true) ? {} : { localeDetection: false }),
    ...(domains && { domains }),
  }
}

function readDomains(i18n: ConfigReader): I18nDomain[] | undefined {
  const found = i18n.raw('domains')
  if (found === undefined) return undefined
  if (!Array.isArray(found)) throw i18n.invalid('domains', `not an array but ${describe(found)}`)
  return found.map((item: unknown, at) => readDomain(item, i18n, `domains[${at}]`))
}

function readDomain(item: unknown, i18n: ConfigReader, key: string): I18nDomain {
  if (!isObject(item)) throw i18n.invalid(key, `not an object but ${describe(item)}`)
  const { domain, defaultLocale, locales } = item
  if (typeof domain !== 'string' || domain === '' || domain.includes(':')) {
    throw i18n.invalid(`${key}.domain`, `not a domain without protocol and port but ${describe(domain)}`)
  }
  if (typeof defaultLocale !== 'string')
    throw i18n.invalid(`${key}.defaultLocale`, `not a string but ${describe(defaultLocale)}`)
  if (locales !== undefined && !isStrings(locales)) throw i18n.invalid(`${key}.locales`, 'not an array of strings')
  return {
    domain,
    defaultLocale,
    ...(locales && { locales }),
    ...(item['http'] === true && { http: true }),
  }
}

function isStrings(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string')
}
