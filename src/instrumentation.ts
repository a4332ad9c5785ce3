import type { IncomingMessage } from 'node:http'
import type { Logger } from './log.ts'

/** What Next.js tells `onRequestError` about the place of an error. */
export interface ErrorContext {
  readonly routerKind: 'Pages Router' | 'App Router'
  /** In Next.js spelling: `/api/users/[id]`. */
  readonly routePath: string
  readonly routeType: 'route' | 'proxy'
  readonly revalidateReason: undefined
}

/** The project's instrumentation file, ready to be told. */
export interface Instrumentation {
  /** Tells `onRequestError`; its own failure is logged. */
  report(error: unknown, req: IncomingMessage, context: ErrorContext): Promise<void>
}

export const NO_INSTRUMENTATION: Instrumentation = { report: async () => {} }

function toFunction(exports: object, name: string): ((...values: unknown[]) => unknown) | undefined {
  const value: unknown = Reflect.get(exports, name)
  return typeof value === 'function' ? (...values) => Reflect.apply(value, undefined, values) : undefined
}

/**
 * Runs `register()` and hands back the file's `onRequestError`.
 *
 * @throws Whatever `register` throws: a server that its own instrumentation refuses must not start. (Next.js goes on
 *   listening and answers 500 to every request.)
 */
export async function startInstrumentation(exports: object, log: Logger): Promise<Instrumentation> {
  await toFunction(exports, 'register')?.()
  const onRequestError = toFunction(exports, 'onRequestError')
  if (onRequestError === undefined) return NO_INSTRUMENTATION
  return {
    report: async (error, { url = '/', method = 'GET', headers }, context) => {
      try {
        await onRequestError(error, { path: url, method, headers: { ...headers } }, context)
      } catch (err) {
        log.error({ err, event: 'instrumentation' }, 'onRequestError failed')
      }
    },
  }
}
