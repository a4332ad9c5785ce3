import type { AnyNode } from '../syntax/tree.ts'
import { catchThrown } from './catch-thrown.ts'
import type { Flow } from './flow.ts'
import { registerOptions } from './made-calls.ts'
import { ALL_METHODS } from './method-set.ts'
import { forMethods, isAnswered, mergeStates, type State } from './state.ts'
import {
  type MadeValue,
  type NextValue,
  opaque,
  type RegisteredRoute,
  UNDEFINED,
  unionOf,
  type Value,
} from './value.ts'

/**
 * Runs a router such as next-connect's: its middleware, then the handlers registered for each method. A method nobody
 * registered for gets the router's own answer, which is a refusal.
 */
export function runRouter(flow: Flow, router: MadeValue, args: readonly Value[], node: AnyNode): Value {
  registerOptions(router, router.args[0])
  const before = flow.state
  const given: Value[] = [...args, { kind: 'next', reached: [] }]
  const trap: NonNullable<Flow['trap']> = { thrown: [] }
  const outer = flow.trap
  const onError = router.routes.find((route) => route.role === 'error')
  if (onError) flow.trap = trap
  for (const route of router.routes) if (route.role === 'middleware') runMiddleware(flow, route, { args, node })
  const values: Value[] = []
  let after: State | undefined
  let rest = flow.state
  for (const methods of methodsOf(router)) {
    flow.findings.touched |= methods
    flow.state = forMethods(rest, methods)
    values.push(...runHandlers(flow, router, { methods, given, node }))
    after = mergeStates(after, flow.state)
    rest = forMethods(rest, ALL_METHODS & ~methods)
  }
  flow.trap = outer
  flow.state = rest
  refuse(flow, router, given, node)
  if (onError && before) catchErrors(flow, { onError, trap, given, node, before })
  flow.state = after
  // In web style the handlers' results are the answers.
  return values.length > 0 ? unionOf(values, node) : UNDEFINED
}

/** Runs a middleware; what follows is reached where it calls `next`. */
function runMiddleware(
  flow: Flow,
  route: RegisteredRoute,
  { args, node }: { args: readonly Value[]; node: AnyNode },
): void {
  const next: NextValue = { kind: 'next', reached: [] }
  flow.perhaps(() => call(flow, route, [...args, next], node))
  const [first, ...others] = next.reached
  if (first) flow.state = others.reduce<State | undefined>((all, state) => mergeStates(all, state), first)
}

function methodsOf(router: MadeValue): number[] {
  const all = router.routes.filter((route) => route.role === 'handler').map((route) => route.methods || ALL_METHODS)
  // Routes for every method come last: what is registered for one method alone is told apart first.
  return [...new Set(all)].sort((one, other) => one - other)
}

interface Running {
  readonly methods: number
  readonly given: readonly Value[]
  readonly node: AnyNode
}

function runHandlers(flow: Flow, router: MadeValue, { methods, given, node }: Running): Value[] {
  const values: Value[] = []
  for (const route of router.routes) {
    const isMeant =
      route.role === 'handler' && (route.methods === methods || (!route.methods && methods === ALL_METHODS))
    if (isMeant && flow.state && !isAnswered(flow.state)) values.push(call(flow, route, given, node))
  }
  return values
}

function call(flow: Flow, route: RegisteredRoute, given: readonly Value[], node: AnyNode): Value {
  return route.handler.kind === 'function' ? flow.follow(route.handler, given, node) : opaque(node)
}

// Without an answer of its own a router sends 404 to methods it does not know.
function refuse(flow: Flow, router: MadeValue, given: readonly Value[], node: AnyNode): void {
  const { state } = flow
  if (!state) return
  const noMatch = router.routes.find((route) => route.role === 'noMatch')
  const count = flow.findings.responses.length
  if (noMatch) call(flow, noMatch, given, node)
  // Whatever it says, it says that there is no such method.
  flow.findings.responses.splice(count)
  flow.findings.responses.push({
    methods: state.methods,
    status: 405,
    headers: {},
    contentType: undefined,
    body: undefined,
    isStream: false,
    declared: undefined,
    isFailure: false,
    from: 'literal',
    node,
  })
}

interface Catching {
  readonly onError: RegisteredRoute
  readonly trap: NonNullable<Flow['trap']>
  readonly given: readonly Value[]
  readonly node: AnyNode
  readonly before: State
}

function catchErrors(flow: Flow, { onError, trap, given, node, before }: Catching): void {
  const methods = before.methods & flow.findings.touched || before.methods
  catchThrown(flow, { trap, before: { ...before, methods } }, (thrown) => {
    call(flow, onError, [{ kind: 'caught', thrown, node }, ...given], node)
  })
}
