import { callSuper } from './classes.ts'
import { evaluateCondition } from './condition.ts'
import { evaluateArguments, evaluateExpression } from './evaluate.ts'
import type { Findings } from './findings.ts'
import type { Flow, FlowProject } from './flow.ts'
import { followFunction } from './follow.ts'
import { constructValue, invokeValue } from './invoke.ts'
import { readMember } from './member.ts'
import { runRouter } from './router.ts'
import { mergeStates, type State } from './state.ts'
import { executeStatement, executeStatements } from './statement.ts'
import { opaque, UNDEFINED } from './value.ts'

/** Expressions one route may make us evaluate; the largest handlers of real projects need a tenth. */
const FUEL = 60_000

export interface FlowOptions {
  readonly project: FlowProject
  readonly findings: Findings
  readonly style: Flow['style']
  readonly state: State
  readonly stack?: Flow['stack']
  readonly fuel?: number
  readonly isLoading?: boolean
}

/** Wires the parts of the interpreter together for one run. */
export function createFlow(options: FlowOptions): Flow {
  const { project, findings, style, state, stack = [], fuel = FUEL, isLoading = false } = options
  const flow: Flow = {
    project,
    findings,
    style,
    state,
    isLoading,
    filled: new Set(),
    frame: { fn: undefined, returns: [] },
    trap: undefined,
    stack,
    exits: [],
    fuel,
    evaluate: (node, scope) => (flow.fuel > 0 ? evaluateExpression(flow, node, scope) : opaque(node)),
    evaluateArguments: (args, scope) => evaluateArguments(flow, args, scope),
    condition: (node, scope) => evaluateCondition(flow, node, scope),
    execute: (statement, scope) => executeStatement(flow, statement, scope),
    executeAll: (statements, scope) => executeStatements(flow, statements, scope),
    invoke: (callee, args, node) => invokeValue(flow, callee, args, node),
    follow: (fn, args, node) => followFunction(flow, fn, args, node),
    construct: (callee, args, node) => constructValue(flow, callee, args, node),
    member: (value, name, node) => readMember(flow, value, name, node),
    runRouter: (router, args, node) => runRouter(flow, router, args, node),
    callSuper: (instance, args, node) => {
      callSuper(flow, instance, args, node)
      return UNDEFINED
    },
    fork: (own) => createFlow({ project, style, stack: [...flow.stack], fuel: flow.fuel, isLoading, ...own }),
    fail: (run) => {
      const before = flow.state
      if (!before) return UNDEFINED
      flow.state = { ...before, isFailure: true, sent: 0 }
      const value = run()
      flow.state = before
      return value
    },
    perhaps: (run) => {
      const before = flow.state
      const value = run()
      flow.state = mergeStates(before, flow.state)
      return value
    },
  }
  return flow
}
