import { createAccessError, createRedirectError, parseControlFlow } from './control-flow.ts'
import { isAction } from './is-action.ts'
import { currentFrame } from './scope.ts'

/** How a browser's history should take a redirect; an HTTP answer does not show it. */
export const RedirectType = { push: 'push', replace: 'replace' } as const
export type RedirectType = (typeof RedirectType)[keyof typeof RedirectType]

/**
 * Ends the handler and answers 307, or 303 after a form was posted, with `url` as it stands in Location.
 *
 * @throws always: the error that the server reads.
 */
export function redirect(url: string | URL, type: RedirectType = defaultType()): never {
  throw createRedirectError(url, type, 307)
}

// Only code that catches the error can tell the two apart.
function defaultType(): RedirectType {
  const req = currentFrame()?.scope.req
  return req !== undefined && isAction(req) ? RedirectType.push : RedirectType.replace
}

/** As `redirect()`, with 308. */
export function permanentRedirect(url: string | URL, type: RedirectType = RedirectType.replace): never {
  throw createRedirectError(url, type, 308)
}

/** Ends the handler and answers 404 without a body. Cookies set before are not sent. */
export function notFound(): never {
  throw createAccessError(404)
}

function checkInterrupts(name: string): void {
  if (currentFrame()?.scope.host.authInterrupts) return
  throw new Error(
    `\`${name}()\` is experimental and only allowed to be enabled when \`experimental.authInterrupts\` is enabled.`,
  )
}

/** Ends the handler and answers 403. Needs `experimental.authInterrupts` in next.config. */
export function forbidden(): never {
  checkInterrupts('forbidden')
  throw createAccessError(403)
}

/** Ends the handler and answers 401. Needs `experimental.authInterrupts` in next.config. */
export function unauthorized(): never {
  checkInterrupts('unauthorized')
  throw createAccessError(401)
}

/** Throws the error again if `redirect()` or `notFound()` made it: for the first line of a catch block. */
export function unstable_rethrow(error: unknown): void {
  if (parseControlFlow(error) !== undefined) throw error
  if (error instanceof Error && 'cause' in error) unstable_rethrow(error.cause)
}

/** Server Actions do not exist here, so no error comes from an unknown one. */
export function unstable_isUnrecognizedActionError(_error: unknown): boolean {
  return false
}

class ReadonlyURLSearchParamsError extends Error {
  constructor() {
    super(
      'Method unavailable on `ReadonlyURLSearchParams`. ' +
        'Read more: https://nextjs.org/docs/app/api-reference/functions/use-search-params#updating-searchparams',
    )
  }
}

/** URLSearchParams whose writing methods throw. */
export class ReadonlyURLSearchParams extends URLSearchParams {
  override append(): never {
    throw new ReadonlyURLSearchParamsError()
  }
  override delete(): never {
    throw new ReadonlyURLSearchParamsError()
  }
  override set(): never {
    throw new ReadonlyURLSearchParamsError()
  }
  override sort(): never {
    throw new ReadonlyURLSearchParamsError()
  }
}
