import type { Switch, SwitchCase } from '../syntax/tree.ts'
import type { Flow } from './flow.ts'
import { ALL_METHODS } from './method-set.ts'
import { Scope } from './scope.ts'
import { toMethods } from './split-methods.ts'
import { addRead } from './findings.ts'
import { forMethods, mergeStates, type State } from './state.ts'
import type { Value } from './value.ts'

/** Runs a `switch`: over the method, over `true`, or over anything else. */
export function executeSwitch(flow: Flow, statement: Switch, scope: Scope): void {
  const subject = flow.evaluate(statement.subject, scope)
  const outer = flow.exits
  flow.exits = []
  const inner = new Scope(scope)
  const enter = entryStates(flow, statement, subject, inner)
  let fall: State | undefined
  statement.cases.forEach((clause, index) => {
    flow.state = mergeStates(enter[index], fall)
    if (flow.state) flow.executeAll(clause.body, inner)
    fall = flow.state
  })
  const hasDefault = statement.cases.some((clause) => !clause.test)
  const missed = hasDefault ? undefined : enter.at(-1)
  let after = mergeStates(fall, missed)
  for (const exit of flow.exits) after = mergeStates(after, exit)
  flow.exits = outer
  flow.state = after
}

/** The state each case is entered with; the last entry is that of `default`, wherever it stands. */
function entryStates(flow: Flow, statement: Switch, subject: Value, scope: Scope): (State | undefined)[] {
  const { state } = flow
  let rest = state
  const states = statement.cases.map((clause) => {
    if (!clause.test) return undefined
    const entered = enterCase(flow, clause, { subject, scope, rest })
    rest = entered.rest
    return entered.state
  })
  const atDefault = statement.cases.findIndex((clause) => !clause.test)
  if (atDefault >= 0) states[atDefault] = rest
  return [...states, rest]
}

interface Entering {
  readonly subject: Value
  readonly scope: Scope
  readonly rest: State | undefined
}

function enterCase(
  flow: Flow,
  clause: SwitchCase,
  { subject, scope, rest }: Entering,
): { state: State | undefined; rest: State | undefined } {
  if (!clause.test) return { state: undefined, rest }
  flow.state = rest
  if (subject.kind === 'constant' && subject.value === true) {
    const branches = flow.condition(clause.test, scope)
    return { state: branches.yes, rest: branches.no }
  }
  const test = flow.evaluate(clause.test, scope)
  if (subject.kind === 'method') {
    const methods = toMethods(flow, test)
    flow.findings.touched |= methods
    return { state: forMethods(rest, methods), rest: forMethods(rest, ALL_METHODS & ~methods) }
  }
  if (subject.kind === 'input' && test.kind === 'constant') {
    addRead(flow.findings, rest, subject, { example: test.value })
  }
  if (subject.kind === 'constant' && test.kind === 'constant') {
    const isHit = subject.value === test.value
    return { state: isHit ? rest : undefined, rest: isHit ? undefined : rest }
  }
  return { state: rest, rest }
}
