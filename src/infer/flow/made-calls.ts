import type { Flow, MemberCall } from './flow.ts'
import { invokePromise } from './input-calls.ts'
import { toMethodSet } from './method-set.ts'
import { callUnknown } from './unknown-calls.ts'
import { type MadeValue, memberOf, opaque, optionsOf, type Value } from './value.ts'

/** A method of something a library made. `router.get(handler)` registers; anything else is looked at as a call. */
export function invokeMade(flow: Flow, target: MadeValue, call: MemberCall): Value {
  const { name, args, node } = call
  const handlers = args.flatMap((arg) => optionsOf(arg)).filter((arg) => isHandler(arg))
  const methods = name === 'del' ? toMethodSet('DELETE') : toMethodSet(name)
  if (handlers.length > 0 && (methods || name === 'use' || name === 'all')) {
    register(target, { name, methods, handlers })
    return target
  }
  if (name === 'handler' || name === 'nodeHandler' || name === 'build' || name === 'clone') {
    if (target.routes.length > 0) {
      registerOptions(target, args[0])
      return target
    }
  }
  if (/^(then|catch|finally)$/.test(name))
    return invokePromise(flow, name === 'then' ? opaque(target.node) : target, call)
  if (name === 'run' && target.routes.length > 0) return runRoutes(flow, target, args, node)
  return callUnknown(flow, memberOf(target, name, node), args, node)
}

const isHandler = (value: Value): boolean => value.kind === 'function' || value.kind === 'made'

function register(
  target: MadeValue,
  { name, methods, handlers }: { name: string; methods: number; handlers: Value[] },
): void {
  for (const handler of handlers) {
    if (name === 'use' && handler.kind === 'made' && handler.routes.length > 0) {
      // A router used by another: what it answers, the other answers.
      target.routes.push(...handler.routes)
      continue
    }
    const role = name === 'use' ? 'middleware' : 'handler'
    target.routes.push({ methods, role, handler })
  }
}

/** `onNoMatch` and `onError`, given when a router is made or finished. */
export function registerOptions(target: MadeValue, options: Value | undefined): void {
  if (options?.kind !== 'object' || target.routes.some((route) => route.role === 'error' || route.role === 'noMatch'))
    return
  const noMatch = options.entries.get('onNoMatch')
  const error = options.entries.get('onError')
  if (noMatch) target.routes.push({ methods: 0, role: 'noMatch', handler: noMatch })
  if (error) target.routes.push({ methods: 0, role: 'error', handler: error })
}

function runRoutes(flow: Flow, target: MadeValue, args: readonly Value[], node: MemberCall['node']): Value {
  return flow.runRouter(target, args, node)
}
