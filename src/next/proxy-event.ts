function signatureError(page: string): Error {
  return new Error(
    `The middleware "${page}" accepts an async API directly with the form:\n  \n` +
      "  export function middleware(request, event) {\n    return NextResponse.redirect('/new-location')\n  }\n  \n" +
      '  Read more: https://nextjs.org/docs/messages/middleware-new-signature\n  ',
  )
}

class FetchEvent {
  readonly #keep: (work: Promise<unknown>) => void

  constructor(keep: (work: Promise<unknown>) => void) {
    this.#keep = keep
  }

  /** Keeps work going after the proxy returned. */
  waitUntil(work: Promise<unknown>): void {
    this.#keep(Promise.resolve(work))
  }

  /** Without meaning outside of an edge network; a proxy that throws never lets the request pass. */
  passThroughOnException(): void {}
}

/** The second argument of a proxy. */
export class NextFetchEvent extends FetchEvent {
  readonly sourcePage: string

  constructor(sourcePage: string, keep: (work: Promise<unknown>) => void) {
    super(keep)
    this.sourcePage = sourcePage
  }

  /** @deprecated Gone from Next.js; it throws. */
  get request(): never {
    throw signatureError(this.sourcePage)
  }

  /** @deprecated Gone from Next.js; it throws. */
  respondWith(): never {
    throw signatureError(this.sourcePage)
  }
}
