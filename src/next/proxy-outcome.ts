import type { IncomingMessage } from 'node:http'
import { NextURL, type UrlConfig } from './next-url.ts'
import { splitCookies } from './send-response.ts'

/** A response header to set before the handler runs; it wins over one of the same name from next.config. */
export type ProxyHeader = readonly [name: string, value: string | readonly string[]]

/** What a proxy's response asks for. */
export type ProxyStep =
  | { readonly kind: 'continue' }
  /** `target` is a path with query on this server, or a URL of another one. */
  | { readonly kind: 'rewrite'; readonly target: string; readonly external: boolean }
  | { readonly kind: 'redirect'; readonly status: number; readonly location: string }
  | { readonly kind: 'answer' }

/** Where the request came in: what relative and absolute URLs are compared with. */
export interface ProxyPlace {
  /** `http://localhost:3000` */
  readonly origin: string
  readonly urlConfig: UrlConfig | undefined
}

const REWRITE = 'x-middleware-rewrite'
const OVERRIDE = 'x-middleware-override-headers'
const VALUE = 'x-middleware-request-'
const REDIRECTS = new Set([301, 302, 303, 307, 308])
// They describe the connection to the client, or the body as it was sent, not what the proxy wants to say.
const CONNECTION = new Set([
  'accept-encoding',
  'connection',
  'content-encoding',
  'content-length',
  'expect',
  'keep-alive',
  'keepalive',
  'transfer-encoding',
])

function isOwnMark(name: string): boolean {
  return (
    name === 'x-middleware-next' || name === 'x-middleware-set-cookie' || name === OVERRIDE || name.startsWith(VALUE)
  )
}

/** @throws {TypeError} for a URL without an origin. */
function toTarget(value: string, { origin, urlConfig }: ProxyPlace): { target: string; external: boolean } {
  const { href } = new NextURL(value, { nextConfig: urlConfig })
  if (href.startsWith(`${origin}/`)) return { target: href.slice(origin.length), external: false }
  // Of another server's URL nothing is ours to rewrite, not even the name of a loopback address.
  return { target: value, external: true }
}

/**
 * Reads what a proxy returned.
 *
 * @throws {TypeError} when a rewrite or a Location is not an absolute URL, as under Next.js.
 */
export function parseProxyResponse(response: Response, place: ProxyPlace): ProxyStep {
  const { headers, status } = response
  const rewrite = headers.get(REWRITE)
  const location = headers.get('location')
  const goal = location === null ? undefined : toTarget(location, place)
  if (rewrite !== null) return { kind: 'rewrite', ...toTarget(rewrite, place) }
  if (headers.has('x-middleware-next')) return { kind: 'continue' }
  if (goal !== undefined && REDIRECTS.has(status)) return { kind: 'redirect', status, location: goal.target }
  return { kind: 'answer' }
}

/** The response headers that a proxy leaves for the answer, as lists where there are several lines. */
export function toProxyHeaders(headers: Headers): ProxyHeader[] {
  const list: ProxyHeader[] = []
  const cookies: string[] = []
  for (const [name, value] of headers) {
    if (name === 'set-cookie') cookies.push(...splitCookies(value))
    else if (!CONNECTION.has(name) && !isOwnMark(name) && name !== REWRITE) list.push([name, value])
  }
  if (cookies.length > 0) list.push(['set-cookie', cookies])
  return list
}

function override(req: IncomingMessage, headers: Headers): void {
  const names = headers.get(OVERRIDE)
  if (names === null) return
  const kept = new Set(names.split(',').map((name) => name.trim()))
  for (const name of Object.keys(req.headers)) {
    // The body stays as it was sent, and nobody could read it without these two.
    const isFraming = name === 'content-length' || name === 'transfer-encoding'
    if (!isFraming && !kept.has(name)) delete req.headers[name]
  }
  for (const name of kept) {
    const value = headers.get(VALUE + name)
    if (name === '' || CONNECTION.has(name)) continue
    if (value === null) delete req.headers[name]
    else req.headers[name] = value
  }
}

/**
 * Changes the request for the handler as Next.js does: headers of `next({ request })` replace the client's, and the
 * proxy's response headers are added to them.
 */
export function applyToRequest(req: IncomingMessage, headers: Headers): void {
  override(req, headers)
  for (const [name, value] of toProxyHeaders(headers)) {
    if (name === 'set-cookie') req.headers[name] = [...value]
    else req.headers[name] = String(value)
  }
}
