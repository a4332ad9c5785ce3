import { describe, isObject, toFault, type ConfigReader, type ConfigSource } from './next-config-check.ts'

/** What `headers()`, `redirects()` and `rewrites()` returned. Each rule is checked where it is compiled. */
export interface ConfiguredRules {
  readonly headers: readonly object[]
  readonly redirects: readonly object[]
  readonly rewrites: {
    readonly beforeFiles: readonly object[]
    readonly afterFiles: readonly object[]
    readonly fallback: readonly object[]
  }
}

const KINDS = ['beforeFiles', 'afterFiles', 'fallback'] as const

/**
 * Calls the three rule functions of a config, once. An array from `rewrites()` means afterFiles.
 *
 * @throws {Fault} CONFIG_INVALID, when one is no function, throws, or returns something else than lists of objects.
 */
export async function loadConfiguredRules(config: ConfigReader, source: ConfigSource): Promise<ConfiguredRules> {
  const [headers, redirects, rewrites] = await Promise.all(
    ['headers', 'redirects', 'rewrites'].map((key) => callRules(key, config, source)),
  )
  return {
    headers: toList(headers, 'headers', source),
    redirects: toList(redirects, 'redirects', source),
    rewrites: toRewrites(rewrites, source),
  }
}

async function callRules(key: string, config: ConfigReader, source: ConfigSource): Promise<unknown> {
  const rules = config.raw(key)
  if (rules === undefined) return []
  if (typeof rules !== 'function') throw config.invalid(key, `not a function but ${describe(rules)}`)
  try {
    return await rules()
  } catch (cause) {
    throw toFault(source, key, `threw: ${cause instanceof Error ? cause.message : String(cause)}`, cause)
  }
}

function toRewrites(found: unknown, source: ConfigSource): ConfiguredRules['rewrites'] {
  if (!isObject(found)) {
    return { beforeFiles: [], afterFiles: toList(found, 'rewrites', source), fallback: [] }
  }
  const unknown = Object.keys(found).find((key) => !KINDS.some((kind) => kind === key))
  if (unknown !== undefined) throw toFault(source, `rewrites.${unknown}`, `is none of ${KINDS.join(', ')}`)
  const read = (kind: (typeof KINDS)[number]): object[] => toList(found[kind] ?? [], `rewrites.${kind}`, source)
  return { beforeFiles: read('beforeFiles'), afterFiles: read('afterFiles'), fallback: read('fallback') }
}

function toList(found: unknown, key: string, source: ConfigSource): object[] {
  if (!Array.isArray(found)) throw toFault(source, key, `returned ${describe(found)}, not an array`)
  const rules: unknown[] = found
  const wrong = rules.findIndex((rule) => !isObject(rule))
  if (wrong >= 0) throw toFault(source, `${key}[${wrong}]`, `is not an object but ${describe(rules[wrong])}`)
  return rules.filter(isObject)
}
