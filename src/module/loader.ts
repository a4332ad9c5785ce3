import { pathToFileURL } from 'node:url'
import { Fault } from '../errors.ts'
import { importFile } from './import-file.ts'
import type { Manifest } from './manifest.ts'
import { createFreshCopies } from './fresh-copies.ts'
import { toCompileFault, toLoadFault } from './load-fault.ts'
import type { Runtime } from './runtime.ts'

/** Evaluates compiled modules. Entries are named as `Source.name` has it. */
export interface Loader {
  /** What an entry exports: an ES namespace, or the value of `module.exports`. */
  load(entry: string): Promise<object>
  /** Why the newest version of an entry cannot be served, as far as is known. */
  errorOf(entry: string): Fault | undefined
  close(): Promise<void>
}

export interface LoaderParts {
  readonly outDir: string
  /** The project folder. */
  readonly dir: string
  readonly runtime: Runtime
  /** The manifest as it is now. */
  readonly manifest: () => Manifest
}

interface Attempt {
  readonly output: string
  readonly result: Promise<object>
  /** How often the same output was tried, from 1. */
  readonly count: number
  /** Set when it has failed: what with, and from when on it may be tried again, in milliseconds since the epoch. */
  failure?: { readonly fault: Fault; readonly retryAt: number }
}

const RETRY_MS = 1000
const RETRY_MAX_MS = 60_000

/**
 * Creates a loader. Modules are evaluated when they are first asked for, once.
 *
 * One that throws is tried again when it is asked for 1 second later at the earliest, then 2, 4 … 60; Next.js would
 * repeat the first failure for ever. An entry whose new version does not compile keeps its last good exports.
 */
export function createLoader({ outDir, dir, runtime, manifest }: LoaderParts): Loader {
  const attempts = new Map<string, Attempt>()
  const lastGood = new Map<string, object>()
  const copies = createFreshCopies(outDir, runtime)

  async function evaluate(entry: string, output: string, again: boolean): Promise<object> {
    try {
      if (again || copies.isOutdated(output, manifest())) await copies.renew(output, manifest())
      const path = copies.pathOf(output)
      const value: unknown = path.endsWith('.cjs') ? runtime.require(path) : await importFile(pathToFileURL(path).href)
      const exports = toObject(value)
      lastGood.set(entry, exports)
      return exports
    } catch (error) {
      throw toLoadFault(error, entry, { dir, outputs: manifest().outputs })
    }
  }

  function attempt(entry: string, output: string): Promise<object> {
    const before = attempts.get(entry)
    const same = before?.output === output
    if (before !== undefined && same && (before.failure?.retryAt ?? Infinity) > Date.now()) return before.result
    const count = same ? before.count + 1 : 1
    const result = evaluate(entry, output, count > 1)
    const next: Attempt = { output, result, count }
    attempts.set(entry, next)
    result.catch((fault: Fault) => {
      next.failure = { fault, retryAt: Date.now() + Math.min(RETRY_MS * 2 ** (count - 1), RETRY_MAX_MS) }
    })
    return result
  }

  return {
    async load(entry) {
      const { entries, errors } = manifest()
      const error = errors[entry]
      const good = lastGood.get(entry)
      if (error !== undefined && good !== undefined) return good
      if (error !== undefined) throw toCompileFault(error)
      const output = entries[entry]
      if (output === undefined) throw new Fault('MODULE_FAILED', `${entry} was not compiled`, { file: entry })
      return attempt(entry, output)
    },
    errorOf(entry) {
      const { entries, errors } = manifest()
      const error = errors[entry]
      if (error !== undefined) return toCompileFault(error)
      const last = attempts.get(entry)
      return last?.output === entries[entry] ? last?.failure?.fault : undefined
    },
    close: copies.close,
  }
}

// `module.exports` can be anything.
function toObject(value: unknown): object {
  const isObject = (typeof value === 'object' && value !== null) || typeof value === 'function'
  return isObject ? value : { default: value }
}
