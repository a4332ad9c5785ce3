import bytes from 'bytes'
import { CACHE_LIFE, NEVER, type CacheLife } from './next-config-defaults.ts'
import { describe, isObject, type ConfigReader } from './next-config-check.ts'

/** `basePath`: empty, or a path that starts with a slash and does not end with one. */
export function readBasePath(config: ConfigReader): string {
  const basePath = config.string('basePath', '')
  if (basePath === '') return ''
  if (!basePath.startsWith('/')) throw config.invalid('basePath', `${describe(basePath)}, which does not start with /`)
  if (basePath.endsWith('/')) throw config.invalid('basePath', `${describe(basePath)}, which ends with /`)
  return basePath
}

/** `env`: strings by name. Numbers and booleans are taken as their text, as `next build` does; undefined is left out. */
export function readEnv(config: ConfigReader): Record<string, string> {
  const env = config.object('env')
  const values: Record<string, string> = Object.create(null)
  for (const name of env.keys()) {
    // Next.js: these names belong to the runtime, a build must not fix them.
    if (/^(?:NODE_.+|__.+|NEXT_RUNTIME)$/.test(name)) {
      throw config.invalid(`env.${name}`, 'a name the runtime keeps for itself')
    }
    const value = env.raw(name)
    if (value === undefined) continue
    if (!['string', 'number', 'boolean'].includes(typeof value))
      throw env.invalid(name, `not a string but ${describe(value)}`)
    values[name] = String(value)
  }
  return values
}

/** A size in bytes: a number, or a text such as `10mb`. */
export function readBytes(config: ConfigReader, key: string, otherwise: number): number {
  const found = config.raw(key)
  if (found === undefined) return otherwise
  const size = typeof found === 'string' ? bytes.parse(found) : found
  if (typeof size === 'number' && size >= 1) return size
  throw config.invalid(key, `not a size such as "10mb" but ${describe(found)}`)
}

export function readOutput(config: ConfigReader): 'standalone' | 'export' | undefined {
  const output = config.raw('output')
  if (output === undefined || output === 'standalone' || output === 'export') return output
  throw config.invalid('output', `neither "standalone" nor "export" but ${describe(output)}`)
}

/** Files that an image needs, or does not, whatever the code seems to say: globs below the project folder. */
export interface TracingConfig {
  readonly includes: readonly string[]
  readonly excludes: readonly string[]
}

/** `outputFileTracingIncludes` and `…Excludes`; here all routes share one image, so the keys make no difference. */
export function readTracing(config: ConfigReader): TracingConfig {
  const all = (key: string): string[] => {
    const byRoute = config.object(key)
    return byRoute.keys().flatMap((route) => byRoute.strings(route, []))
  }
  return { includes: all('outputFileTracingIncludes'), excludes: all('outputFileTracingExcludes') }
}

/** `cacheLife`: Next.js's profiles with the project's over them. */
export function readCacheLife(config: ConfigReader): Record<string, CacheLife> {
  const profiles = config.object('cacheLife')
  const own = profiles.keys().map((name) => {
    const profile = profiles.object(name)
    return [
      name,
      {
        stale: readAge(profile, 'stale'),
        revalidate: readAge(profile, 'revalidate'),
        expire: readAge(profile, 'expire'),
      },
    ]
  })
  const all: Record<string, CacheLife> = { ...CACHE_LIFE, ...Object.fromEntries(own) }
  const { stale, revalidate, expire } = all['default'] ?? {}
  all['default'] = {
    stale: stale ?? CACHE_LIFE['default']?.stale,
    revalidate: revalidate ?? CACHE_LIFE['default']?.revalidate,
    expire: expire ?? NEVER,
  }
  return all
}

function readAge(profile: ConfigReader, key: string): number | undefined {
  return profile.raw(key) === undefined ? undefined : Math.min(profile.number(key, 0), NEVER)
}

/** `turbopack.resolveAlias`: module to module, or to several tried in turn. Of conditions the server's is taken. */
export function readResolveAlias(turbopack: ConfigReader): Record<string, string | readonly string[]> {
  const aliases = turbopack.object('resolveAlias')
  const found: Record<string, string | readonly string[]> = Object.create(null)
  for (const name of aliases.keys()) {
    const target = toServerAlias(aliases.raw(name))
    if (target === undefined) continue
    if (!isTarget(target)) throw aliases.invalid(name, `not a module name but ${describe(target)}`)
    found[name] = target
  }
  return found
}

/** `{ browser: './a', node: './b', default: './c' }` */
function toServerAlias(alias: unknown): unknown {
  if (!isObject(alias)) return alias
  return toServerAlias(alias['node'] ?? alias['default'])
}

function isTarget(target: unknown): target is string | string[] {
  return typeof target === 'string' || (Array.isArray(target) && target.every((one) => typeof one === 'string'))
}
