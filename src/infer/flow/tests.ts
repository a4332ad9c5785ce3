import type { Binary, Call, Expression } from '../syntax/tree.ts'
import { methodsOf, toByMethod } from './by-method.ts'
import { isInstance } from './classes.ts'
import { addRead } from './findings.ts'
import type { Branches, Flow } from './flow.ts'
import type { Scope } from './scope.ts'
import { splitMethods, toMethods } from './split-methods.ts'
import { opaque, optionsOf, type UnionValue, unionOf, type Value } from './value.ts'

/** `typeof input === 'string'`: what the input is, and that it is missing when the test fails. */
export function typeofTest(flow: Flow, node: Binary, scope: Scope): Branches | undefined {
  const { left, right } = node
  if (left.kind !== 'Unary' || left.operator !== 'typeof' || right.kind !== 'Literal') return undefined
  const input = flow.evaluate(left.operand, scope)
  const value = opaque(node, 'boolean')
  const { state } = flow
  if (input.kind !== 'input' || input.path.length === 0) return { value, yes: state, no: state }
  if (right.value === 'undefined') return { value, yes: state, no: state, yesMissing: [input] }
  addRead(flow.findings, state, input, { schema: { type: right.value } })
  return { value, yes: state, no: state, noMissing: [input] }
}

/** `methods.indexOf(req.method) === -1`, `… >= 0`. */
export function positionTest(flow: Flow, node: Binary, scope: Scope): Branches | undefined {
  const { left } = node
  if (left.kind !== 'Call' || left.callee.kind !== 'Member' || left.callee.name !== 'indexOf') return undefined
  const [arg] = left.args
  if (!arg || arg.kind === 'Spread') return undefined
  const subject = flow.evaluate(arg, scope)
  if (subject.kind !== 'method') return undefined
  const methods = toMethods(flow, flow.evaluate(left.callee.object, scope))
  if (!methods) return undefined
  flow.findings.touched |= methods
  const branches = splitMethods(flow, methods, opaque(node, 'boolean'))
  const bound = flow.evaluate(node.right, scope)
  const isFound = node.operator.startsWith('>') || (bound.kind === 'constant' && bound.value !== -1)
  // The caller turns `!==` round, so found-ness is that of `===` here.
  const isMissing = node.operator === '<' || (!isFound && /^[!=]/.test(node.operator))
  return isMissing ? { ...branches, yes: branches.no, no: branches.yes } : branches
}

/** `req.method in table`. */
export function isIn(flow: Flow, node: Binary, scope: Scope): Branches {
  const key = flow.evaluate(node.left, scope)
  const table = flow.evaluate(node.right, scope)
  const value = opaque(node, 'boolean')
  if (key.kind === 'method') return inTable(flow, table, node)
  if (table.kind === 'input' && key.kind === 'constant') flow.member(table, String(key.value), node)
  return { value, yes: flow.state, no: flow.state }
}

function inTable(flow: Flow, table: Value, node: Expression): Branches {
  const value = opaque(node, 'boolean')
  const found = toByMethod(flow, table, node)
  if (found.kind === 'byMethod') return splitMethods(flow, methodsOf(found), value)
  return { value, yes: flow.state, no: flow.state }
}

/** `error instanceof ApiError`: in the first branch the error is one of those that were thrown as such. */
export function instanceOf(flow: Flow, node: Binary, scope: Scope): Branches {
  const subject = flow.evaluate(node.left, scope)
  const cls = flow.evaluate(node.right, scope)
  const value = opaque(node, 'boolean')
  const plain: Branches = { value, yes: flow.state, no: flow.state }
  if (subject.kind === 'input') addRead(flow.findings, flow.state, subject)
  const isReplyTest = cls.kind === 'external' && /^(Next)?Response$/.test(cls.name)
  if (subject.kind === 'union' && isReplyTest && node.left.kind === 'Identifier')
    return replyTest(plain, subject, node.left.name)
  if (subject.kind !== 'caught' || cls.kind !== 'class' || node.left.kind !== 'Identifier') return plain
  const matching = subject.thrown.filter((thrown) => isInstance(thrown, cls))
  const others = subject.thrown.filter((thrown) => !matching.includes(thrown))
  const { name } = node.left
  return {
    ...plain,
    yesNames: new Map([[name, { ...subject, thrown: matching }]]),
    noNames: new Map([[name, { ...subject, thrown: others }]]),
  }
}

const isReply = (option: Value): boolean => option.kind === 'reply'

// `result instanceof Response`: an answer in the first branch, anything else in the second.
function replyTest(plain: Branches, { options }: UnionValue, name: string): Branches {
  const replies = options.filter(isReply)
  if (replies.length === 0) return plain
  const others = options.filter((option) => !isReply(option))
  if (others.length === 0) return { ...plain, no: undefined }
  return {
    ...plain,
    yesNames: new Map([[name, unionOf(replies)]]),
    noNames: new Map([[name, unionOf(others)]]),
  }
}

/** Calls that test the method: `['GET'].includes(req.method)`, `table.hasOwnProperty(req.method)` … */
export function testedByCall(flow: Flow, node: Call, scope: Scope): Branches | undefined {
  const { callee } = node
  if (callee.kind !== 'Member') return undefined
  if (!/^(includes|has|hasOwnProperty|hasOwn|isArray|call|test)$/.test(callee.name)) return undefined
  const object = flow.evaluate(callee.object, scope)
  const args = flow.evaluateArguments(node.args, scope)
  const value = opaque(node, 'boolean')
  const method = args.find((arg) => arg.kind === 'method')
  if (method) {
    const methods = optionsOf(object).reduce((all, option) => all | toMethods(flow, option), 0)
    flow.findings.touched |= methods
    if (methods) return splitMethods(flow, methods, value)
    const table = object.kind === 'external' ? args[0] : object
    return table && table.kind !== 'method' ? inTable(flow, table, node) : undefined
  }
  const [first] = args
  if (callee.name === 'isArray' && first?.kind === 'input' && first.path.length > 0) {
    addRead(flow.findings, flow.state, first, { isList: true })
    return { value, yes: flow.state, no: flow.state, ...(first.place === 'body' ? { noMissing: [first] } : {}) }
  }
  if (callee.name === 'includes' && first?.kind === 'input' && object.kind === 'array') {
    for (const item of object.items) {
      if (item.kind === 'constant') addRead(flow.findings, flow.state, first, { example: item.value })
    }
    return { value, yes: flow.state, no: flow.state, noMissing: [first] }
  }
  return { value: flow.invoke(flow.member(object, callee.name, callee), args, node), yes: flow.state, no: flow.state }
}
