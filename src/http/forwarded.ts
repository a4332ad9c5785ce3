import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { INTERNAL_HEADERS } from './internal-headers.ts'

/** Tells whether a socket address belongs to a proxy whose X-Forwarded-* headers are believed. */
export type TrustProxy = ((address: string) => boolean) | undefined

function dropInternal(req: IncomingMessage): void {
  const { rawHeaders } = req
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i] ?? ''
    // Nearly every header is told apart by its first letter, without making a lower-case copy.
    const first = name.charCodeAt(0) | 32
    if ((first !== 120 && first !== 110) || name.length < 11) continue
    const lower = name.toLowerCase()
    if (INTERNAL_HEADERS.has(lower)) delete req.headers[lower]
  }
}

/**
 * Makes a request's headers what handlers expect: X-Forwarded-* filled in from the connection, internal names removed.
 *
 * Values a client sent itself are replaced, unless it is a proxy that the config trusts: Next.js believes everybody.
 *
 * @param trust Undefined trusts nobody.
 */
export function settleHeaders(req: IncomingMessage, trust: TrustProxy): void {
  dropInternal(req)
  const { headers, socket } = req
  const address = socket.remoteAddress ?? ''
  const own = trust === undefined || !trust(address)
  // Written out, since V8 makes four quick stores of it and four slow ones of a loop.
  if (own || headers['x-forwarded-host'] === undefined) headers['x-forwarded-host'] = headers.host ?? ''
  if (own || headers['x-forwarded-port'] === undefined) headers['x-forwarded-port'] = String(socket.localPort ?? '')
  if (own || headers['x-forwarded-proto'] === undefined) headers['x-forwarded-proto'] = schemeOf(socket)
  if (own || headers['x-forwarded-for'] === undefined) headers['x-forwarded-for'] = address
}

function schemeOf(socket: Socket): string {
  return 'encrypted' in socket && socket.encrypted === true ? 'https' : 'http'
}
