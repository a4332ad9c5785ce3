import { checkHomeLocale } from './home-locale.ts'
import { splitLocale, toDefaultLocale } from './locale.ts'
import { toInside, type Place } from './place.ts'
import type { RedirectAnswer } from './redirects.ts'
import type { RewriteStep } from './rewrites.ts'
import type { RuleRequest, RulesConfig } from './rule.ts'

/** Looks a path up, without basePath and locale. `app` false: a route of the app folder does not count. */
export type Finder<T> = (path: string, app: boolean) => T | undefined

export interface Finders<T> {
  /** A file of the public folder. */
  readonly file?: ((path: string) => T | undefined) | undefined
  /** A route without params. */
  readonly fixed: Finder<T>
  /** A route with params. */
  readonly dynamic: Finder<T>
}

/** What a request leads to. `place` says by which path and query. */
export type Resolved<T> =
  | { readonly kind: 'route'; readonly hit: T; readonly place: Place }
  | { readonly kind: 'external'; readonly url: URL }
  | { readonly kind: 'redirect'; readonly answer: RedirectAnswer }
  | { readonly kind: 'none'; readonly place: Place }

export interface RewriteSteps {
  readonly beforeFiles: readonly RewriteStep[]
  readonly afterFiles: readonly RewriteStep[]
  readonly fallback: readonly RewriteStep[]
}

/**
 * Compiles the search for a route, in the order of Next.js: all of beforeFiles, files and routes without params;
 * afterFiles, until one leads somewhere; routes with params; fallback, until one leads somewhere.
 */
export function compileResolver(
  config: RulesConfig,
  steps: RewriteSteps,
): <T>(place: Place, request: RuleRequest, find: Finders<T>) => Resolved<T> {
  return (start, request, find) => {
    const home = config.i18n && checkHomeLocale(config, start, request)
    if (home) return { kind: 'redirect', answer: home }
    const search = { config, request, find }
    let place = start
    for (const step of steps.beforeFiles) {
      const next = step(place, request)
      if (next?.kind === 'external') return next
      if (next) place = next.place
    }
    const hit = lookUp(place, search, 'fixed')
    if (hit !== undefined) return { kind: 'route', hit, place }
    const after = follow(steps.afterFiles, place, search)
    if (after.kind !== 'none') return after
    const any = lookUp(after.place, search, 'any')
    if (any !== undefined) return { kind: 'route', hit: any, place: after.place }
    return follow(steps.fallback, after.place, search)
  }
}

interface Search<T> {
  readonly config: RulesConfig
  readonly request: RuleRequest
  readonly find: Finders<T>
}

/** Applies rewrites in turn, each to what the one before made, until one leads to a file, a route or another server. */
function follow<T>(steps: readonly RewriteStep[], start: Place, search: Search<T>): Resolved<T> {
  let place = start
  for (const step of steps) {
    const next = step(place, search.request)
    if (!next) continue
    if (next.kind === 'external') return next
    place = next.place
    const hit = lookUp(place, search, 'any')
    if (hit !== undefined) return { kind: 'route', hit, place }
  }
  return { kind: 'none', place }
}

function lookUp<T>(place: Place, search: Search<T>, kind: 'fixed' | 'any'): T | undefined {
  const { config, find } = search
  const inside = toInside(place.path, config.basePath)
  if (inside === undefined) return undefined
  const path = inside.length > 1 && inside.endsWith('/') ? inside.slice(0, -1) : inside
  const { routes, file } = config.i18n ? toLocalPaths(place, path, search) : { file: path, routes: open(path) }
  const hit = file === undefined ? undefined : find.file?.(file)
  if (hit !== undefined || !routes || !(config.useFileSystemPublicRoutes || place.rewritten)) return hit
  const fixed = find.fixed(routes.path, routes.fixedApp)
  return fixed !== undefined || kind === 'fixed' ? fixed : find.dynamic(routes.path, routes.dynamicApp)
}

interface LocalPaths {
  readonly file: string | undefined
  readonly routes: { readonly path: string; readonly fixedApp: boolean; readonly dynamicApp: boolean } | undefined
}

function open(path: string): NonNullable<LocalPaths['routes']> {
  return { path, fixedApp: true, dynamicApp: true }
}

/** Under i18n, /api is never localised, and app routes answer the default locale only. */
function toLocalPaths<T>(place: Place, inside: string, { config, request }: Search<T>): LocalPaths {
  const { i18n } = config
  if (!i18n) return { file: inside, routes: open(inside) }
  const { locale, path } = splitLocale(inside, i18n.locales)
  if (place.localised && !place.rewritten && toInside(path, '/api') !== undefined) {
    return { file: undefined, routes: undefined }
  }
  const defaults = [i18n.defaultLocale, ...(i18n.domains ?? []).map((item) => item.defaultLocale)]
  // A domain's own default was put there by us, not asked for; Next.js forgets that in production and answers 404.
  const unasked = !place.localised && locale === toDefaultLocale(i18n, request.headers.host)
  const fixedApp = locale === undefined || locale === i18n.defaultLocale || unasked
  return {
    file: splitLocale(inside, defaults).path,
    routes: { path, fixedApp, dynamicApp: !place.localised },
  }
}
