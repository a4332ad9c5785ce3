import { CookieStore } from './cookie-store.ts'
import { toRequestCookies } from './next-request.ts'
import { ReadonlyHeaders } from './read-only-headers.ts'
import { type Frame, type RequestScope, frameOf, noteRequestUse } from './scope.ts'

function checkReadable(name: string, frame: Frame): void {
  if (frame.phase === 'static') noteRequestUse(frame.collect, frame.scope.route, `${name}()`)
  if (frame.phase !== 'cached') return
  throw new Error(
    `Route "${frame.scope.route}": \`${name}()\` can't be read inside ${frame.collect?.within ?? '`unstable_cache()`'}. ` +
      'Read it outside the cached function and pass what you need as an argument.',
  )
}

function storeOf(scope: RequestScope): CookieStore {
  return new CookieStore(toRequestCookies(scope.request))
}

/** The request's cookies and those of the answer: `(await cookies()).set('name', 'value', options)`. */
export function cookies(): Promise<CookieStore> {
  const frame = frameOf('cookies')
  checkReadable('cookies', frame)
  return (frame.scope.cookieStore ??= Promise.resolve(storeOf(frame.scope)))
}

/** The request's headers, read-only. */
export function headers(): Promise<Headers> {
  const frame = frameOf('headers')
  checkReadable('headers', frame)
  const { scope } = frame
  return (scope.headers ??= Promise.resolve(new ReadonlyHeaders(() => scope.request.headers)))
}

/** What `await draftMode()` gives. */
export interface DraftMode {
  readonly isEnabled: boolean
  /** Sets the bypass cookie on the answer. */
  enable(): void
  /** Expires it. */
  disable(): void
}

const BYPASS = '__prerender_bypass'

function draftOf(scope: RequestScope, store: CookieStore): DraftMode {
  const { keys, secure } = scope.host.draft
  const options = { httpOnly: true, sameSite: secure ? 'none' : 'lax', secure, path: '/' } as const
  return {
    get isEnabled() {
      return scope.draft ?? false
    },
    enable() {
      scope.draft = true
      store.set({ name: BYPASS, value: keys.id, ...options })
    },
    disable() {
      scope.draft = false
      store.set({ name: BYPASS, value: '', expires: new Date(0), ...options })
    },
  }
}

/** Whether the client previews unpublished content, and the switch for it. */
export function draftMode(): Promise<DraftMode> {
  const frame = frameOf('draftMode')
  checkReadable('draftMode', frame)
  const { scope } = frame
  const store = (scope.cookieStore ??= Promise.resolve(storeOf(scope)))
  return store.then((cookieStore) => draftOf(scope, cookieStore))
}
