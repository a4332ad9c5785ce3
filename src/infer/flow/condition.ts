import type { AnyNode, Binary, Expression } from '../syntax/tree.ts'
import { methodsOf } from './by-method.ts'
import { addRead } from './findings.ts'
import { instanceOf, isIn, positionTest, testedByCall, typeofTest } from './tests.ts'
import type { Branches, Flow } from './flow.ts'
import { splitMethods, toMethods } from './split-methods.ts'
import type { Scope } from './scope.ts'
import { mergeStates } from './state.ts'
import { constant, type InputValue, opaque, unionOf, type Value } from './value.ts'

/** Both ways out of a test: for which methods each is taken, and what it says about names and inputs. */
export function evaluateCondition(flow: Flow, node: Expression, scope: Scope): Branches {
  if (node.kind === 'Unary' && node.operator === '!') return swap(flow.condition(node.operand, scope), node)
  if (node.kind === 'Binary') {
    if (node.operator === '&&') return both(flow, node, scope)
    if (node.operator === '||') return either(flow, node, scope)
    if (/^[!=]==?$/.test(node.operator)) return compare(flow, node, scope)
    if (node.operator === 'in') return isIn(flow, node, scope)
    if (node.operator === 'instanceof') return instanceOf(flow, node, scope)
    if (/^[<>]=?$/.test(node.operator)) return compare(flow, node, scope)
  }
  if (node.kind === 'Call') {
    const tested = testedByCall(flow, node, scope)
    if (tested) return tested
  }
  return truthy(flow, flow.evaluate(node, scope))
}

function swap(branches: Branches, node: AnyNode): Branches {
  const { yes, no, yesNames, noNames, yesMissing, noMissing } = branches
  return {
    value: opaque(node, 'boolean'),
    yes: no,
    no: yes,
    ...(noNames ? { yesNames: noNames } : {}),
    ...(yesNames ? { noNames: yesNames } : {}),
    ...(noMissing ? { yesMissing: noMissing } : {}),
    ...(yesMissing ? { noMissing: yesMissing } : {}),
  }
}

function both(flow: Flow, node: Binary, scope: Scope): Branches {
  const left = flow.condition(node.left, scope)
  flow.state = left.yes
  if (!left.yes) return { ...left, value: opaque(node, 'boolean') }
  const right = flow.condition(node.right, scope)
  return {
    value: unionOf([left.value, right.value]),
    yes: right.yes,
    no: mergeStates(left.no, right.no),
    yesNames: new Map([...(left.yesNames ?? []), ...(right.yesNames ?? [])]),
    noMissing: [...(left.noMissing ?? []), ...(right.noMissing ?? [])],
  }
}

function either(flow: Flow, node: Binary, scope: Scope): Branches {
  const left = flow.condition(node.left, scope)
  flow.state = left.no
  if (!left.no) return { ...left, value: left.value }
  const right = flow.condition(node.right, scope)
  return {
    value: unionOf([left.value, right.value]),
    yes: mergeStates(left.yes, right.yes),
    no: right.no,
    noNames: new Map([...(left.noNames ?? []), ...(right.noNames ?? [])]),
    yesMissing: [...(left.yesMissing ?? []), ...(right.yesMissing ?? [])],
  }
}

/** The branches of `if (value)`. */
export function truthy(flow: Flow, value: Value): Branches {
  const { state } = flow
  if (value.kind === 'test') return splitMethods(flow, value.methods, value)
  if (value.kind === 'byMethod') return splitMethods(flow, methodsOf(value), value)
  if (state && isSentTest(value)) return splitMethods(flow, state.sent, value)
  if (value.kind === 'constant')
    return { value, yes: value.value ? state : undefined, no: value.value ? undefined : state }
  const isPresent = /^(function|class|request|response|array|object|zod|store)$/.test(value.kind)
  if (isPresent) return { value, yes: state, no: undefined }
  if (value.kind === 'input' && value.path.length > 0) return { value, yes: state, no: state, noMissing: [value] }
  return { value, yes: state, no: state }
}

// `res.headersSent` and its relatives.
function isSentTest(value: Value): boolean {
  if (value.kind !== 'opaque' || value.target?.kind !== 'response') return false
  return /^(headersSent|writableEnded|writableFinished|finished|closed)$/.test(value.name ?? '')
}

function compare(flow: Flow, node: Binary, scope: Scope): Branches {
  const typed = typeofTest(flow, node, scope) ?? positionTest(flow, node, scope)
  if (typed) return node.operator.startsWith('!') ? swap(typed, node) : typed
  const left = flow.evaluate(node.left, scope)
  const right = flow.evaluate(node.right, scope)
  const branches = equals(flow, left, right, node)
  return node.operator.startsWith('!') ? swap(branches, node) : branches
}

function equals(flow: Flow, left: Value, right: Value, node: Binary): Branches {
  const value = opaque(node, 'boolean')
  if (left.kind === 'method' || right.kind === 'method') {
    const methods = toMethods(flow, left.kind === 'method' ? right : left)
    flow.findings.touched |= methods
    if (methods) return splitMethods(flow, methods, value)
  }
  if (/^[<>]/.test(node.operator)) return compareSize(flow, left, right, value)
  const input = left.kind === 'input' ? left : right.kind === 'input' ? right : undefined
  const other = left.kind === 'input' ? right : left
  if (input && other.kind === 'constant') return equalsConstant(flow, input, other.value, value)
  if (left.kind === 'constant' && right.kind === 'constant') {
    const isEqual = left.value === right.value
    return { value: constant(isEqual), yes: isEqual ? flow.state : undefined, no: isEqual ? undefined : flow.state }
  }
  return { value, yes: flow.state, no: flow.state }
}

function equalsConstant(flow: Flow, input: InputValue, other: unknown, value: Value): Branches {
  const { state } = flow
  if (other === undefined || other === null || other === '')
    return { value, yes: state, no: state, yesMissing: [input] }
  const schema =
    typeof other === 'number'
      ? { schema: { type: 'number' } }
      : typeof other === 'boolean'
        ? { schema: { type: 'boolean' } }
        : {}
  addRead(flow.findings, state, input, { example: other, ...schema })
  return { value, yes: state, no: state, noMissing: [] }
}

// An input compared by size is a number, unless it is text compared with text.
function compareSize(flow: Flow, left: Value, right: Value, value: Value): Branches {
  const other = left.kind === 'input' ? right : left
  const isNumber = other.kind === 'constant' && typeof other.value === 'number'
  for (const side of [left, right]) {
    if (side.kind === 'input' && isNumber) addRead(flow.findings, flow.state, side, { schema: { type: 'number' } })
  }
  return { value, yes: flow.state, no: flow.state }
}
