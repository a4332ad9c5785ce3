import type { NextRequest } from './next-request.ts'
import type { NextFetchEvent } from './proxy-event.ts'

/** What a proxy may return: a Response answers or steers, nothing lets the request go on. */
export type NextMiddlewareResult = Response | null | undefined | void

export type NextMiddleware = (
  request: NextRequest,
  event: NextFetchEvent,
) => NextMiddlewareResult | Promise<NextMiddlewareResult>
export type NextProxy = NextMiddleware

/** One condition of a matcher. */
export type MatcherCondition =
  | { readonly type: 'header' | 'cookie' | 'query'; readonly key: string; readonly value?: string }
  | { readonly type: 'host'; readonly key?: undefined; readonly value: string }

export interface MatcherObject {
  readonly source: string
  readonly has?: MatcherCondition[]
  readonly missing?: MatcherCondition[]
  readonly locale?: false
}

/** `export const config` of a proxy file. */
export interface ProxyConfig {
  readonly matcher?: string | (string | MatcherObject)[]
}

/** `export const config` of a middleware file. */
export interface MiddlewareConfig extends ProxyConfig {
  readonly regions?: string[] | string
  readonly unstable_allowDynamic?: string | string[]
}
