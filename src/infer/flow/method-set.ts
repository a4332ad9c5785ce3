/** The methods a handler can tell apart; `OTHER` is any that the code never names. */
export const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'OTHER'] as const

/** A set of methods as bits, in the order of `METHODS`. */
export type MethodSet = number

export const ALL_METHODS: MethodSet = (1 << METHODS.length) - 1
export const NO_METHODS: MethodSet = 0
export const OTHER_METHODS: MethodSet = 1 << METHODS.indexOf('OTHER')

/** The set that holds one method; empty for a name that is no method. Case does not matter. */
export function toMethodSet(name: unknown): MethodSet {
  if (typeof name !== 'string') return NO_METHODS
  const index = METHODS.findIndex((method) => method === name.toUpperCase())
  return index < 0 || name.toUpperCase() === 'OTHER' ? NO_METHODS : 1 << index
}

/** The names in a set, `OTHER` left out. */
export function toMethodNames(set: MethodSet): string[] {
  return METHODS.filter((method, index) => method !== 'OTHER' && (set & (1 << index)) !== 0)
}
