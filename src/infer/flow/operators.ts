import type { Binary, Conditional, Expression, Unary } from '../syntax/tree.ts'
import { noteFallback } from './bind.ts'
import { addRead } from './findings.ts'
import type { Flow } from './flow.ts'
import type { Scope } from './scope.ts'
import { mergeStates } from './state.ts'
import { constant, opaque, UNDEFINED, unionOf, type Value } from './value.ts'

/** `test ? yes : no`. */
export function evaluateConditional(flow: Flow, node: Conditional, scope: Scope): Value {
  const branches = flow.condition(node.test, scope)
  flow.state = branches.yes
  const yes = flow.state ? flow.evaluate(node.yes, scope) : undefined
  const afterYes = flow.state
  flow.state = branches.no
  const no = flow.state ? flow.evaluate(node.no, scope) : undefined
  flow.state = mergeStates(afterYes, flow.state)
  return joinBranches([yes, no], node)
}

// An expression whose branches are all plain data has the type the compiler gives the whole of it.
function joinBranches(values: readonly (Value | undefined)[], node: Expression): Value {
  const seen = values.filter((value) => value !== undefined)
  if (seen.length === 0) return UNDEFINED
  const isCaught = seen.some((value) => value.kind === 'opaque' && value.target?.kind === 'caught')
  const isPlain = !isCaught && seen.some((value) => value.kind === 'opaque') && seen.every((value) => isData(value))
  return isPlain ? opaque(node) : unionOf(seen, node)
}

const isData = (value: Value): boolean => value.kind === 'opaque' || value.kind === 'constant'

const TO_NUMBER = new Set(['+', '-', '~'])

/** `!a`, `+a`, `-a`, `typeof a` … */
export function evaluateUnary(flow: Flow, node: Unary, scope: Scope): Value {
  if (node.operator === '!') {
    const branches = flow.condition(node.operand, scope)
    const isTest = branches.yes?.methods !== branches.no?.methods
    flow.state = mergeStates(branches.yes, branches.no)
    return isTest && branches.no ? { kind: 'test', methods: branches.no.methods } : opaque(node, 'boolean')
  }
  const value = flow.evaluate(node.operand, scope)
  if (value.kind === 'input' && node.operator === '+')
    addRead(flow.findings, flow.state, value, { schema: { type: 'number' } })
  if (value.kind === 'constant' && typeof value.value === 'number' && node.operator === '-')
    return constant(-value.value, node)
  if (node.operator === 'void') return UNDEFINED
  if (TO_NUMBER.has(node.operator)) return opaque(node, 'number')
  return opaque(node, node.operator === 'typeof' ? 'string' : 'boolean')
}

const COMPARISONS = new Set(['==', '===', '!=', '!==', '<', '<=', '>', '>=', 'in', 'instanceof'])

/** Comparisons, arithmetic, and `&&`, `||`, `??`. */
export function evaluateBinary(flow: Flow, node: Binary, scope: Scope): Value {
  const { operator } = node
  if (operator === '&&' || operator === '||' || operator === '??') return evaluateLogical(flow, node, scope)
  if (COMPARISONS.has(operator)) {
    const { yes, no } = flow.condition(node, scope)
    flow.state = mergeStates(yes, no)
    const isTest = (yes?.methods ?? 0) !== (no?.methods ?? 0)
    return isTest ? { kind: 'test', methods: yes?.methods ?? 0 } : opaque(node, 'boolean')
  }
  const left = flow.evaluate(node.left, scope)
  const right = flow.evaluate(node.right, scope)
  if (operator === ',') return right
  if (operator === '+' && left.kind === 'constant' && right.kind === 'constant') {
    if (typeof left.value === 'number' && typeof right.value === 'number')
      return constant(left.value + right.value, node)
    if (typeof left.value === 'string' || typeof right.value === 'string')
      return constant(`${left.value}${right.value}`, node)
  }
  if (operator === '+') return isText(left) || isText(right) ? opaque(node, 'string') : opaque(node)
  return opaque(node, 'number')
}

const isText = (value: Value): boolean =>
  (value.kind === 'constant' && typeof value.value === 'string') || (value.kind === 'opaque' && value.hint === 'string')

function evaluateLogical(flow: Flow, node: Binary, scope: Scope): Value {
  const { operator } = node
  if (operator === '??') {
    const left = flow.evaluate(node.left, scope)
    const before = flow.state
    const right = flow.evaluate(node.right, scope)
    flow.state = mergeStates(before, flow.state)
    noteFallback(flow, left, right)
    return left.kind === 'input' || left.kind === 'method' ? left : joinBranches([left, right], node)
  }
  const branches = flow.condition(node.left, scope)
  const isAnd = operator === '&&'
  const left = branches.value
  flow.state = isAnd ? branches.yes : branches.no
  const right = flow.state ? flow.evaluate(node.right, scope) : undefined
  flow.state = mergeStates(flow.state, isAnd ? branches.no : branches.yes)
  if (!isAnd && right) noteFallback(flow, left, right)
  if (left.kind === 'test' && right?.kind === 'test') {
    return { kind: 'test', methods: isAnd ? left.methods & right.methods : left.methods | right.methods }
  }
  if (isAnd) return right && !isData(right) ? unionOf([right, opaque(node)]) : opaque(node)
  // `req.method || ''` is the method, as `req.body || {}` is the body.
  if (left.kind === 'input' || left.kind === 'method') return left
  return joinBranches([left, right], node)
}
