import type { Loop } from '../syntax/tree.ts'
import { bindPattern, inputElement } from './bind.ts'
import { addRead } from './findings.ts'
import type { Flow } from './flow.ts'
import { Scope } from './scope.ts'
import { mergeStates } from './state.ts'
import { type ArrayValue, opaque, unionOf, type Value } from './value.ts'
import { executeVariables } from './statement-variables.ts'

/** Runs a loop's body once: it may run or not. */
export function executeLoop(flow: Flow, statement: Loop, scope: Scope): void {
  const inner = new Scope(scope)
  const { init, each } = statement
  if (init?.kind === 'Variables') executeVariables(flow, init, inner)
  else if (init) flow.evaluate(init, inner)
  if (each) {
    const over = flow.evaluate(each.over, scope)
    if (isFunctionList(over)) {
      runEach(flow, statement, over, scope)
      return
    }
    const item = each.isIn ? opaque(each.target, 'string') : itemOf(flow, over, each.target)
    bindPattern(flow, each.target, item, { scope: inner, store: (name, value) => inner.declare(name, value) })
  }
  const branches = statement.test && flow.condition(statement.test, inner)
  const before = flow.state ?? branches?.yes
  flow.state = branches?.yes ?? before
  const outer = flow.exits
  flow.exits = []
  flow.execute(statement.body, inner)
  if (statement.update && flow.state) flow.evaluate(statement.update, inner)
  flow.exits = outer
  flow.state = mergeStates(before, flow.state)
}

/** A list of functions, such as middleware: the loop runs one after the other. */
function isFunctionList(over: Value): over is ArrayValue {
  const isFew = over.kind === 'array' && !over.isOpen && over.items.length > 0 && over.items.length <= MAX_UNROLLED
  return isFew && over.items.every((item) => item.kind === 'function')
}

const MAX_UNROLLED = 16

function runEach(flow: Flow, { each, body }: Loop, { items }: ArrayValue, scope: Scope): void {
  const outer = flow.exits
  flow.exits = []
  for (const item of items) {
    if (!each || !flow.state) break
    const inner = new Scope(scope)
    bindPattern(flow, each.target, item, { scope: inner, store: (name, value) => inner.declare(name, value) })
    flow.execute(body, inner)
  }
  for (const exit of flow.exits) flow.state = mergeStates(flow.state, exit)
  flow.exits = outer
}

function itemOf(flow: Flow, over: Value, node: Parameters<typeof opaque>[0] & object): Value {
  if (over.kind === 'array' && over.items.length > 0 && !over.isOpen) return unionOf(over.items)
  if (over.kind === 'input') return over.path.length > 0 ? inputElement(over, node) : opaque(node)
  if (over.kind === 'request') {
    // `for await (const chunk of req)` reads the raw body.
    const body: Value = { kind: 'input', place: 'body', path: [], format: 'binary', type: undefined, node }
    addRead(flow.findings, flow.state, body)
  }
  return opaque(node)
}
