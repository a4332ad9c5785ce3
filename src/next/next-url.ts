import { cutSlashes } from './cut-slashes.ts'

/** The parts of next.config that decide how a URL is read. */
export interface UrlConfig {
  readonly basePath?: string | undefined
  readonly trailingSlash?: boolean | undefined
  readonly i18n?: LocaleConfig | null | undefined
}

export interface DomainLocale {
  readonly domain: string
  readonly defaultLocale: string
  readonly locales?: readonly string[] | undefined
  readonly http?: true | undefined
}

export interface LocaleConfig {
  readonly locales: readonly string[]
  readonly defaultLocale: string
  readonly domains?: readonly DomainLocale[] | undefined
}

/** Options of `new NextURL(input, options)`. */
export interface NextUrlOptions {
  readonly base?: string | URL | undefined
  readonly nextConfig?: UrlConfig | undefined
  readonly headers?: Headers | undefined
}

interface PathParts {
  pathname: string
  basePath: string
  buildId: string | undefined
  locale: string | undefined
  trailingSlash: boolean | undefined
}

const LOOPBACK = /^(?:127(?:\.\d{1,3}){3}|\[::1\]|localhost)$/
const DATA_PATH = /^\/_next\/data\/([^/]+)(\/.*)\.json$/

function hasPrefix(path: string, prefix: string): boolean {
  return path === prefix || path.startsWith(`${prefix}/`)
}

function cutPrefix(path: string, prefix: string): string {
  return hasPrefix(path, prefix) ? path.slice(prefix.length) || '/' : path
}

function findLocale(path: string, locales: readonly string[]): string | undefined {
  const first = path.split('/', 2)[1]?.toLowerCase()
  return locales.find((locale) => locale.toLowerCase() === first)
}

function parsePath(path: string, config: UrlConfig): PathParts {
  const trailingSlash = path === '/' ? config.trailingSlash : path.endsWith('/')
  const parts: PathParts = { pathname: path, basePath: '', buildId: undefined, locale: undefined, trailingSlash }
  if (config.basePath && hasPrefix(path, config.basePath)) {
    parts.basePath = config.basePath
    parts.pathname = cutPrefix(path, config.basePath)
  }
  const data = DATA_PATH.exec(parts.pathname)
  if (data) {
    parts.buildId = data[1]
    parts.pathname = data[2] === '/index' ? '/' : (data[2] ?? '/')
  }
  parts.locale = config.i18n ? findLocale(parts.pathname, config.i18n.locales) : undefined
  if (parts.locale !== undefined) parts.pathname = parts.pathname.slice(parts.locale.length + 1) || '/'
  return parts
}

function addLocale(path: string, locale: string | undefined, defaultLocale: string | undefined): string {
  if (!locale || locale === defaultLocale) return path
  const lower = path.toLowerCase()
  if (hasPrefix(lower, '/api') || hasPrefix(lower, `/${locale.toLowerCase()}`)) return path
  return `/${locale}${path === '/' ? '' : path}`
}

function formatPath(parts: PathParts, defaultLocale: string | undefined): string {
  const { basePath, buildId, locale, trailingSlash } = parts
  const localized = addLocale(parts.pathname, locale, buildId ? undefined : defaultLocale)
  if (buildId) {
    const name = localized === '/' ? '/index' : cutSlashes(localized)
    return `${basePath}/_next/data/${buildId}${name}.json`
  }
  if (!trailingSlash) return cutSlashes(basePath + localized)
  const path = basePath + localized
  return path.endsWith('/') ? path : `${path}/`
}

function parseUrl(input: string | URL, base: string | URL | undefined): URL {
  const url = new URL(String(input), base === undefined ? undefined : String(base))
  // Next.js calls every loopback address by one name, so that origins compare equal. Setting it parses the URL again.
  if (url.hostname !== 'localhost' && LOOPBACK.test(url.hostname)) url.hostname = 'localhost'
  return url
}

function findDomain(config: UrlConfig | undefined, host: string): DomainLocale | undefined {
  return config?.i18n?.domains?.find(({ domain }) => domain.split(':', 1)[0]?.toLowerCase() === host)
}

/**
 * `request.nextUrl`: a URL that knows basePath, locale and trailing slash, and keeps them when `pathname` changes.
 *
 * @see https://nextjs.org/docs/app/api-reference/functions/next-request#nexturl
 */
export class NextURL {
  #url: URL
  #parts: PathParts
  #domain: DomainLocale | undefined
  readonly #options: NextUrlOptions

  constructor(input: string | URL, baseOrOptions?: string | URL | NextUrlOptions, options?: NextUrlOptions) {
    const isBase = typeof baseOrOptions === 'string' || baseOrOptions instanceof URL
    this.#options = options ?? (isBase ? {} : (baseOrOptions ?? {}))
    this.#url = parseUrl(input, isBase ? baseOrOptions : this.#options.base)
    this.#parts = parsePath(this.#url.pathname, this.#options.nextConfig ?? {})
    this.#domain = this.#findDomain()
    this.#fillLocale()
  }

  #findDomain(): DomainLocale | undefined {
    if (!this.#options.nextConfig?.i18n?.domains) return undefined
    const host = this.#options.headers?.get('host')?.split(':', 1)[0] ?? this.#url.hostname
    return findDomain(this.#options.nextConfig, host.toLowerCase())
  }

  #fillLocale(): void {
    this.#parts.locale ??= this.defaultLocale
  }

  get buildId(): string | undefined {
    return this.#parts.buildId
  }
  set buildId(value: string | undefined) {
    this.#parts.buildId = value
  }
  get locale(): string {
    return this.#parts.locale ?? ''
  }
  set locale(value: string) {
    if (!this.#parts.locale || !this.#options.nextConfig?.i18n?.locales.includes(value)) {
      throw new TypeError(`The NextURL configuration includes no locale "${value}"`)
    }
    this.#parts.locale = value
  }
  get defaultLocale(): string | undefined {
    return this.#domain?.defaultLocale ?? this.#options.nextConfig?.i18n?.defaultLocale
  }
  get domainLocale(): DomainLocale | undefined {
    return this.#domain
  }
  get searchParams(): URLSearchParams {
    return this.#url.searchParams
  }
  get host(): string {
    return this.#url.host
  }
  set host(value: string) {
    this.#url.host = value
  }
  get hostname(): string {
    return this.#url.hostname
  }
  set hostname(value: string) {
    this.#url.hostname = value
  }
  get port(): string {
    return this.#url.port
  }
  set port(value: string) {
    this.#url.port = value
  }
  get protocol(): string {
    return this.#url.protocol
  }
  set protocol(value: string) {
    this.#url.protocol = value
  }
  get href(): string {
    const { protocol, host, search, hash } = this.#url
    return `${protocol}//${host}${formatPath(this.#parts, this.defaultLocale)}${search}${hash}`
  }
  set href(value: string) {
    this.#url = parseUrl(value, undefined)
    this.#parts = parsePath(this.#url.pathname, this.#options.nextConfig ?? {})
    this.#domain = this.#findDomain()
    this.#fillLocale()
  }
  get origin(): string {
    return this.#url.origin
  }
  get pathname(): string {
    return this.#parts.pathname
  }
  set pathname(value: string) {
    // The platform's setter escapes what a path cannot hold.
    this.#url.pathname = value
    this.#parts.pathname = this.#url.pathname
  }
  get hash(): string {
    return this.#url.hash
  }
  set hash(value: string) {
    this.#url.hash = value
  }
  get search(): string {
    return this.#url.search
  }
  set search(value: string) {
    this.#url.search = value
  }
  get password(): string {
    return this.#url.password
  }
  set password(value: string) {
    this.#url.password = value
  }
  get username(): string {
    return this.#url.username
  }
  set username(value: string) {
    this.#url.username = value
  }
  get basePath(): string {
    return this.#parts.basePath
  }
  set basePath(value: string) {
    this.#parts.basePath = value.startsWith('/') ? value : `/${value}`
  }

  toString(): string {
    return this.href
  }
  toJSON(): string {
    return this.href
  }
  [Symbol.for('edge-runtime.inspect.custom')](): object {
    const { href, origin, protocol, username, password, host, hostname, port, pathname, search, hash } = this
    return { href, origin, protocol, username, password, host, hostname, port, pathname, search, hash }
  }
  clone(): NextURL {
    return new NextURL(this.href, this.#options)
  }
}
