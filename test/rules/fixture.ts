import type { RuleRequest, RulesConfig } from '../../src/rules/rule.ts'

/** A config without rules; a test names what it needs. */
export function config(part: Partial<RulesConfig> = {}): RulesConfig {
  return {
    file: 'next.config.js',
    basePath: '',
    trailingSlash: false,
    skipTrailingSlashRedirect: false,
    skipProxyUrlNormalize: false,
    useFileSystemPublicRoutes: true,
    i18n: undefined,
    headers: [],
    redirects: [],
    rewrites: { beforeFiles: [], afterFiles: [], fallback: [] },
    experimental: { caseSensitiveRoutes: false },
    ...part,
  }
}

/** A request with these headers; its cookies are split at `;` and `=`. */
export function request(headers: Record<string, string> = {}): RuleRequest {
  const pairs = (headers['cookie'] ?? '').split('; ').map((pair) => pair.split('='))
  return { headers: { host: '127.0.0.1:3000', ...headers }, cookies: () => Object.fromEntries(pairs) }
}
