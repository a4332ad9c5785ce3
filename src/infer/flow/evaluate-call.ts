import type { Call, Expression } from '../syntax/tree.ts'
import { catchThrown } from './catch-thrown.ts'
import type { Flow, Trap } from './flow.ts'
import type { Scope } from './scope.ts'
import { mergeStates } from './state.ts'
import { testedByCall } from './tests.ts'
import { memberOf, opaque, type Value } from './value.ts'

/** A call: a test of the method, a promise's `catch`, or what the called function does. */
export function evaluateCall(flow: Flow, node: Call, scope: Scope): Value {
  const { callee } = node
  if (callee.kind === 'Member' && TESTS.test(callee.name)) {
    const tested = evaluateTest(flow, node, scope)
    if (tested) return tested
  }
  if (callee.kind === 'Member' && callee.name === 'catch')
    return evaluateCatch(flow, node, { promise: callee.object, scope })
  const called = evaluateCallee(flow, callee, scope)
  return flow.invoke(called, flow.evaluateArguments(node.args, scope), node)
}

const TESTS = /^(includes|has|hasOwnProperty|hasOwn)$/

function evaluateTest(flow: Flow, node: Call, scope: Scope): Value | undefined {
  const branches = testedByCall(flow, node, scope)
  if (!branches) return undefined
  const { yes, no, value } = branches
  flow.state = mergeStates(yes, no)
  const isTest = (yes?.methods ?? 0) !== (no?.methods ?? 0)
  return isTest ? { kind: 'test', methods: yes?.methods ?? 0 } : value
}

/** `promise.catch(error => …)`: what is thrown on the way to the promise lands in the callback. */
function evaluateCatch(flow: Flow, node: Call, { promise, scope }: { promise: Expression; scope: Scope }): Value {
  const before = flow.state
  const outer = flow.trap
  const trap: Trap = { thrown: [] }
  flow.trap = trap
  const value = flow.evaluate(promise, scope)
  flow.trap = outer
  const [callback] = flow.evaluateArguments(node.args, scope)
  const after = flow.state
  if (callback?.kind === 'function' && before) {
    const ends = catchThrown(flow, { trap, before }, (thrown) =>
      flow.invoke(callback, [{ kind: 'caught', thrown, node }], node),
    )
    flow.state = mergeStates(after, ends)
  }
  // What the callback gives instead is told by the type of the whole.
  return value.kind === 'opaque' || value.kind === 'made' ? opaque(node) : value
}

// `name.trim()` calls a method of the input `name`; `name.trim` would read a part of it.
function evaluateCallee(flow: Flow, callee: Expression, scope: Scope): Value {
  if (callee.kind !== 'Member') return flow.evaluate(callee, scope)
  const object = flow.evaluate(callee.object, scope)
  return object.kind === 'input' ? memberOf(object, callee.name, callee) : flow.member(object, callee.name, callee)
}
