import type { FunctionStatement, Statement, Variables } from '../syntax/tree.ts'
import { bindPattern } from './bind.ts'
import { executeIf } from './branches.ts'
import type { Flow } from './flow.ts'
import { executeLoop } from './loops.ts'
import { Scope } from './scope.ts'
import { catchThrown } from './catch-thrown.ts'
import { mergeStates } from './state.ts'
import { executeVariables } from './statement-variables.ts'
import { executeSwitch } from './switch.ts'
import { uncaught } from './uncaught.ts'
import { optionsOf, UNDEFINED, type Value } from './value.ts'

/** Runs statements in order, until no path leads on. Functions are known before the line that declares them. */
export function executeStatements(flow: Flow, statements: readonly Statement[], scope: Scope): void {
  for (const statement of statements) if (statement.kind === 'FunctionStatement') declareFunction(statement, scope)
  for (const [index, statement] of statements.entries()) {
    if (!flow.state) return
    flow.execute(statement, scope)
    const choice = statement.kind === 'Variables' ? choiceOf(statement, scope) : undefined
    if (!choice) continue
    executeEach(flow, statements.slice(index + 1), { ...choice, scope })
    return
  }
}

interface Choice {
  readonly name: string
  readonly options: readonly Value[]
}

/** A name that is one of a few objects with constants of their own: `{ status: 200, … }` or `{ status: 404, … }`. */
function choiceOf(statement: Variables, scope: Scope): Choice | undefined {
  const [declaration, ...others] = statement.declarations
  if (declaration?.target.kind !== 'Identifier' || others.length > 0) return undefined
  const { name } = declaration.target
  const options = optionsOf(scope.find(name) ?? UNDEFINED)
  const isFew = options.length > 1 && options.length <= MAX_CHOICE
  return isFew && options.every((option) => hasStatus(option)) ? { name, options } : undefined
}

const MAX_CHOICE = 6

function hasStatus(value: Value): boolean {
  if (value.kind !== 'object' || value.cls) return false
  return [...value.entries.values()].some((entry) => entry.kind === 'constant' && typeof entry.value === 'number')
}

// The rest is run for each of them, so that a status stays with its body.
function executeEach(
  flow: Flow,
  rest: readonly Statement[],
  { name, options, scope }: Choice & { scope: Scope },
): void {
  const before = flow.state
  let after: Flow['state']
  for (const option of options) {
    flow.state = before
    const inner = new Scope(scope)
    inner.declare(name, option)
    flow.executeAll(rest, inner)
    after = mergeStates(after, flow.state)
  }
  flow.state = after
}

/** Makes a declared function known in a scope. */
export function declareFunction({ fn }: FunctionStatement, scope: Scope): void {
  if (fn.name) scope.declare(fn.name, { kind: 'function', fn, scope, self: scope.self })
}

/** Runs one statement: it replaces the flow's state by the one behind it. */
export function executeStatement(flow: Flow, statement: Statement, scope: Scope): void {
  switch (statement.kind) {
    case 'Block':
      flow.executeAll(statement.statements, new Scope(scope))
      return
    case 'If':
      executeIf(flow, statement, scope)
      return
    case 'Switch':
      executeSwitch(flow, statement, scope)
      return
    case 'Return': {
      const value = statement.value ? flow.evaluate(statement.value, scope) : UNDEFINED
      if (flow.state) flow.frame.returns.push({ value, state: flow.state })
      flow.state = undefined
      return
    }
    case 'Throw': {
      const value = flow.evaluate(statement.value, scope)
      if (flow.state) throwValue(flow, value, statement)
      flow.state = undefined
      return
    }
    case 'Try':
      executeTry(flow, statement, scope)
      return
    case 'Variables':
      executeVariables(flow, statement, scope)
      return
    case 'ExpressionStatement':
      flow.evaluate(statement.expression, scope)
      return
    case 'Loop':
      executeLoop(flow, statement, scope)
      return
    case 'Break':
      if (flow.state) flow.exits.push(flow.state)
      flow.state = undefined
      return
    case 'Continue':
      flow.state = undefined
      return
    case 'ClassStatement': {
      const { cls } = statement
      if (cls.name) scope.declare(cls.name, { kind: 'class', cls, scope, statics: new Map() })
      return
    }
    default:
  }
}

// What nobody catches, Next.js answers with 500.
function throwValue(flow: Flow, value: Value, node: Statement): void {
  const { state } = flow
  if (!state) return
  if (flow.trap) flow.trap.thrown.push({ value, state })
  else flow.findings.responses.push(uncaught(state, node))
}

function executeTry(flow: Flow, statement: Extract<Statement, { kind: 'Try' }>, scope: Scope): void {
  const before = flow.state
  const outer = flow.trap
  const trap: NonNullable<Flow['trap']> = { thrown: [] }
  flow.trap = statement.handler ? trap : outer
  flow.executeAll(statement.block.statements, new Scope(scope))
  flow.trap = outer
  const after = flow.state
  if (statement.handler && before) {
    const ends = catchThrown(flow, { trap, before }, (thrown) => {
      const inner = new Scope(scope)
      const caught: Value = { kind: 'caught', thrown, node: statement.param }
      const store = (name: string, value: Value): void => inner.declare(name, value)
      if (statement.param) bindPattern(flow, statement.param, caught, { scope: inner, store })
      flow.executeAll(statement.handler?.statements ?? [], inner)
    })
    flow.state = mergeStates(after, ends)
  }
  if (!statement.finalizer) return
  const end = flow.state
  flow.state = end ?? before
  flow.executeAll(statement.finalizer.statements, new Scope(scope))
  if (!end) flow.state = undefined
}
