import type { IncomingMessage } from 'node:http'
import { Fault } from '../errors.ts'

export interface RequestLimits {
  /** Characters of a request target. */
  readonly targetLength: number
  /** Number of headers; 0 for no limit. */
  readonly headerCount: number
}

/** Methods that a resource here can have; TRACE and CONNECT are nobody's. */
export const METHODS = 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS'

const SLASH = 0x2f
// RFC 3986 §3.2.2: an IP literal in brackets, or a name that is not empty; then perhaps a port. The grammar's sub-delims,
// which no name on the network has, are left out: a comma is two hosts to some readers.
const HOST = /^(?:\[[0-9a-z:.%_-]+\]|[0-9a-z._~%-]+)(?::\d{0,5})?$/i
const ABSOLUTE = /^https?:\/\/([^/?#]*)([^]*)$/i

let lastHost = ''

function isHost(host: string): boolean {
  if (host === lastHost) return true
  if (host.length > 255 || !HOST.test(host)) return false
  lastHost = host
  return true
}

function countHosts({ rawHeaders }: IncomingMessage): number {
  let count = 0
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i] ?? ''
    if (name.length === 4 && name.toLowerCase() === 'host') count += 1
  }
  return count
}

/** Bytes of all names and values of headers together. */
export function countHeaderBytes({ rawHeaders }: IncomingMessage): number {
  let bytes = 0
  for (let i = 0; i < rawHeaders.length; i += 1) bytes += rawHeaders[i]?.length ?? 0 // Latin-1.
  return bytes
}

/**
 * Checks what Node's parser lets pass and nothing behind it should see, and brings the target into origin form.
 *
 * @throws {Fault} VERSION_UNKNOWN, HEADERS_TOO_MANY, TARGET_TOO_LONG, HOST_INVALID, FRAMING_INVALID, CODING_UNKNOWN,
 *   TARGET_INVALID, METHOD_NOT_ALLOWED.
 */
export function checkRequest(req: IncomingMessage, limits: RequestLimits): void {
  const { headers, rawHeaders, url = '' } = req
  if (req.httpVersionMajor !== 1) throw new Fault('VERSION_UNKNOWN', `HTTP/${req.httpVersion} is not spoken here`)
  if (limits.headerCount > 0 && rawHeaders.length > limits.headerCount * 2) {
    throw new Fault('HEADERS_TOO_MANY', `There are more than ${limits.headerCount} headers`)
  }
  if (url.length > limits.targetLength) {
    throw new Fault('TARGET_TOO_LONG', `The request target exceeds ${limits.targetLength} characters`)
  }
  const { host } = headers
  // RFC 9112 §3.2: more than one Host, or an invalid one, is answered 400. One that is missing Node has refused.
  if (host !== undefined && !isHost(host)) throw new Fault('HOST_INVALID', 'The Host header is not a host')
  if (countHosts(req) > 1) throw new Fault('HOST_INVALID', 'There is more than one Host header')
  if (headers['transfer-encoding'] !== undefined) checkCoding(headers['transfer-encoding'], req.httpVersionMinor)
  if (headers['content-length'] !== undefined) checkLength(headers['content-length'])
  if (url.charCodeAt(0) !== SLASH) settleTarget(req, url)
  if (req.method === 'TRACE') {
    throw new Fault('METHOD_NOT_ALLOWED', 'TRACE is not allowed here', { headers: { Allow: METHODS } })
  }
}

function checkCoding(coding: string, minor: number): void {
  // RFC 9112 §6.1: HTTP/1.0 knows no transfer codings, so where such a message ends is anybody's guess.
  if (minor === 0) throw new Fault('FRAMING_INVALID', 'Transfer-Encoding needs HTTP/1.1')
  const codings = coding.toLowerCase().split(',')
  // RFC 9112 §6.3: a body whose last coding is another has no end that could be seen.
  if (codings.at(-1)?.trim() !== 'chunked')
    throw new Fault('FRAMING_INVALID', 'The last transfer coding is not chunked')
  if (codings.length > 1) throw new Fault('CODING_UNKNOWN', 'The only transfer coding here is chunked')
}

// RFC 9110 §8.6 allows zeros in front, which some readers take for octal.
function checkLength(length: string): void {
  if (length.length > 1 && length.startsWith('0')) {
    throw new Fault('FRAMING_INVALID', 'The Content-Length begins with a zero')
  }
}

// `OPTIONS *` stays: it asks about the server.
function settleTarget(req: IncomingMessage, url: string): void {
  if (url === '*' && req.method === 'OPTIONS') return
  const [, authority = '', rest = ''] = ABSOLUTE.exec(url) ?? []
  if (!isHost(authority)) throw new Fault('TARGET_INVALID', 'The request target is neither a path nor a URL')
  // RFC 9112 §3.2.2: an origin server must accept the absolute form, and take its authority instead of the Host header.
  req.headers.host = authority
  req.url = rest.startsWith('/') ? rest : `/${rest}`
}
