import { createHash, timingSafeEqual } from 'node:crypto'
import type { Request, RequestHandler } from 'express'

/** Who may read the documents: one user with a password, or a function that decides by the request. */
export type DocsAuth =
  { readonly user: string; readonly password: string } | ((request: Request) => boolean | Promise<boolean>)

/** Lets a request through when `auth` allows it; otherwise answers 401 and, for a user with a password, asks for them. */
export function createDocsAuth(auth: DocsAuth): RequestHandler {
  const allows = typeof auth === 'function' ? auth : (request: Request) => isUser(request, auth)
  return async (request, response, next) => {
    if (await allows(request)) {
      next()
      return
    }
    // RFC 7617 §2: the challenge names a realm, and `charset` allows for UTF-8.
    if (typeof auth !== 'function') response.set('WWW-Authenticate', 'Basic realm="API documentation", charset="UTF-8"')
    response.status(401).set('Cache-Control', 'no-store').json({ message: 'Unauthorized' })
  }
}

function isUser(request: Request, { user, password }: { user: string; password: string }): boolean {
  const [scheme, encoded = ''] = (request.headers.authorization ?? '').split(' ')
  if (scheme?.toLowerCase() !== 'basic') return false
  return isSame(Buffer.from(encoded, 'base64').toString('utf8'), `${user}:${password}`)
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

// Digests have one length, so the comparison takes the same time whatever was sent.
function isSame(given: string, expected: string): boolean {
  return timingSafeEqual(digest(given), digest(expected))
}
