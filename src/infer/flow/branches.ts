import type { If, Statement } from '../syntax/tree.ts'
import { addRead } from './findings.ts'
import type { Flow } from './flow.ts'
import { type Binding, Scope } from './scope.ts'
import { isAnswered, mergeStates, type State } from './state.ts'
import { type InputValue, optionsOf, type Status, UNDEFINED, unionOf, type Value } from './value.ts'

/** Runs both sides of an `if`. An input whose absence leads to a 4xx answer is required. */
export function executeIf(flow: Flow, statement: If, scope: Scope): void {
  const branches = flow.condition(statement.test, scope)
  const outer = flow.filled
  const inYes = new Set<Binding>()
  flow.filled = inYes
  const yes = runBranch(flow, statement.yes, {
    state: branches.yes,
    names: branches.yesNames,
    missing: branches.yesMissing,
    scope,
  })
  const inNo = new Set<Binding>()
  flow.filled = inNo
  const no = statement.no
    ? runBranch(flow, statement.no, { state: branches.no, names: branches.noNames, missing: branches.noMissing, scope })
    : branches.no
  flow.filled = outer
  if (yes && no) leaveOpen(inYes, inNo)
  for (const binding of [...inYes, ...inNo]) outer.add(binding)
  flow.state = mergeStates(yes, no)
}

// `let fail; if (!user) fail = refuse`: a variable that only one side fills may still be empty behind the `if`.
function leaveOpen(inYes: ReadonlySet<Binding>, inNo: ReadonlySet<Binding>): void {
  for (const binding of [...inYes, ...inNo]) {
    const { value } = binding
    const isOnBoth = inYes.has(binding) && inNo.has(binding)
    // What only its type is known of may be anything already.
    if (!isOnBoth && value && value.kind !== 'opaque' && value.kind !== 'input' && value.kind !== 'made')
      binding.value = unionOf([UNDEFINED, value])
  }
}

interface Branch {
  readonly state: State | undefined
  readonly names: ReadonlyMap<string, Value> | undefined
  readonly missing: readonly InputValue[] | undefined
  readonly scope: Scope
}

function runBranch(flow: Flow, statement: Statement, { state, names, missing, scope }: Branch): State | undefined {
  if (!state) return undefined
  const inner = names && names.size > 0 ? new Scope(scope) : scope
  for (const [name, value] of names ?? []) inner.declare(name, value)
  flow.state = state
  const mark = markOf(flow)
  flow.execute(statement, inner)
  const after = flow.state
  const isLeft = !after || isAnswered(after)
  if (missing && missing.length > 0 && isLeft && isRefusal(flow, mark)) {
    for (const input of missing) addRead(flow.findings, state, input, { isRequired: true })
  }
  return after
}

interface Mark {
  readonly responses: number
  readonly returns: number
  readonly thrown: number
}

function markOf(flow: Flow): Mark {
  return {
    responses: flow.findings.responses.length,
    returns: flow.frame.returns.length,
    thrown: flow.trap?.thrown.length ?? 0,
  }
}

/** True when all that was answered since the mark are client errors. */
function isRefusal(flow: Flow, mark: Mark): boolean {
  const statuses: Status[] = flow.findings.responses.slice(mark.responses).map((response) => response.status)
  for (const { value } of flow.frame.returns.slice(mark.returns)) statuses.push(...replyStatuses(value))
  for (const { value } of flow.trap?.thrown.slice(mark.thrown) ?? []) statuses.push(...errorStatuses(value))
  return (
    statuses.length > 0 &&
    statuses.every((status) => status !== 'default' && status >= 400 && status < 500 && status !== 405)
  )
}

function replyStatuses(value: Value): Status[] {
  return optionsOf(value).flatMap((option) => (option.kind === 'reply' ? option.status : []))
}

function errorStatuses(value: Value): Status[] {
  if (value.kind !== 'object') return []
  for (const name of ['statusCode', 'status', 'code']) {
    const status = value.entries.get(name)
    if (status?.kind === 'constant' && typeof status.value === 'number') return [status.value]
  }
  return []
}
