import { toEmptyBase } from './platform.ts'

/** `set()`, `append()` or `delete()` was called on what `headers()` gave. */
export class ReadonlyHeadersError extends Error {
  constructor() {
    super('Headers cannot be modified. Read more: https://nextjs.org/docs/app/api-reference/functions/headers')
  }
}

/** What Next.js's own browser code sends; handlers and proxies are not meant to see it. */
export const FLIGHT_HEADERS: readonly string[] = [
  'rsc',
  'next-router-state-tree',
  'next-router-prefetch',
  'next-router-segment-prefetch',
  'next-hmr-refresh',
  'next-url',
]
const HIDDEN = new Set(FLIGHT_HEADERS)

/** A live view of a request's headers, without the writing methods. */
export class ReadonlyHeaders extends toEmptyBase(Headers) {
  readonly #source: () => Headers

  /** @param source Called on first use, so that a request whose headers nobody reads never makes them. */
  constructor(source: () => Headers) {
    super()
    this.#source = source
  }

  override get(name: string): string | null {
    return HIDDEN.has(name.toLowerCase()) ? null : this.#source().get(name)
  }
  override has(name: string): boolean {
    return !HIDDEN.has(name.toLowerCase()) && this.#source().has(name)
  }
  override getSetCookie(): string[] {
    return this.#source().getSetCookie()
  }
  override *entries(): HeadersIterator<[string, string]> {
    for (const entry of this.#source()) if (!HIDDEN.has(entry[0])) yield entry
  }
  override *keys(): HeadersIterator<string> {
    for (const [name] of this.entries()) yield name
  }
  override *values(): HeadersIterator<string> {
    for (const [, value] of this.entries()) yield value
  }
  override [Symbol.iterator](): HeadersIterator<[string, string]> {
    return this.entries()
  }
  override forEach(callback: (value: string, key: string, parent: Headers) => void, thisArg?: unknown): void {
    for (const [name, value] of this.entries()) callback.call(thisArg, value, name, this)
  }

  override append(): never {
    throw new ReadonlyHeadersError()
  }
  override delete(): never {
    throw new ReadonlyHeadersError()
  }
  override set(): never {
    throw new ReadonlyHeadersError()
  }
}
