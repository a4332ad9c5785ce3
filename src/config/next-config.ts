import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Fault } from '../errors.ts'
import { describe, isObject, toFault, createReader, type ConfigReader, type ConfigSource } from './next-config-check.ts'
import * as defaults from './next-config-defaults.ts'
import { readI18n, type I18nConfig } from './next-config-i18n.ts'
import { loadConfiguredRules, type ConfiguredRules } from './next-config-rules.ts'
import {
  readBasePath,
  readBytes,
  readCacheLife,
  readEnv,
  readOutput,
  readResolveAlias,
  readTracing,
  type TracingConfig,
} from './next-config-values.ts'
import { suggest } from './suggest.ts'

/** A next.config, evaluated once and checked: the keys that touch API traffic, with Next.js's defaults in place. */
export interface NextConfig extends ConfiguredRules {
  /** The file's name, for messages; undefined when the project has none. */
  readonly file: string | undefined
  /** Things worth telling in development: unknown keys, settings without an effect here. */
  readonly warnings: readonly string[]
  /** Empty, or `/base` without a slash at its end. */
  readonly basePath: string
  readonly trailingSlash: boolean
  readonly skipTrailingSlashRedirect: boolean
  readonly skipProxyUrlNormalize: boolean
  readonly i18n: I18nConfig | undefined
  readonly useFileSystemPublicRoutes: boolean
  /** Without the leading dot. */
  readonly pageExtensions: readonly string[]
  readonly poweredByHeader: boolean
  readonly compress: boolean
  readonly generateEtags: boolean
  /** Compiled into the code as `process.env.NAME`. */
  readonly env: Readonly<Record<string, string>>
  readonly distDir: string
  readonly output: 'standalone' | 'export' | undefined
  readonly tracing: TracingConfig
  readonly assetPrefix: string
  readonly serverExternalPackages: readonly string[]
  readonly transpilePackages: readonly string[]
  readonly turbopack: { readonly resolveAlias: Readonly<Record<string, string | readonly string[]>> }
  /** Seconds after which a cached answer may no longer be served stale. */
  readonly expireTime: number
  readonly cacheComponents: boolean
  readonly cacheLife: Readonly<Record<string, defaults.CacheLife>>
  /** Bytes of the in-memory cache; 0 switches it off. */
  readonly cacheMaxMemorySize: number
  readonly experimental: ExperimentalConfig
}

export interface ExperimentalConfig {
  /** Bytes of a request body that a proxy may read. */
  readonly proxyClientMaxBodySize: number
  /** Milliseconds another server may take to answer a forwarded request; undefined for no limit. */
  readonly proxyTimeout: number | undefined
  readonly authInterrupts: boolean
  readonly caseSensitiveRoutes: boolean
  readonly useCache: boolean
  readonly preloadEntriesOnStart: boolean
  readonly trustHostHeader: boolean
}

export interface LoadOptions {
  /** What the config function is told: `phase-production-server`, `phase-development-server`. */
  readonly phase: string
  /** Imports a config file, compiling it if need be, and returns its namespace. */
  readonly importFile: (file: string) => Promise<unknown>
}

/** What holds where there is no next.config. */
export async function loadDefaultConfig(): Promise<NextConfig> {
  return toNextConfig({}, { name: '', file: '', text: '' })
}

/** In the order in which Next.js prefers them; `.mts` and `.cts` come last, as Node does not always read them. */
const NAMES = ['js', 'mjs', 'ts', 'mts', 'cjs', 'cts'].map((extension) => `next.config.${extension}`)

/**
 * Finds, imports and evaluates a project's next.config: an object, a function or an async function
 * `(phase, { defaultConfig })`.
 *
 * @param dir The project folder, absolute.
 * @throws {Fault} CONFIG_INVALID, naming file, line and key, when it cannot be loaded or a key has another type.
 * @see https://nextjs.org/docs/app/api-reference/config/next-config-js
 */
export async function loadNextConfig(dir: string, options: LoadOptions): Promise<NextConfig> {
  const present = readdirSync(dir)
  const name = NAMES.find((one) => present.includes(one))
  if (name === undefined) return loadDefaultConfig()
  const file = join(dir, name)
  const source = { name, file, text: readFileSync(file, 'utf8') }
  const value = await evaluate(source, options)
  if (!isObject(value)) throw toFault(source, 'the config', `is not an object but ${describe(value)}`)
  return toNextConfig(value, source)
}

async function evaluate(source: ConfigSource, { phase, importFile }: LoadOptions): Promise<unknown> {
  const exported = toDefault(await importSource(source, importFile))
  if (typeof exported !== 'function') return exported
  try {
    return await exported(phase, { defaultConfig: structuredClone(defaults.DEFAULT_CONFIG) })
  } catch (cause) {
    throw toFault(source, 'the config function', `threw: ${messageOf(cause)}`, cause)
  }
}

async function importSource(source: ConfigSource, importFile: LoadOptions['importFile']): Promise<unknown> {
  try {
    return await importFile(source.file)
  } catch (cause) {
    if (cause instanceof Fault) throw cause
    throw toFault(source, 'the config', `does not load: ${messageOf(cause)}`, cause)
  }
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause)
}

/** A namespace may hold its value as `default`, once more when CommonJS was compiled from ESM. */
function toDefault(namespace: unknown): unknown {
  const value = isObject(namespace) && 'default' in namespace ? namespace['default'] : namespace
  return isObject(value) && value['__esModule'] === true && 'default' in value ? value['default'] : value
}

async function toNextConfig(value: Record<string, unknown>, source: ConfigSource): Promise<NextConfig> {
  const config = createReader(value, source)
  const turbopack = config.object('turbopack')
  return Object.freeze({
    file: source.name === '' ? undefined : source.name,
    warnings: toWarnings(config, source),
    basePath: readBasePath(config),
    trailingSlash: config.boolean('trailingSlash', false),
    skipTrailingSlashRedirect: config.boolean('skipTrailingSlashRedirect', false),
    skipProxyUrlNormalize: config.boolean('skipProxyUrlNormalize', config.boolean('skipMiddlewareUrlNormalize', false)),
    i18n: readI18n(config),
    useFileSystemPublicRoutes: config.boolean('useFileSystemPublicRoutes', true),
    pageExtensions: readExtensions(config),
    poweredByHeader: config.boolean('poweredByHeader', true),
    compress: config.boolean('compress', true),
    generateEtags: config.boolean('generateEtags', true),
    env: readEnv(config),
    distDir: config.string('distDir', '.next'),
    output: readOutput(config),
    tracing: readTracing(config),
    assetPrefix: config.string('assetPrefix', ''),
    serverExternalPackages: config.strings('serverExternalPackages', []),
    transpilePackages: config.strings('transpilePackages', []),
    turbopack: { resolveAlias: readResolveAlias(turbopack) },
    expireTime: Math.min(config.number('expireTime', defaults.EXPIRE_TIME), defaults.NEVER),
    cacheComponents: config.boolean('cacheComponents', config.object('experimental').boolean('cacheComponents', false)),
    cacheLife: readCacheLife(config),
    cacheMaxMemorySize: config.number('cacheMaxMemorySize', defaults.CACHE_BYTES),
    experimental: toExperimental(config.object('experimental')),
    ...(await loadConfiguredRules(config, source)),
  })
}

function toExperimental(experimental: ConfigReader): ExperimentalConfig {
  // Null is how Next.js spells "no limit" here.
  const unlimited = experimental.keys().includes('proxyTimeout') && experimental.raw('proxyTimeout') === undefined
  const size =
    experimental.raw('proxyClientMaxBodySize') === undefined ? 'middlewareClientMaxBodySize' : 'proxyClientMaxBodySize'
  return {
    proxyClientMaxBodySize: readBytes(experimental, size, defaults.PROXY_BODY_BYTES),
    proxyTimeout: unlimited
      ? undefined
      : experimental.number('proxyTimeout', defaults.PROXY_TIMEOUT_MS) || defaults.PROXY_TIMEOUT_MS,
    authInterrupts: experimental.boolean('authInterrupts', false),
    caseSensitiveRoutes: experimental.boolean('caseSensitiveRoutes', false),
    useCache: experimental.boolean('useCache', false),
    preloadEntriesOnStart: experimental.boolean('preloadEntriesOnStart', true),
    trustHostHeader: experimental.boolean('trustHostHeader', false),
  }
}

function readExtensions(config: ConfigReader): readonly string[] {
  const extensions = config.strings('pageExtensions', defaults.PAGE_EXTENSIONS)
  if (extensions.length === 0) throw config.invalid('pageExtensions', 'empty: no file would be a route')
  return extensions
}

function toWarnings(config: ConfigReader, source: ConfigSource): string[] {
  const unknown = config.keys().filter((key) => !defaults.KNOWN_KEYS.includes(key))
  const warnings = unknown.map((key) => {
    const meant = suggest(key, defaults.KNOWN_KEYS)
    return `${source.name}: "${key}" is no key of next.config${meant === undefined ? '' : `; did you mean "${meant}"?`}`
  })
  if (config.raw('webpack') !== undefined) {
    warnings.push(`${source.name}: webpack() is not called; for aliases use turbopack.resolveAlias`)
  }
  if (config.raw('output') === 'export')
    warnings.push(`${source.name}: output "export" has no effect; routes are served`)
  return warnings
}
