import { pathToRegexp, regexpToFunction, type Key } from 'path-to-regexp'
import { ruleFault } from './rule-fault.ts'
import type { RuleParams } from './rule.ts'

export interface SourceOptions {
  /** `experimental.caseSensitiveRoutes`. Default false, as in Next.js. */
  readonly sensitive: boolean
  /** A path no rule of this kind may capture, such as `/_next`; undefined for none. */
  readonly except?: string | undefined
  /** Where the source was written, for the message: `next.config.js: redirects[2]`. */
  readonly place: string
}

export interface Source {
  /** Names of the params it can capture, unnamed groups left out. */
  readonly names: readonly string[]
  /** Those that are captured as an array: `:path*` and `:path+`. */
  readonly repeated: ReadonlySet<string>
  /** @returns The captured params, still percent-encoded; undefined when the path does not match. */
  match(path: string): RuleParams | undefined
}

/**
 * Compiles the `source` of a headers, redirects or rewrites rule with the options Next.js uses: anchored, strict, and
 * tolerant of one trailing slash.
 *
 * @throws {Fault} CONFIG_INVALID, when path-to-regexp cannot read it.
 */
export function compileSource(source: string, options: SourceOptions): Source {
  const keys: Key[] = []
  const pattern = readPattern(source, keys, options)
  const find = regexpToFunction<Record<string, string | string[]>>(pattern, keys)
  const unnamed = keys.filter((key) => typeof key.name === 'number').map((key) => String(key.name))
  return {
    names: keys.filter((key) => typeof key.name === 'string').map((key) => String(key.name)),
    repeated: new Set(keys.filter((key) => /[*+]/.test(key.modifier)).map((key) => String(key.name))),
    match: (path) => {
      const found = find(path)
      if (!found) return undefined
      const params: RuleParams = Object.assign(Object.create(null), found.params)
      for (const name of unnamed) delete params[name]
      return params
    },
  }
}

function readPattern(source: string, keys: Key[], options: SourceOptions): RegExp {
  try {
    const strict = pathToRegexp(source, keys, { strict: true, sensitive: options.sensitive, delimiter: '/' })
    const start = options.except === undefined ? '^' : `^(?!${options.except.replaceAll('/', '\\/')})`
    const text = strict.source.replace('^', () => start).replace(/\$$/, '(?:\\/)?$')
    return new RegExp(text, strict.flags)
  } catch (cause) {
    throw ruleFault(`${options.place}.source`, `"${source}" cannot be read: ${messageOf(cause)}`, cause)
  }
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause)
}
