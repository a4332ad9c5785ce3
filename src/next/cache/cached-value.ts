import { createHash } from 'node:crypto'
import { parse, stringify } from 'devalue'

// What is kept goes through a text, like everything in a store. It knows Date, Map, Set, BigInt, bytes and cycles, and
// two places that held the same object hold the same one again.
const ERRORS: readonly ErrorConstructor[] = [
  Error,
  EvalError,
  RangeError,
  ReferenceError,
  SyntaxError,
  TypeError,
  URIError,
]

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
}

const REDUCERS = {
  // As under Next.js, a property without a value is not there afterwards.
  Slim: (value: unknown) =>
    isPlain(value) && Object.values(value).includes(undefined)
      ? Object.entries(value).filter(([, one]) => one !== undefined)
      : undefined,
  Error: (value: unknown) => (value instanceof Error ? { name: value.name, message: value.message } : undefined),
  Symbol: (value: unknown) =>
    typeof value === 'symbol' && Symbol.keyFor(value) !== undefined ? [Symbol.keyFor(value)] : undefined,
}

const REVIVERS = {
  Slim: (entries: [string, unknown][]) => Object.fromEntries(entries),
  Error: ({ name, message }: { name: string; message: string }) => {
    const Native = ERRORS.find((one) => one.name === name) ?? Error
    return Object.assign(new Native(message), Native.name === name ? {} : { name })
  },
  Symbol: ([key]: [string]) => Symbol.for(key),
}

/**
 * Writes a value as a text.
 *
 * @throws {Error} for functions, and for instances of classes other than those of the language.
 */
export function toValueText(value: unknown): string {
  return stringify(value, REDUCERS)
}

/** Reads a value that `toValueText` wrote. Each call gives a copy of its own. */
export function parseValue(text: string): unknown {
  return parse(text, REVIVERS)
}

/**
 * The key of a call.
 *
 * @param id The function's own.
 * @param values What the result depends on: arguments, and variables around the function.
 * @throws {Error} when one of them cannot be written.
 */
export function toCallKey(id: string, values: readonly unknown[]): string {
  return `use-cache:${createHash('sha256')
    .update(`${id}\n${toValueText(values)}`)
    .digest('hex')}`
}
