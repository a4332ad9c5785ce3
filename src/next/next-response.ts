import { ResponseCookies, stringifyCookie } from '@edge-runtime/cookies'
import { checkAbsolute } from './next-request.ts'
import type { NextURL } from './next-url.ts'
import { WebResponse, toJsonResponse } from './web-response.ts'

/** What `NextResponse.next()` and `.rewrite()` change on the request that goes on. */
export interface ModifiedRequest {
  /** These replace the client's headers: a name that is missing is deleted. */
  headers?: Headers
}

export interface MiddlewareResponseInit extends ResponseInit {
  request?: ModifiedRequest
}

const INTERNAL_COOKIES = 'x-middleware-set-cookie'
const REDIRECTS = new Set([301, 302, 303, 307, 308])

// Beside Set-Cookie, Next.js notes cookies in a header of its own; libraries that pass a proxy's answer on look for it.
class NotedCookies extends ResponseCookies {
  readonly #headers: Headers

  constructor(headers: Headers) {
    super(headers)
    this.#headers = headers
  }

  override set(...args: Parameters<ResponseCookies['set']>): this {
    super.set(...args)
    const all = this.getAll().map((cookie) => stringifyCookie(cookie))
    this.#headers.set(INTERNAL_COOKIES, all.join(','))
    return this
  }
}

function checkRequest(request: ModifiedRequest | undefined): Headers | undefined {
  if (!request?.headers) return undefined
  if (request.headers instanceof Headers) return request.headers
  throw new Error('request.headers must be an instance of Headers')
}

function addOverrides(headers: Headers, request: ModifiedRequest | undefined): void {
  const overrides = checkRequest(request)
  if (overrides === undefined) return
  for (const [name, value] of overrides) headers.set(`x-middleware-request-${name}`, value)
  headers.set('x-middleware-override-headers', [...overrides.keys()].join(','))
}

/**
 * A Response with `cookies`, and the answers a proxy can give.
 *
 * @see https://nextjs.org/docs/app/api-reference/functions/next-response
 */
export class NextResponse<Body = unknown> extends WebResponse {
  #cookies: ResponseCookies | undefined
  /** Only for the compiler: `NextResponse.json<T>()` remembers what it was given. */
  declare readonly __body?: Body

  /** The answer's cookies: `response.cookies.set('name', 'value', { httpOnly: true })`. */
  get cookies(): ResponseCookies {
    return (this.#cookies ??= new NotedCookies(this.headers))
  }

  static override json<Body>(body: Body, init?: ResponseInit): NextResponse<Body> {
    const plain = toJsonResponse<NextResponse<Body>>(NextResponse, body, init)
    if (plain !== undefined) return plain
    const text: string | undefined = JSON.stringify(body)
    if (text === undefined) throw new TypeError('Value is not JSON serializable')
    const headers = new Headers(init?.headers)
    if (!headers.has('content-type')) headers.set('content-type', 'application/json')
    return new NextResponse(text, { ...pick(init), headers })
  }

  /** @param init A status among 301, 302, 303, 307 (the default) and 308, or options with one. */
  static override redirect(url: string | NextURL | URL, init?: number | ResponseInit): NextResponse {
    const status = (typeof init === 'number' ? init : init?.status) ?? 307
    if (!REDIRECTS.has(status)) {
      throw new RangeError('Failed to execute "redirect" on "response": Invalid status code')
    }
    const options = typeof init === 'object' ? init : {}
    const headers = new Headers(options.headers)
    headers.set('Location', checkAbsolute(String(url)))
    return new NextResponse(null, { ...pick(options), headers, status })
  }

  /** For a proxy: answer with what another URL answers. */
  static rewrite(destination: string | NextURL | URL, init?: MiddlewareResponseInit): NextResponse {
    const headers = new Headers(init?.headers)
    headers.set('x-middleware-rewrite', checkAbsolute(String(destination)))
    addOverrides(headers, init?.request)
    return new NextResponse(null, { ...pick(init), headers })
  }

  /** For a proxy: go on, with these headers on the answer and on the request. */
  static next(init?: MiddlewareResponseInit): NextResponse {
    const headers = new Headers(init?.headers)
    headers.set('x-middleware-next', '1')
    addOverrides(headers, init?.request)
    return new NextResponse(null, { ...pick(init), headers })
  }

  [Symbol.for('edge-runtime.inspect.custom')](): object {
    const { cookies, url, body, bodyUsed, headers, ok, redirected, status, statusText, type } = this
    const all = { cookies, url, body, bodyUsed, ok, redirected, status, statusText, type }
    return { ...all, headers: Object.fromEntries(headers) }
  }
}

// A Response may be given as options; its members are not its own, so they are read by name.
function pick(init: ResponseInit | undefined): ResponseInit {
  const options: ResponseInit = {}
  if (init?.status !== undefined) options.status = init.status
  if (init?.statusText !== undefined) options.statusText = init.statusText
  return options
}
