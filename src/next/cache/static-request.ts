import type { RequestCookies } from '@edge-runtime/cookies'
import { type IncomingParts, IncomingRequest } from '../incoming-request.ts'
import { NextURL } from '../next-url.ts'
import { TO_NATIVE } from '../platform.ts'
import { type Collected, noteRequestUse } from '../scope.ts'

/** What a request tells when its data is used. */
export interface Watch {
  readonly collect: Collected
  /** The route's path in Next.js spelling, for messages. */
  readonly route: string
  /** True when others may wait for the same answer: a client that leaves must not end the work. */
  readonly isShared: boolean
}

// What Next.js shows as host where request data is hidden.
const HIDDEN_HOST = 'localhost:3000'

class StaticURL extends NextURL {
  readonly #watch: Watch

  constructor(input: string, watch: Watch) {
    super(input)
    this.#watch = watch
  }

  #note(name: string): void {
    noteRequestUse(this.#watch.collect, this.#watch.route, `nextUrl.${name}`)
  }

  override get search(): string {
    this.#note('search')
    return super.search
  }
  override set search(value: string) {
    super.search = value
  }
  override get searchParams(): URLSearchParams {
    this.#note('searchParams')
    return super.searchParams
  }
  override get origin(): string {
    this.#note('origin')
    return super.origin
  }
  override get href(): string {
    this.#note('href')
    return super.href
  }
  override set href(value: string) {
    super.href = value
  }
  override clone(): NextURL {
    this.#note('clone')
    return new StaticURL(super.href, this.#watch)
  }
}

function hideHost(href: string): string {
  const url = new URL(href)
  url.protocol = 'http:'
  url.host = HIDDEN_HOST
  return url.href
}

function cutQuery(target: string): string {
  return target.split('?', 1)[0] ?? target
}

/**
 * The request of a handler whose answer may be kept for everybody: with `auto` it tells when request data is used, with
 * `error` that fails, and with `force-static` there is no such data: no headers, no cookies, no query.
 */
export class StaticRequest extends IncomingRequest {
  readonly #watch: Watch
  readonly #never = new AbortController()
  #nextUrl: NextURL | undefined

  constructor(parts: IncomingParts, watch: Watch) {
    const isHidden = watch.collect.mode === 'force-static'
    super(isHidden ? { ...parts, target: cutQuery(parts.target), headers: new Headers() } : parts)
    this.#watch = watch
  }

  #note(name: string): void {
    noteRequestUse(this.#watch.collect, this.#watch.route, `request.${name}`)
  }

  override get url(): string {
    this.#note('url')
    return this.#shownUrl()
  }
  override get nextUrl(): NextURL {
    return (this.#nextUrl ??= new StaticURL(this.#shownUrl(), this.#watch))
  }
  #shownUrl(): string {
    return this.#watch.collect.mode === 'force-static' ? hideHost(super.url) : super.url
  }
  override get headers(): Headers {
    this.#note('headers')
    return super.headers
  }
  override get cookies(): RequestCookies {
    this.#note('cookies')
    return super.cookies
  }
  override get body(): ReadableStream<Uint8Array<ArrayBuffer>> | null {
    this.#note('body')
    return super.body
  }
  override get signal(): AbortSignal {
    return this.#watch.isShared ? this.#never.signal : super.signal
  }
  override text(): Promise<string> {
    this.#note('text')
    return super.text()
  }
  override json(): Promise<unknown> {
    this.#note('json')
    return super.json()
  }
  override bytes(): Promise<Uint8Array<ArrayBuffer>> {
    this.#note('bytes')
    return super.bytes()
  }
  override blob(): Promise<Blob> {
    this.#note('blob')
    return super.blob()
  }
  override formData(): Promise<FormData> {
    this.#note('formData')
    return super.formData()
  }
  override [TO_NATIVE](): Request {
    this.#note('clone')
    return super[TO_NATIVE]()
  }
}
