import { docCommentOf } from '../syntax/doc-comment.ts'
import type { AnyNode, FunctionNode, Param } from '../syntax/tree.ts'
import { bindPattern } from './bind.ts'
import { addRead, createFindings, replayFindings } from './findings.ts'
import type { Flow, Frame, Summary } from './flow.ts'
import { noteWholeType } from './input-types.ts'
import { ALL_METHODS, type MethodSet } from './method-set.ts'
import { Scope } from './scope.ts'
import { mergeStates, startState } from './state.ts'
import { uncaught } from './uncaught.ts'
import {
  declaredAs,
  type FunctionValue,
  type InputValue,
  opaque,
  optionsOf,
  UNDEFINED,
  unionOf,
  type Value,
} from './value.ts'

/** How deep calls are followed; handlers of real projects need five or six. */
const MAX_DEPTH = 12
/** How deep calls are followed that have no tie to the request. */
const MAX_FREE_DEPTH = 5

/** Follows a call into a function of the project. */
export function followFunction(flow: Flow, callee: FunctionValue, args: readonly Value[], node: AnyNode): Value {
  const { fn } = callee
  const depth = flow.stack.length
  if (!flow.state || flow.fuel <= 0 || depth >= MAX_DEPTH || isCircular(flow, callee, args)) return opaque(node)
  if (fn.isGenerator) return opaque(node)
  const key = callee.scope.isModule ? freeKey(args) : undefined
  if (key === undefined) return enter(flow, callee, args, node)
  if (depth >= MAX_FREE_DEPTH) return opaque(node)
  const summary = summaryOf(flow, callee, { args, key, node })
  return summary ? replay(flow, summary, node) : enter(flow, callee, args, node)
}

/** The same function may be run this often at a time, with other names around it each time. */
const MAX_LAYERS = 4

// `run(index + 1)` inside `run` goes on through a list, and a handler that is wrapped twice meets the wrapper again with
// another handler inside; any other call of itself goes round in circles.
function isCircular(flow: Flow, { fn, scope }: FunctionValue, args: readonly Value[]): boolean {
  const running = flow.stack.filter((entry) => entry.fn === fn)
  if (running.length === 0) return false
  const [first] = args
  if (!scope.isModule && first?.kind === 'constant' && typeof first.value === 'number') return false
  return scope.isModule || running.length >= MAX_LAYERS || running.some((entry) => entry.scope === scope)
}

/** Runs a function's body with its parameters bound; gives what it returns. */
function enter(flow: Flow, callee: FunctionValue, args: readonly Value[], node: AnyNode): Value {
  if (!callee.fn.body()) return opaque(node)
  const methods = flow.state?.methods ?? 0
  const position = flow.findings.docs.length
  const frame = runBody(flow, callee, args)
  const isEnd = flow.state !== undefined
  for (const { state } of frame.returns) flow.state = mergeStates(flow.state, state)
  const values = frame.returns.map(({ value }) => value)
  const result = toResult(callee.fn, isEnd ? [...values, UNDEFINED] : values, node)
  if (args.some((arg) => arg.kind === 'request') && isAnswering(flow, result))
    noteDocs(flow, callee, { methods, position })
  return result
}

// In web style a function answers when an answer is all that it gives; one that only reads the request does not.
function isAnswering(flow: Flow, result: Value): boolean {
  return flow.style === 'node' || optionsOf(result).every((option) => option.kind === 'reply')
}

interface DocsPlace {
  readonly methods: MethodSet
  /** Before what the function itself calls. */
  readonly position: number
}

// A function that the handler calls for one method alone is where that method is described.
function noteDocs(flow: Flow, { fn }: FunctionValue, { methods, position }: DocsPlace): void {
  const isSingle = methods !== 0 && (methods & (methods - 1)) === 0
  if (!isSingle) return
  const docs = docCommentOf(fn)
  if (docs.text || docs.tags.length > 0) flow.findings.docs.splice(position, 0, { methods, docs })
}

/**
 * Runs a function's body. Afterwards `flow.state` is the state at the end of the body, undefined when every path
 * returned or threw; the frame holds the returns.
 */
export function runBody(flow: Flow, callee: FunctionValue, args: readonly Value[]): Frame {
  const { fn } = callee
  const self = callee.self && !fn.isArrow ? { self: callee.self } : {}
  const scope = new Scope(callee.scope, self)
  const outer = flow.frame
  const frame: Frame = { fn, returns: [] }
  flow.frame = frame
  flow.stack.push(callee)
  bindParameters(flow, fn, args, scope)
  const body = fn.body()
  if (body?.kind === 'Block') flow.executeAll(body.statements, scope)
  else if (body) {
    const value = flow.evaluate(body, scope)
    if (flow.state) frame.returns.push({ value, state: flow.state })
    flow.state = undefined
  }
  flow.stack.pop()
  flow.frame = outer
  return frame
}

function bindParameters(flow: Flow, fn: FunctionNode, args: readonly Value[], scope: Scope): void {
  fn.params.forEach((param, index) => {
    const given = param.isRest ? restValue(args.slice(index), param) : args[index]
    const value = given ?? (param.fallback ? flow.evaluate(param.fallback, scope) : UNDEFINED)
    const typed = value.kind === 'input' ? typedInput(flow, value, param) : value
    bindPattern(flow, param.target, typed, { scope, store: (name, part) => scope.declare(name, part) })
  })
}

function restValue(items: readonly Value[], param: Param): Value {
  return { kind: 'array', items: [...items], isOpen: false, node: param, declaredAt: undefined }
}

// A parameter's type says what the part of the request that is passed to it must be.
function typedInput(flow: Flow, value: InputValue, param: Param): Value {
  const { types } = flow.project.compiler
  if (!param.type || !types || value.type) return value
  const type = types.declaredType(param.type)
  if (!types.isKnown(type)) return value
  if (value.place === 'body' && value.path.length === 0) return noteWholeType(flow, value, type, param)
  if (value.path.length > 0 && !value.path.includes('*')) addRead(flow.findings, flow.state, value, { type })
  return value
}

/** What the caller gets: plain data is known best by the type of the call itself. */
function toResult(fn: FunctionNode, values: readonly Value[], node: AnyNode): Value {
  if (values.length === 0) return UNDEFINED
  const value = unionOf(values, node)
  const isData = optionsOf(value).every((option) => option.kind === 'opaque' || option.kind === 'constant')
  const isConstant = value.kind === 'constant'
  if (isData && !isConstant) return withHint(value, node)
  // A list that starts empty says less than the type of what is returned.
  const isEmpty = value.kind === 'array' && value.items.length === 0
  return fn.returnType || isEmpty ? declaredAs(value, node) : value
}

function withHint(value: Value, node: AnyNode): Value {
  const plain = value.kind === 'opaque' ? value : undefined
  if (plain?.target?.kind === 'caught') return plain
  return plain?.hint ? opaque(node, plain.hint) : { kind: 'opaque', node, origin: plain?.origin ?? plain?.node }
}

/** Equal for calls that come to the same; undefined when an argument ties the call to the request. */
function freeKey(args: readonly Value[]): string | undefined {
  const parts: string[] = []
  for (const arg of args) {
    if (arg.kind === 'constant') parts.push(JSON.stringify(arg.value) ?? 'undefined')
    else if (arg.kind === 'opaque' && !arg.target) parts.push('?')
    else if (arg.kind === 'made' && arg.routes.length === 0 && arg.args.length === 0) parts.push('?')
    else if (arg.kind === 'external') parts.push(`${arg.module}:${arg.name}`)
    else return undefined
  }
  return parts.join(',')
}

interface FreeCall {
  readonly args: readonly Value[]
  readonly key: string
  readonly node: AnyNode
}

/** Undefined for a function whose result holds its arguments: every call of it is different. */
function summaryOf(flow: Flow, callee: FunctionValue, { args, key, node }: FreeCall): Summary | undefined {
  const { summaries } = flow.project
  const known = summaries.get(callee.fn) ?? new Map<string, Summary | undefined>()
  summaries.set(callee.fn, known)
  if (known.has(key)) return known.get(key)
  const inner = flow.fork({ findings: createFindings(), state: startState(ALL_METHODS) })
  const trap = { thrown: [] }
  inner.trap = trap
  const value = enter(inner, callee, args, node)
  flow.fuel = inner.fuel
  const thrown = inner.trap?.thrown.map((item) => item.value) ?? []
  const isPlain = optionsOf(value).every((option) => /^(opaque|constant|made|function|class)$/.test(option.kind))
  const summary: Summary | undefined = !isPlain
    ? undefined
    : { value, thrown, ends: inner.state === undefined, findings: inner.findings }
  known.set(key, summary)
  return summary
}

function replay(flow: Flow, summary: Summary, node: AnyNode): Value {
  const { state } = flow
  if (!state) return UNDEFINED
  replayFindings(summary.findings, flow.findings, state.methods)
  for (const value of summary.thrown) {
    if (flow.trap) flow.trap.thrown.push({ value, state })
    else flow.findings.responses.push(uncaught(state, node))
  }
  if (summary.ends) flow.state = undefined
  const { value } = summary
  // Handlers may be registered on what a call gave; the next call gives another.
  if (value.kind === 'made') return { ...value, routes: [...value.routes], node }
  return value.kind === 'opaque' ? withHint(value, node) : value
}
