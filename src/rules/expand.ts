import { LOCALE_PARAM } from './destination.ts'
import type { Locales, RuleSource, RulesConfig } from './rule.ts'

/** A rule of any kind. */
export type Expandable = RuleSource & { readonly destination?: string | undefined }

/**
 * Puts basePath and locale into a rule's source and destination, as Next.js does before it matches them. Under i18n a
 * redirect becomes several: one per default locale first, so that a default stays out of its Location.
 */
export function expandRule<R extends Expandable>(
  rule: R,
  config: Pick<RulesConfig, 'basePath' | 'trailingSlash' | 'i18n'>,
): R[] {
  const base = rule.basePath === false ? '' : config.basePath
  const { i18n } = config
  if (!i18n || rule.locale === false) return [addBase(rule, base)]
  const trim = (path: string): string => (path === '/' && !config.trailingSlash ? '' : path)
  const own = isRedirect(rule) ? toDefaults(rule, { i18n, base, trim }) : []
  const locales = i18n.locales.map((locale) => locale.replace(/[|\\{}()[\]^$+*?.-]/g, '\\$&')).join('|')
  const local = {
    ...rule,
    source: `/:${LOCALE_PARAM}(${locales})${trim(rule.source)}`,
    ...(isLocal(rule) && { destination: `/:${LOCALE_PARAM}${trim(rule.destination)}` }),
  }
  return [...own, addBase(local, base)]
}

function isRedirect(rule: Expandable): boolean {
  return 'permanent' in rule || 'statusCode' in rule
}

function toDefaults<R extends Expandable>(
  rule: R,
  { i18n, base, trim }: { i18n: Locales; base: string; trim: (path: string) => string },
): R[] {
  if (!isLocal(rule)) return []
  const domains = (i18n.domains ?? []).map((item) => ({
    locale: item.defaultLocale,
    origin: `http${item.http ? '' : 's'}://${item.domain}`,
  }))
  return [...domains, { locale: i18n.defaultLocale, origin: '' }].map(({ locale, origin }) => ({
    ...rule,
    source: `${base}/${locale}${trim(rule.source)}`,
    destination: origin + base + rule.destination,
  }))
}

function addBase<R extends Expandable>(rule: R, base: string): R {
  if (base === '') return rule
  const add = (path: string): string => base + (path === '/' ? '' : path)
  return { ...rule, source: add(rule.source), ...(isLocal(rule) && { destination: add(rule.destination) }) }
}

function isLocal<R extends Expandable>(rule: R): rule is R & { readonly destination: string } {
  return rule.destination?.startsWith('/') === true
}
