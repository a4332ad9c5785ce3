import type { AnyNode } from '../syntax/tree.ts'
import { invokeArray } from './array-calls.ts'
import { createInstance } from './classes.ts'
import { constructExternal, invokeExternal } from './external-calls.ts'
import type { Flow, MemberCall } from './flow.ts'
import { invokeInput, invokePromise } from './input-calls.ts'
import { textOfValue } from './header-values.ts'
import { invokeMade } from './made-calls.ts'
import { invokeResponse } from './node-response.ts'
import { invokeReplyMember, setReplyHeader } from './reply-calls.ts'
import { invokeRequest } from './request-calls.ts'
import { forMethods, mergeStates } from './state.ts'
import { invokeStore } from './store-calls.ts'
import { callUnknown } from './unknown-calls.ts'
import { type ByMethodValue, opaque, UNDEFINED, type UnionValue, unionOf, type Value } from './value.ts'
import { invokeZod } from './zod-values.ts'

/** Calls a value. What cannot be followed still has its callbacks run and its arguments looked at. */
export function invokeValue(flow: Flow, callee: Value, args: readonly Value[], node: AnyNode): Value {
  switch (callee.kind) {
    case 'function':
      // A function that is only declared is as good as one of a library.
      if (!callee.fn.body()) return callUnknown(flow, callee, args, node)
      return asBody(flow.follow(callee, args, node), { callee, args, node })
    case 'byMethod':
      return invokeByMethod(flow, callee, args, node)
    case 'union':
      return invokeAny(flow, callee, args, node)
    case 'external':
      return invokeExternal(flow, callee, args, node)
    case 'zod':
      return invokeZod(flow, callee, args, node)
    case 'next':
      if (flow.state) callee.reached.push(flow.state)
      return UNDEFINED
    case 'resolve':
      callee.given.push(...args)
      return UNDEFINED
    case 'object':
      // `super(…)` and a class instance that is callable look alike; only the first is written.
      return node.kind === 'Call' && node.callee.kind === 'Super' ? flow.callSuper(callee, args, node) : opaque(node)
    case 'opaque':
      return callee.target
        ? invokeMember(flow, callee.target, { name: callee.name ?? '', args, node }, callee)
        : callUnknown(flow, callee, args, node)
    default:
      return callUnknown(flow, callee, args, node)
  }
}

function invokeMember(flow: Flow, target: Value, call: MemberCall, callee: Value): Value {
  switch (target.kind) {
    case 'response':
      return invokeResponse(flow, call)
    case 'request':
      return invokeRequest(flow, call)
    case 'store':
      return invokeStore(flow, target, call)
    case 'input':
      return invokeInput(flow, target, call)
    case 'array':
      return invokeArray(flow, target, call)
    case 'reply':
      return invokeReplyMember(flow, target, call)
    case 'made':
      return invokeMade(flow, target, call)
    case 'function':
      return invokeFunctionMember(flow, target, call)
    case 'object':
      return target.isMap ? invokeMap(target, call) : callUnknown(flow, callee, call.args, call.node)
    case 'opaque':
      // `reply.headers.set(…)`.
      if (target.target?.kind === 'reply') return setReplyHeader(target.target, target.name ?? '', call)
      return callUnknown(flow, callee, call.args, call.node)
    case 'method':
      return /^to(Upper|Lower)Case$|^toString$/.test(call.name) ? target : opaque(call.node)
    case 'urlText':
      return /^(toString|replace|split)$/.test(call.name) ? target : opaque(call.node)
    default:
      return /^(then|finally)$/.test(call.name)
        ? invokePromise(flow, target, call)
        : callUnknown(flow, callee, call.args, call.node)
  }
}

interface BodyReading {
  readonly callee: Extract<Value, { kind: 'function' }>
  readonly args: readonly Value[]
  readonly node: AnyNode
}

const READS_BODY = /^(read|parse|get|load)?_?(json|request|req)?_?(json|body|payload)(from)?(req|request|async)?$/i

// A function of the project that collects the request's chunks and parses them gives the body, whatever its type says.
function asBody(result: Value, { callee, args, node }: BodyReading): Value {
  const isNamed = READS_BODY.test(callee.fn.name ?? '') && args.some((arg) => arg.kind === 'request')
  if (!isNamed || (result.kind !== 'opaque' && result.kind !== 'made')) return result
  return { kind: 'input', place: 'body', path: [], format: 'json', type: undefined, node }
}

/** `map.set(name, value)`, `map.get(name)`. */
function invokeMap(target: Extract<Value, { kind: 'object' }>, { name, args, node }: MemberCall): Value {
  const key = textOfValue(args[0])
  if (key === undefined) return opaque(node)
  if (name === 'get') return target.entries.get(key) ?? opaque(node)
  const [, value] = args
  if (/^(set|append)$/.test(name) && value) target.entries.set(key, value)
  return target
}

function invokeFunctionMember(
  flow: Flow,
  target: Extract<Value, { kind: 'function' }>,
  { name, args, node }: MemberCall,
): Value {
  if (name === 'bind') return args[0] ? { ...target, self: args[0] } : target
  if (name === 'call') return flow.follow(target, args.slice(1), node)
  if (name === 'apply') return flow.follow(target, args[1]?.kind === 'array' ? args[1].items : [], node)
  return opaque(node)
}

/** Calls the entry of each method for the part of the run that the method is in. */
function invokeByMethod(flow: Flow, callee: ByMethodValue, args: readonly Value[], node: AnyNode): Value {
  const before = flow.state
  let after: typeof before
  let rest = before
  const values: Value[] = []
  for (const [methods, entry] of callee.entries) {
    flow.state = forMethods(before, methods)
    if (flow.state) values.push(flow.invoke(entry, args, node))
    after = mergeStates(after, flow.state)
    rest = forMethods(rest, ~methods)
  }
  flow.state = mergeStates(after, rest)
  return unionOf(values)
}

function invokeAny(flow: Flow, callee: UnionValue, args: readonly Value[], node: AnyNode): Value {
  const before = flow.state
  let after: typeof before
  const values: Value[] = []
  for (const option of callee.options) {
    if (option.kind === 'constant') continue
    flow.state = before
    values.push(flow.invoke(option, args, node))
    after = mergeStates(after, flow.state)
  }
  flow.state = values.length > 0 ? after : before
  return values.length > 0 ? unionOf(values) : opaque(node)
}

/** `new callee(…)`. */
export function constructValue(flow: Flow, callee: Value, args: readonly Value[], node: AnyNode): Value {
  if (callee.kind === 'class') return createInstance(flow, callee, args, node)
  if (callee.kind === 'external') return constructExternal(flow, callee, args, node)
  if (callee.kind === 'union') return unionOf(callee.options.map((option) => constructValue(flow, option, args, node)))
  return callUnknown(flow, callee, args, node)
}
