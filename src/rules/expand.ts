import { LOCALE_PARAM } from './destination.ts'
import type { Locales, RuleSource, RulesConfig } from './rule.ts'

type Expandable = RuleSource & { readonly destination?: string | undefined }

/**
 * Puts basePath and locale into the source and destination of rules, as Next.js does before it matches them. Under
 * i18n one redirect becomes several: one per default locale, so that the default stays out of its Location.
 *
 * @param kind Only redirects are repeated per default locale.
 */
export function expandRules<R extends Expandable>(
  rules: readonly R[],
  config: Pick<RulesConfig, 'basePath' | 'trailingSlash' | 'i18n'>,
  kind: 'headers' | 'redirects' | 'rewrites',
): R[] {
  return rules.flatMap((rule) => {
    const base = rule.basePath === false ? '' : config.basePath
    const { i18n } = config
    if (!i18n || rule.locale === false) return [addBase(rule, base)]
    const trim = (path: string): string => (path === '/' && !config.trailingSlash ? '' : path)
    const own = kind === 'redirects' ? toDefaults(rule, { i18n, base, trim }) : []
    const locales = i18n.locales.map((locale) => locale.replace(/[|\\{}()[\]^$+*?.-]/g, '\\$&')).join('|')
    const local = {
      ...rule,
      source: `/:${LOCALE_PARAM}(${locales})${trim(rule.source)}`,
      ...(isLocal(rule) && { destination: `/:${LOCALE_PARAM}${trim(rule.destination)}` }),
    }
    return [...own, addBase(local, base)]
  })
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
