import { expandRule, type Expandable } from './expand.ts'
import { compileHeaders, type HeaderStep } from './headers.ts'
import type { RuleOptions } from './matcher.ts'
import { compileRedirect, type RedirectStep } from './redirects.ts'
import { compileRewrite, type RewriteStep } from './rewrites.ts'
import { checkHeaderRule, checkRedirectRule, checkRewriteRule } from './rule-shape.ts'
import type { RulesConfig } from './rule.ts'

/** Every rule of a config, compiled, by kind and in its order. */
export interface Steps {
  readonly headers: readonly HeaderStep[]
  readonly redirects: readonly RedirectStep[]
  readonly beforeFiles: readonly RewriteStep[]
  readonly afterFiles: readonly RewriteStep[]
  readonly fallback: readonly RewriteStep[]
}

/**
 * Checks, expands and compiles the rules of a config.
 *
 * @throws {Fault} CONFIG_INVALID, naming file and key of the rule at fault.
 */
export function compileSteps(config: RulesConfig): Steps {
  const sensitive = config.experimental.caseSensitiveRoutes
  const { headers, redirects, rewrites, basePath } = config
  const redirect = (rule: ReturnType<typeof checkRedirectRule>, options: RuleOptions): RedirectStep =>
    compileRedirect(rule, basePath, options)
  const rewrite = { config, sensitive, check: checkRewriteRule, compile: compileRewrite }
  return {
    headers: compileEach('headers', headers, { config, sensitive, check: checkHeaderRule, compile: compileHeaders }),
    redirects: compileEach('redirects', redirects, { config, sensitive, check: checkRedirectRule, compile: redirect }),
    // Next.js leaves beforeFiles case-insensitive whatever `caseSensitiveRoutes` says.
    beforeFiles: compileEach('rewrites.beforeFiles', rewrites.beforeFiles, { ...rewrite, sensitive: false }),
    afterFiles: compileEach('rewrites.afterFiles', rewrites.afterFiles, rewrite),
    fallback: compileEach('rewrites.fallback', rewrites.fallback, rewrite),
  }
}

interface Kind<R, S> {
  readonly config: RulesConfig
  readonly sensitive: boolean
  readonly check: (rule: object, place: string) => R
  readonly compile: (rule: R, options: RuleOptions) => S
}

function compileEach<R extends Expandable, S>(key: string, rules: readonly object[], kind: Kind<R, S>): S[] {
  const { config, sensitive, check, compile } = kind
  const file = config.file === undefined ? '' : `${config.file}: `
  return rules.flatMap((rule, index) => {
    const place = `${file}${key}[${index}]`
    return expandRule(check(rule, place), config).map((one) => compile(one, { sensitive, place }))
  })
}
