import { type RequestCookies, type ResponseCookie, ResponseCookies, stringifyCookie } from '@edge-runtime/cookies'
import { currentFrame } from './scope.ts'

/** `set()` was called where no answer is left to carry the cookie. */
export class ReadonlyRequestCookiesError extends Error {
  constructor() {
    super(
      'Cookies can only be modified in a Server Action or Route Handler. ' +
        'Read more: https://nextjs.org/docs/app/api-reference/functions/cookies#options',
    )
  }
}

type SetArguments = [name: string, value: string, options?: Partial<ResponseCookie>] | [cookie: ResponseCookie]
type DeleteArguments = [name: string] | [cookie: Omit<ResponseCookie, 'value' | 'expires'>]

// Fills in what a browser would not assume: the whole site as path, and a date beside Max-Age for old clients.
function complete(cookie: ResponseCookie): ResponseCookie {
  if (typeof cookie.expires === 'number') cookie.expires = new Date(cookie.expires)
  if (cookie.maxAge) cookie.expires = new Date(Date.now() + cookie.maxAge * 1000)
  if (cookie.path === null || cookie.path === undefined) cookie.path = '/'
  return cookie
}

/**
 * What `await cookies()` gives: the request's cookies, and those the handler sets for the answer.
 *
 * @edge-runtime/cookies has a class for each half; this is both in one, as Next.js has it, and writes no header before
 * the answer is sent.
 */
export class CookieStore {
  readonly #all = new Map<string, ResponseCookie>()
  #written: Set<string> | undefined

  constructor(cookies: RequestCookies) {
    for (const [name, { value }] of cookies) this.#all.set(name, { name, value, path: '/' })
  }

  /** The cookie of that name, with what the handler set winning over what the client sent. */
  get(...[key]: [name: string] | [cookie: { name: string }]): ResponseCookie | undefined {
    return this.#all.get(typeof key === 'string' ? key : key.name)
  }

  getAll(...[key]: [name?: string] | [cookie: { name: string }]): ResponseCookie[] {
    if (key === undefined) return [...this.#all.values()]
    const cookie = this.get(typeof key === 'string' ? key : key.name)
    return cookie === undefined ? [] : [cookie]
  }

  has(name: string): boolean {
    return this.#all.has(name)
  }

  /** @throws {ReadonlyRequestCookiesError} in `after()`: the answer is gone. */
  set(...args: SetArguments): this {
    if (currentFrame()?.phase === 'after') throw new ReadonlyRequestCookiesError()
    const [first, value, options] = args
    const cookie = typeof first === 'string' ? { name: first, value: value ?? '', ...options } : { ...first }
    this.#all.set(cookie.name, complete(cookie))
    this.#written ??= new Set()
    this.#written.add(cookie.name)
    return this
  }

  /** Tells the client to forget a cookie; `path` and `domain` must be those it was set with. */
  delete(...[key]: DeleteArguments): this {
    const cookie = typeof key === 'string' ? { name: key } : key
    return this.set({ ...cookie, value: '', expires: new Date(0) })
  }

  toString(): string {
    return [...this.#all.values()].map((cookie) => stringifyCookie(cookie)).join('; ')
  }

  /** @internal What the handler set, in the order it did. */
  static written(store: CookieStore): ResponseCookie[] {
    const names = store.#written ?? []
    const cookies: ResponseCookie[] = []
    for (const name of names) {
      const cookie = store.#all.get(name)
      if (cookie) cookies.push(cookie)
    }
    return cookies
  }
}

/** Tells whether the handler set anything. */
export function hasWritten(store: CookieStore): boolean {
  return CookieStore.written(store).length > 0
}

/**
 * Adds what a handler set to the answer's own Set-Cookie lines, the way Next.js does it: all are parsed and written
 * again, the answer's own first, and on equal names the answer's own wins.
 */
export function mergeCookies(store: CookieStore, headers: Headers): void {
  const written = CookieStore.written(store)
  if (written.length === 0) return
  const cookies = new ResponseCookies(headers)
  const own = cookies.getAll()
  for (const cookie of written) cookies.set(cookie)
  for (const cookie of own) cookies.set(cookie)
}
