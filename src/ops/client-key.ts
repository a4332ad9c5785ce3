import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { isIPv6 } from 'node:net'
import type { TrustProxy } from '../http/forwarded.ts'

const LONGEST = 64

/**
 * The address of the client: the last one in X-Forwarded-For that no trusted proxy has, else that of the connection.
 *
 * @param trust Undefined trusts nobody.
 */
export function toClientAddress(req: IncomingMessage, trust: TrustProxy): string {
  const own = req.socket.remoteAddress ?? ''
  if (trust === undefined || !trust(own)) return own
  const forwarded = String(req.headers['x-forwarded-for'] ?? '')
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '')
  return forwarded.findLast((one) => !trust(one)) ?? forwarded[0] ?? own
}

/** What counts as one client: an IPv4 address, or the /64 that an IPv6 client can choose its addresses from. */
export function toNetwork(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped !== undefined) return mapped
  if (!isIPv6(address)) return address
  const [before = '', after] = (address.split('%')[0] ?? '').split('::')
  const left = before === '' ? [] : before.split(':')
  const right = after === undefined || after === '' ? [] : after.split(':')
  const zeros =
    after === undefined ? [] : Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0')
  const groups = [...left, ...zeros, ...right].map((group) => group.replace(/^0+(?=.)/, '').toLowerCase())
  return `${groups.slice(0, 4).join(':')}::/64`
}

/** A key of bounded length for whatever a client sent. */
export function toShortKey(text: string): string {
  return text.length <= LONGEST ? text : createHash('sha256').update(text).digest('hex')
}
