import type { JsonSchema, SecurityFact } from '../../schema/facts.ts'
import type { FoundRead } from '../flow/findings.ts'

const BEARER = 'bearerAuth'

/** The schemes that `toSecurity` can name. */
export const SECURITY_SCHEMES: Readonly<Record<string, JsonSchema>> = {
  [BEARER]: { type: 'http', scheme: 'bearer' },
}

/** A handler that reads the Authorization header asks for a token. */
export function toSecurity(reads: readonly FoundRead[]): SecurityFact | undefined {
  const isRead = reads.some((read) => read.place === 'headers' && read.path[0]?.toLowerCase() === 'authorization')
  return isRead ? [{ scheme: BEARER, scopes: [] }] : undefined
}
