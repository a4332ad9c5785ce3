import { RequestCookies } from '@edge-runtime/cookies'
import { NextURL, type UrlConfig } from './next-url.ts'
import { NativeRequest, toNative } from './platform.ts'

/** Options of `new NextRequest(url, options)`. */
export interface NextRequestInit extends Omit<RequestInit, 'signal'> {
  geo?: { city?: string; country?: string; region?: string }
  ip?: string
  nextConfig?: UrlConfig
  signal?: AbortSignal
  /** A stream as body needs it. */
  duplex?: 'half'
}

interface Additions {
  readonly url: string
  readonly nextUrl: NextURL
  readonly cookies: RequestCookies
}

/** @throws {Error} for a URL without an origin. */
export function checkAbsolute(url: string | URL): string {
  try {
    return String(new URL(String(url)))
  } catch (cause) {
    const advice = 'Please use only absolute URLs - https://nextjs.org/docs/messages/middleware-relative-urls'
    throw new Error(`URL is malformed "${String(url)}". ${advice}`, { cause })
  }
}

function urlOf(input: string | URL | Request): string {
  if (typeof input === 'string' || !('url' in input)) return String(input)
  return input.url
}

// The Fetch standard demands `duplex` for streams; for other bodies it does nothing. A Request as options has it, and its
// members are not its own, so that it must not be copied.
function toRequestInit(init: NextRequestInit): NextRequestInit {
  return init.body && init.duplex !== 'half' ? { ...init, duplex: 'half' } : init
}

/**
 * A Request with `cookies` and `nextUrl`.
 *
 * @see https://nextjs.org/docs/app/api-reference/functions/next-request
 */
export class NextRequest extends NativeRequest {
  readonly #additions: Additions

  constructor(input: string | URL | Request, init: NextRequestInit = {}) {
    const url = urlOf(input)
    checkAbsolute(url)
    super(input instanceof NativeRequest ? toNative(input) : url, toRequestInit(init))
    const nextUrl = new NextURL(url, { headers: this.headers, nextConfig: init.nextConfig })
    this.#additions = { url: nextUrl.href, nextUrl, cookies: new RequestCookies(this.headers) }
  }

  override get url(): string {
    return this.#additions.url
  }
  /** The request's cookies. Writing them changes the `cookie` header. */
  get cookies(): RequestCookies {
    return this.#additions.cookies
  }
  get nextUrl(): NextURL {
    return this.#additions.nextUrl
  }
  /** @deprecated Gone from Next.js; it throws. */
  get page(): never {
    throw new Error(
      'The request.page has been deprecated in favour of `URLPattern`.\n' +
        '  Read more: https://nextjs.org/docs/messages/middleware-request-page\n  ',
    )
  }
  /** @deprecated Gone from Next.js; it throws. */
  get ua(): never {
    throw new Error(
      'The request.ua has been removed in favour of `userAgent` function.\n' +
        '  Read more: https://nextjs.org/docs/messages/middleware-parse-user-agent\n  ',
    )
  }
}

/** The cookies of any request, read afresh. */
export function toRequestCookies(request: Request): RequestCookies {
  return new RequestCookies(request.headers)
}
