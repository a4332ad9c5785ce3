/**
 * `redirect()`, `notFound()` and their kin leave a handler by throwing an Error whose `digest` says what to answer.
 * The digest is the contract: handlers catch, forge and rethrow these errors, and other copies of next/navigation make
 * them, so nothing here relies on a class.
 */

const REDIRECT = 'NEXT_REDIRECT'
const ACCESS = 'NEXT_HTTP_ERROR_FALLBACK'

/** What a thrown control-flow error asks for. */
export type ControlFlow =
  | { readonly kind: 'redirect'; readonly status: number; readonly location: string }
  | { readonly kind: 'status'; readonly status: number }

/** An error with the mark that ends a handler. */
export interface DigestError extends Error {
  digest: string
}

function createDigestError(message: string, digest: string): DigestError {
  return Object.assign(new Error(message), { digest })
}

/** The error that `redirect()` throws. */
export function createRedirectError(url: string | URL, type: string, status: 303 | 307 | 308): DigestError {
  return createDigestError(REDIRECT, `${REDIRECT};${type};${url};${status};`)
}

/** The error that `notFound()`, `forbidden()` and `unauthorized()` throw. */
export function createAccessError(status: 401 | 403 | 404): DigestError {
  const digest = `${ACCESS};${status}`
  return createDigestError(digest, digest)
}

function parseRedirect(digest: string): ControlFlow | undefined {
  // A URL may hold semicolons: it is everything between the second part and the last two.
  const parts = digest.split(';')
  const [, type] = parts
  const status = Number(parts.at(-2))
  if (type !== 'replace' && type !== 'push') return undefined
  if (status !== 303 && status !== 307 && status !== 308) return undefined
  return { kind: 'redirect', status, location: parts.slice(2, -2).join(';') }
}

function parseAccess(digest: string): ControlFlow | undefined {
  const status = Number(digest.slice(ACCESS.length + 1))
  return status === 401 || status === 403 || status === 404 ? { kind: 'status', status } : undefined
}

/** Reads what was thrown; undefined for everything that is an error and nothing else. */
export function parseControlFlow(error: unknown): ControlFlow | undefined {
  if (typeof error !== 'object' || error === null || !('digest' in error)) return undefined
  const { digest } = error
  if (typeof digest !== 'string') return undefined
  if (digest.startsWith(`${REDIRECT};`)) return parseRedirect(digest)
  if (digest.startsWith(`${ACCESS};`)) return parseAccess(digest)
  return undefined
}
