import { compile } from 'proxy-addr'
import { Fault } from '../errors.ts'
import type { TrustProxy } from './forwarded.ts'

/**
 * Compiles the list of proxies to believe.
 *
 * @param addresses IP addresses, CIDR blocks, or the names `loopback`, `linklocal`, `uniquelocal`. Empty trusts nobody.
 * @throws {Fault} CONFIG_INVALID, naming the entry.
 */
export function compileTrust(addresses: readonly string[]): TrustProxy {
  if (addresses.length === 0) return undefined
  try {
    const trusts = compile([...addresses])
    return (address) => trusts(address, 0)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new Fault('CONFIG_INVALID', `'trustProxy': ${reason}`, { cause })
  }
}
