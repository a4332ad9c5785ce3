import type { HeaderStep, RuleHeader } from './headers.ts'
import { addLocale, splitLocale } from './locale.ts'
import { createPlace, toInside, type Place } from './place.ts'
import type { RedirectAnswer } from './redirects.ts'
import { compileResolver, type Finders, type Resolved } from './resolve.ts'
import { compileSlashes, type SlashCheck } from './slashes.ts'
import type { RuleRequest, RulesConfig } from './rule.ts'
import { compileSteps } from './steps.ts'
import type { Target } from './target.ts'

/** What the config makes of a request before the proxy sees it. */
export type Entry =
  | { readonly kind: 'redirect'; readonly answer: RedirectAnswer }
  | {
      readonly kind: 'continue'
      /** Response headers of `headers()`; they do not go on an answer forwarded from another server. */
      readonly headers: readonly RuleHeader[]
      readonly place: Place
    }

/** The rules of a next.config, compiled. None keeps state; all may run for many requests at once. */
export interface Rules {
  /**
   * True without rules, basePath, i18n and added slashes: a path that does not end with a slash, and is the path of a
   * route to the letter, then needs no look at the rules.
   */
  readonly idle: boolean
  readonly checkSlashes: SlashCheck
  /** Collects headers and tries redirects. */
  beforeProxy(target: Target, request: RuleRequest): Entry
  /** The place a proxy's rewrite leads to. `path` with basePath and locale, `search` without `?`. */
  toPlace(path: string, search: string, from: Place): Place
  /** A place's path as handlers see it, without basePath and locale; undefined outside basePath. */
  toLocal(place: Place): { readonly path: string; readonly locale: string | undefined } | undefined
  /** Rewrites and routes, in the order of Next.js. */
  resolve<T>(place: Place, request: RuleRequest, find: Finders<T>): Resolved<T>
}

/**
 * Compiles everything in a next.config that happens before a route is found. The line of a request through it:
 *
 *     const target = parseTarget(req.url)                                     // 400
 *     const slashes = rules.checkSlashes(target, req.headers.host)
 *     if (slashes) return sendRedirect(res, slashes)                          // 308
 *     if (rules.idle && !proxy) return serve(table.match(target.path))
 *     const entry = rules.beforeProxy(target, request)                        // headers, redirects
 *     if (entry.kind === 'redirect') return sendRedirect(res, entry.answer)
 *     const place = await runProxy(entry.place, entry.headers)                // may answer, or move the request
 *     const found = rules.resolve(place, request, { file, fixed, dynamic })   // beforeFiles → static → … → fallback
 *     if (found.kind === 'external') return forwardRequest(req, res, found.url)
 *     if (found.kind === 'redirect') return sendRedirect(res, found.answer)
 *     for (const [name, value] of entry.headers) res.setHeader(name, value)
 *     return found.kind === 'route' ? serve(found.hit, found.place) : sendNotFound(req, res)
 *
 * @throws {Fault} CONFIG_INVALID, naming file and key of a rule that cannot be read.
 * @see https://nextjs.org/docs/app/api-reference/config/next-config-js/rewrites
 */
export function compileRules(config: RulesConfig): Rules {
  const steps = compileSteps(config)
  const { i18n, basePath } = config
  const idle =
    Object.values(steps).every((kind) => kind.length === 0) &&
    basePath === '' &&
    !i18n &&
    (!config.trailingSlash || config.skipTrailingSlashRedirect) &&
    config.useFileSystemPublicRoutes
  return {
    idle,
    checkSlashes: compileSlashes(config),
    beforeProxy: (target, request) => {
      const { path, localised } = addLocale(config, target.path, request.headers.host)
      const place = createPlace(path, target.search, { rewritten: false, localised })
      for (const redirect of steps.redirects) {
        const answer = redirect(place, request)
        if (answer) return { kind: 'redirect', answer }
      }
      return { kind: 'continue', place, headers: collectHeaders(steps.headers, place, request) }
    },
    toPlace: (path, search, from) => createPlace(path, search, { rewritten: true, localised: from.localised }),
    toLocal: (place) => {
      const path = toInside(place.path, basePath)
      if (path === undefined) return undefined
      return i18n ? splitLocale(path, i18n.locales) : { path, locale: undefined }
    },
    resolve: compileResolver(config, steps),
  }
}

function collectHeaders(steps: readonly HeaderStep[], place: Place, request: RuleRequest): RuleHeader[] {
  if (steps.length === 0) return []
  const headers = new Map<string, RuleHeader>()
  for (const step of steps) step(place, request, headers)
  return [...headers.values()]
}
