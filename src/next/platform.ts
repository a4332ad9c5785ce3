const ORIGINAL = Symbol.for('rehost.original')

interface Replaced<T> {
  readonly [ORIGINAL]?: T
}

function originalOf<T extends object>(value: T & Replaced<T>): T {
  return value[ORIGINAL] ?? value
}

/**
 * The platform's own classes and `fetch`, whatever stands in the globals by now.
 *
 * `globals.ts` replaces the globals; a second copy of this file in one process (a bundled one, say) must not take the
 * replacement for the original.
 */
export const NativeRequest: typeof Request = originalOf(globalThis.Request)
export const NativeResponse: typeof Response = originalOf(globalThis.Response)
export const nativeFetch: typeof fetch = originalOf(globalThis.fetch)

/** Marks a replacement with what it stands for. */
export function markReplacement<T extends object>(replacement: T, original: T): T {
  return Object.defineProperty(replacement, ORIGINAL, { value: original })
}

/**
 * A class to extend that has a prototype's members but whose construction does nothing: its instances are ordinary
 * objects that make the expensive platform object only when something needs it.
 */
export function toEmptyBase<T extends abstract new (...args: never[]) => object>(parent: T): T {
  // oxlint-disable-next-line unicorn/consistent-function-scoping -- A fresh one each time: its prototype is set below.
  const base = function emptyBase(): void {}
  base.prototype = parent.prototype
  Object.setPrototypeOf(base, parent)
  // Holds: `base` has the parent's statics (prototype chain) and members (shared prototype); only the work is missing.
  return base as unknown as T
}

/** The name of a stand-in's method that gives the platform's request. */
export const TO_NATIVE: unique symbol = Symbol.for('rehost.toNative')

/** Objects that stand for a platform's request carry this method. */
export interface StandIn {
  [TO_NATIVE](): Request
}

function isStandIn(input: unknown): input is StandIn {
  return typeof input === 'object' && input !== null && TO_NATIVE in input
}

/** The platform's request behind a stand-in; anything else is returned as it is. */
export function toNative<T>(input: T): T | Request {
  return isStandIn(input) ? input[TO_NATIVE]() : input
}
