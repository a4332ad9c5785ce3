import type { IncomingHttpHeaders } from 'node:http'

/** What a request must have, or must not have, for a rule to apply: `has` and `missing` of next.config. */
export interface Condition {
  readonly type: 'header' | 'cookie' | 'query' | 'host'
  /** Header, cookie or query name. A host condition has none. */
  readonly key?: string | undefined
  /** The author's regular expression, matched whole; named groups become params. Absent: any non-empty value. */
  readonly value?: string | undefined
}

/** The part that headers, redirects and rewrites share. */
export interface RuleSource {
  /** A path-to-regexp pattern: `/old/:path*`. */
  readonly source: string
  readonly has?: readonly Condition[] | undefined
  readonly missing?: readonly Condition[] | undefined
  /** False: `source` and `destination` are taken as they stand, without basePath. */
  readonly basePath?: false | undefined
  /** False: they are taken without a locale too. */
  readonly locale?: false | undefined
}

export interface HeaderRule extends RuleSource {
  readonly headers: readonly { readonly key: string; readonly value: string }[]
}

export interface RewriteRule extends RuleSource {
  readonly destination: string
}

export interface RedirectRule extends RewriteRule {
  readonly permanent?: boolean | undefined
  readonly statusCode?: number | undefined
}

/** The `i18n` key of next.config. `locales` starts with `defaultLocale`. */
export interface Locales {
  readonly locales: readonly string[]
  readonly defaultLocale: string
  readonly localeDetection?: false | undefined
  readonly domains?: readonly LocaleDomain[] | undefined
}

export interface LocaleDomain {
  readonly domain: string
  readonly defaultLocale: string
  readonly locales?: readonly string[] | undefined
  /** True: the domain is reached without TLS. */
  readonly http?: true | undefined
}

/** The part of next.config that rules are compiled from. */
export interface RulesConfig {
  /** Where the rules were written, for messages; undefined for none. */
  readonly file?: string | undefined
  readonly basePath: string
  readonly trailingSlash: boolean
  readonly skipTrailingSlashRedirect: boolean
  readonly skipProxyUrlNormalize: boolean
  readonly useFileSystemPublicRoutes: boolean
  readonly i18n: Locales | undefined
  /** What `headers()` returned; each is checked to be a `HeaderRule`. */
  readonly headers: readonly object[]
  /** What `redirects()` returned: `RedirectRule`. */
  readonly redirects: readonly object[]
  /** What `rewrites()` returned: `RewriteRule`. */
  readonly rewrites: {
    readonly beforeFiles: readonly object[]
    readonly afterFiles: readonly object[]
    readonly fallback: readonly object[]
  }
  readonly experimental: { readonly caseSensitiveRoutes: boolean }
}

/** What rules look at in a request: plain values, so that they need no server. */
export interface RuleRequest {
  readonly headers: IncomingHttpHeaders
  /** The request's cookies by name; called only when a rule asks for one. */
  cookies(): Readonly<Record<string, string | undefined>>
}

/** Values captured by a source and its conditions: still percent-encoded, arrays for `:path*` and repeated queries. */
export type RuleParams = Record<string, string | string[] | undefined>
