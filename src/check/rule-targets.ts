import type { NextConfig } from '../config/next-config.ts'
import type { Found } from './finding.ts'

/** What stands at a path; see `PatternContext.whatIs`. */
export type WhatIs = (path: string) => 'route' | 'page' | undefined

/** Rewrites and redirects within this server that lead to a page, which is not served. */
export function findRuleTargets(config: NextConfig, whatIs: WhatIs): Found[] {
  const { beforeFiles, afterFiles, fallback } = config.rewrites
  const rewrites = [...beforeFiles, ...afterFiles, ...fallback].map((rule) => ({ rule, kind: 'rewrite' as const }))
  const redirects = config.redirects.map((rule) => ({ rule, kind: 'redirect' as const }))
  return [...rewrites, ...redirects].flatMap(({ rule, kind }): Found[] => {
    const source: unknown = Reflect.get(rule, 'source')
    const destination: unknown = Reflect.get(rule, 'destination')
    if (typeof destination !== 'string' || !destination.startsWith('/')) return []
    if (whatIs(toSample(destination, config.basePath)) !== 'page') return []
    const message = `the ${kind} of ${String(source)} leads to ${destination}, a page, which is not served`
    return [{ code: 'rewrite-target', file: config.file, message }]
  })
}

// A value for each parameter, as a request would bring it.
function toSample(destination: string, basePath: string): string {
  const [path = ''] = destination.split(/[?#]/)
  const inside = basePath !== '' && path.startsWith(`${basePath}/`) ? path.slice(basePath.length) : path
  return inside.replace(/:\w+(?:\([^)]*\))?[*+?]?/g, 'x')
}
