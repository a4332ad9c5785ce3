/** How long a cached value lives: `stale`, `revalidate` and `expire` in seconds. */
export interface CacheLife {
  readonly stale?: number | undefined
  readonly revalidate?: number | undefined
  readonly expire?: number | undefined
}

const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const YEAR = 365 * DAY

/** What Next.js writes for "never": it must survive JSON, which Infinity does not. */
export const NEVER = 0xfffffffe

/** The profiles `cacheLife('hours')` and its kin name. @see https://nextjs.org/docs/app/api-reference/functions/cacheLife */
export const CACHE_LIFE: Readonly<Record<string, CacheLife>> = {
  default: { stale: 5 * MINUTE, revalidate: 15 * MINUTE, expire: NEVER },
  seconds: { stale: 30, revalidate: 1, expire: MINUTE },
  minutes: { stale: 5 * MINUTE, revalidate: MINUTE, expire: HOUR },
  hours: { stale: 5 * MINUTE, revalidate: HOUR, expire: DAY },
  days: { stale: 5 * MINUTE, revalidate: DAY, expire: 7 * DAY },
  weeks: { stale: 5 * MINUTE, revalidate: 7 * DAY, expire: 30 * DAY },
  max: { stale: 5 * MINUTE, revalidate: 30 * DAY, expire: YEAR },
}

export const PAGE_EXTENSIONS: readonly string[] = ['tsx', 'ts', 'jsx', 'js']
export const EXPIRE_TIME = YEAR
/** 10 MiB. */
export const PROXY_BODY_BYTES = 10 * 1024 * 1024
/** 50 MiB. */
export const CACHE_BYTES = 50 * 1024 * 1024
/** Milliseconds an upstream may be silent. */
export const PROXY_TIMEOUT_MS = 30_000

/** `defaultConfig` as a config function receives it: what a function may spread or read, as far as it has an effect. */
export const DEFAULT_CONFIG = {
  env: {},
  distDir: '.next',
  assetPrefix: '',
  basePath: '',
  trailingSlash: false,
  useFileSystemPublicRoutes: true,
  generateEtags: true,
  poweredByHeader: true,
  compress: true,
  i18n: null,
  pageExtensions: [...PAGE_EXTENSIONS],
  expireTime: EXPIRE_TIME,
  cacheMaxMemorySize: CACHE_BYTES,
  cacheComponents: false,
  cacheLife: CACHE_LIFE,
  httpAgentOptions: { keepAlive: true },
  images: {},
  webpack: null,
  experimental: {
    caseSensitiveRoutes: false,
    authInterrupts: false,
    proxyClientMaxBodySize: PROXY_BODY_BYTES,
  },
}

/** Every key of next.config that Next.js 16 knows; one that is not here is a mistake or belongs to another version. */
export const KNOWN_KEYS: readonly string[] = [
  'adapterPath',
  'agentRules',
  'allowedDevOrigins',
  'assetPrefix',
  'basePath',
  'bundlePagesRouterDependencies',
  'cacheComponents',
  'cacheHandler',
  'cacheHandlers',
  'cacheLife',
  'cacheMaxMemorySize',
  'cleanDistDir',
  'compiler',
  'compress',
  'crossOrigin',
  'deploymentId',
  'deprecated',
  'devIndicators',
  'distDir',
  'enablePrerenderSourceMaps',
  'env',
  'excludeDefaultMomentLocales',
  'experimental',
  'expireTime',
  'exportPathMap',
  'generateBuildId',
  'generateEtags',
  'headers',
  'htmlLimitedBots',
  'httpAgentOptions',
  'i18n',
  'images',
  'instrumentationClientInject',
  'logging',
  'modularizeImports',
  'onDemandEntries',
  'output',
  'outputFileTracingExcludes',
  'outputFileTracingIncludes',
  'outputFileTracingRoot',
  'outputHashSalt',
  'pageExtensions',
  'partialPrefetching',
  'poweredByHeader',
  'productionBrowserSourceMaps',
  'reactCompiler',
  'reactMaxHeadersLength',
  'reactProductionProfiling',
  'reactStrictMode',
  'redirects',
  'rewrites',
  'sassOptions',
  'serverExternalPackages',
  'skipMiddlewareUrlNormalize',
  'skipProxyUrlNormalize',
  'skipTrailingSlashRedirect',
  'staticPageGenerationTimeout',
  'supportsImmutableAssets',
  'trailingSlash',
  'transpilePackages',
  'turbopack',
  'typedRoutes',
  'typescript',
  'useFileSystemPublicRoutes',
  'watchOptions',
  'webpack',
]
