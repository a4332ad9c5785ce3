import { splitLocale, toDefaultLocale } from './locale.ts'
import { toInside } from './place.ts'
import { parseQuery, toSearch } from './query.ts'
import { toRedirect, type RedirectAnswer } from './redirects.ts'
import type { RulesConfig } from './rule.ts'
import type { Target } from './target.ts'

/**
 * Answers a path with too many slashes, or with the wrong end, by a redirect. Undefined: the path is as it should be.
 * The Host header matters under i18n with domains only.
 */
export type SlashCheck = (target: Target, host: string | undefined) => RedirectAnswer | undefined

type SlashConfig = Pick<
  RulesConfig,
  'basePath' | 'trailingSlash' | 'skipTrailingSlashRedirect' | 'i18n' | 'experimental'
>

/**
 * Compiles the two slash rules, which come before every other: `//` and backslashes anywhere (308, query untouched),
 * then the trailing slash (308, query written anew). They hold for every method and for paths that do not exist.
 *
 * @see https://nextjs.org/docs/app/api-reference/config/next-config-js/trailingSlash
 */
export function compileSlashes(config: SlashConfig): SlashCheck {
  const checkEnd = config.skipTrailingSlashRedirect ? undefined : compileEnd(config)
  return (target, host) => {
    if (target.repeated) return toRedirect(308, target.path + (target.search === '' ? '' : `?${target.search}`))
    const path = checkEnd?.(target.path, host)
    return path === undefined ? undefined : toRedirect(308, path + rewriteQuery(target.search))
  }
}

/** @returns The path to redirect to, or undefined. */
type EndCheck = (path: string, host: string | undefined) => string | undefined

function compileEnd(config: SlashConfig): EndCheck {
  const check = config.trailingSlash ? addSlash : dropSlash
  const checkBase = toBaseCheck(config)
  const { i18n } = config
  return (path, host) => {
    const seen = i18n ? dropDefaultLocale(path, toDefaultLocale(i18n, host), config) : path
    return checkBase(seen) ?? check(seen)
  }
}

/** Next.js takes the default locale out of a path before these rules see it. */
function dropDefaultLocale(path: string, locale: string, { basePath, trailingSlash }: SlashConfig): string {
  const inside = toInside(path, basePath) ?? path
  const rest = splitLocale(inside, [locale])
  if (rest.locale === undefined) return path
  const base = path.slice(0, path.length - inside.length)
  if (rest.path !== '/' || base === '') return base + rest.path
  return trailingSlash && path.endsWith('/') ? `${base}/` : base
}

/** basePath itself always follows `trailingSlash`, whatever its last segment looks like. */
function toBaseCheck({ basePath, trailingSlash, experimental }: SlashConfig): (path: string) => string | undefined {
  if (basePath === '') return () => undefined
  const from = trailingSlash ? basePath : `${basePath}/`
  const to = trailingSlash ? `${basePath}/` : basePath
  const fold = (path: string): string => (experimental.caseSensitiveRoutes ? path : path.toLowerCase())
  return (path) => (path.length === from.length && fold(path) === fold(from) ? to : undefined)
}

function dropSlash(path: string): string | undefined {
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : undefined
}

/** Adds a slash, unless the last segment has a dot; takes it from a last segment that ends like a file name. */
function addSlash(path: string): string | undefined {
  // Certificate authorities and others ask below /.well-known/ for paths exactly as they stand.
  if (/^\/\.well-known/i.test(path)) return undefined
  const last = path.slice(path.lastIndexOf('/', path.length - 2) + 1)
  if (!path.endsWith('/')) return last === '' || last.includes('.') ? undefined : `${path}/`
  const dot = last.lastIndexOf('.')
  return dot > 0 && /^\w+$/.test(last.slice(dot + 1, -1)) ? path.slice(0, -1) : undefined
}

function rewriteQuery(search: string): string {
  if (search === '') return ''
  const query = parseQuery(search)
  return toSearch(query, query)
}
