import { parseControlFlow } from './control-flow.ts'
import { type Frame, type RequestScope, frameOf, runInFrame } from './scope.ts'

export type AfterTask<T = unknown> = Promise<T> | (() => T | Promise<T>)

async function report(scope: RequestScope, error: unknown): Promise<void> {
  try {
    await scope.host.onError(error, { phase: 'after', req: scope.req, route: scope.route })
  } catch {
    // A hook that fails must not stop the other tasks.
  }
}

/** Has errors of work that goes on beside the answer logged, and a drain wait for it. */
export function watchWork(scope: RequestScope, work: Promise<unknown>): void {
  const settled = work.then(
    () => undefined,
    (error: unknown) => report(scope, error),
  )
  scope.host.waitUntil?.(settled)
}

async function call(task: () => unknown): Promise<void> {
  try {
    await task()
  } catch (error) {
    // redirect() and notFound() have no answer left to shape.
    if (parseControlFlow(error) === undefined) throw error
  }
}

function start(scope: RequestScope, task: () => unknown): void {
  const frame: Frame = { scope, phase: 'after', collect: undefined }
  watchWork(
    scope,
    runInFrame(frame, () => call(task)),
  )
}

/** Starts what `after()` was given so far, in order; later calls start at once. */
export function startAfterTasks(scope: RequestScope): void {
  if (scope.answered) return
  scope.answered = true
  for (const task of scope.after ?? []) start(scope, task)
  scope.after = undefined
}

/**
 * Runs a function once the answer is sent or the client has left, or waits for a promise. Errors are logged.
 *
 * @see https://nextjs.org/docs/app/api-reference/functions/after
 */
export function after(task: AfterTask): void {
  const { scope } = frameOf('after')
  if (task instanceof Promise) return watchWork(scope, task)
  if (typeof task !== 'function') throw new Error('`after()`: Argument must be a promise or a function')
  if (scope.answered) return start(scope, task)
  if (scope.after === undefined) {
    scope.after = []
    scope.res.once('close', () => startAfterTasks(scope))
  }
  scope.after.push(task)
}
