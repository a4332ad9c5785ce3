import { Fault } from '../errors.ts'

/** Values of a next.config object, each read by key and checked. The file is named with the line its key is on. */
export interface ConfigReader {
  boolean(key: string, otherwise: boolean): boolean
  string(key: string, otherwise: string): string
  /** Seconds, bytes, milliseconds: a number that is not negative. Infinity passes. */
  number(key: string, otherwise: number): number
  strings(key: string, otherwise: readonly string[]): readonly string[]
  /** A nested object, or an empty one. Its own keys are read as `key.name`. */
  object(key: string): ConfigReader
  /** The value as it stands. Null counts as absent, as in Next.js. */
  raw(key: string): unknown
  keys(): readonly string[]
  /** @returns The fault to throw. `found` goes on with "is": `basePath is not a string`. */
  invalid(key: string, found: string): Fault
}

export interface ConfigSource {
  /** The file's name, as messages say it: `next.config.mjs`. */
  readonly name: string
  /** Absolute. */
  readonly file: string
  /** Its text, to find the line of a key. */
  readonly text: string
}

/**
 * Reads a config object key by key.
 *
 * @param prefix Put before keys in messages: `experimental.`.
 */
export function createReader(
  value: Readonly<Record<string, unknown>>,
  source: ConfigSource,
  prefix = '',
): ConfigReader {
  const raw = (key: string): unknown => value[key] ?? undefined
  const invalid = (key: string, found: string): Fault => toFault(source, prefix + key, `is ${found}`)
  const read = <T>(key: string, otherwise: T, check: (found: unknown) => found is T, kind: string): T => {
    const found = raw(key)
    if (found === undefined) return otherwise
    if (!check(found)) throw invalid(key, `not ${kind} but ${describe(found)}`)
    return found
  }
  return {
    raw,
    invalid,
    keys: () => Object.keys(value),
    boolean: (key, otherwise) => read(key, otherwise, isBoolean, 'true or false'),
    string: (key, otherwise) => read(key, otherwise, isString, 'a string'),
    number: (key, otherwise) => read(key, otherwise, isAmount, 'a number of 0 or more'),
    strings: (key, otherwise) => read(key, otherwise, isStrings, 'an array of strings'),
    object: (key) => createReader(read(key, {}, isObject, 'an object'), source, `${prefix}${key}.`),
  }
}

/** A fault in a config file: `next.config.js:12: basePath is not a string but 7`. */
export function toFault(source: ConfigSource, key: string, found: string, cause?: unknown): Fault {
  const line = findLine(source.text, key)
  const place = line === undefined ? '' : `:${line}`
  const options = { file: source.file + place, ...(cause !== undefined && { cause }) }
  return new Fault('CONFIG_INVALID', `${source.name}${place}: ${key} ${found}`, options)
}

/** The line of a key's last name, when the text has it once as a key. */
function findLine(text: string, key: string): number | undefined {
  const name = /[\w$]+$/.exec(key.replace(/\[\d+\]$/, ''))?.[0]
  if (name === undefined) return undefined
  const used = new RegExp(`(?<![\\w$.])(['"]?)${name.replaceAll('$', '\\$')}\\1\\s*[:(=,]`)
  const lines = text.split('\n').flatMap((line, at) => (used.test(line) ? [at + 1] : []))
  return lines.length === 1 ? lines[0] : undefined
}

/** @returns A value in few words: `7`, `"abc"`, `an array`. */
export function describe(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value)
  if (Array.isArray(value)) return 'an array'
  if (typeof value === 'object') return value === null ? 'null' : 'an object'
  return typeof value === 'function' ? 'a function' : String(value)
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isBoolean(value: unknown): value is boolean {
  return typeof value === 'boolean'
}

function isString(value: unknown): value is string {
  return typeof value === 'string'
}

function isAmount(value: unknown): value is number {
  return typeof value === 'number' && value >= 0
}

function isStrings(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every(isString)
}
