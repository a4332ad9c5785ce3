import type { AnyNode, Expression, Spread } from '../syntax/tree.ts'
import { textOf } from '../syntax/place.ts'
import { addRead } from './findings.ts'
import type { Flow } from './flow.ts'
import { noteFlowInto, noteParsed } from './input-types.ts'
import { bodyReaderFormat, isHarmless } from './known-packages.ts'
import { pipeIntoResponse } from './node-response.ts'
import { type InputValue, type MadeValue, opaque, optionsOf, unionOf, type Value } from './value.ts'

/** A call into code that is not the project's own: its callbacks run, and its arguments tell what is expected of them. */
export function callUnknown(flow: Flow, callee: Value, args: readonly Value[], node: AnyNode): Value {
  const written = argumentsOf(node)
  const results: Value[] = []
  args.forEach((arg, index) => {
    if (arg.kind === 'function') results.push(flow.perhaps(() => flow.follow(arg, callbackArguments(arg), node)))
    if (arg.kind === 'next' && flow.state) arg.reached.push(flow.state)
    if (arg.kind === 'input') noteArgument(flow, arg, { callee, args, node, written: written[index] })
  })
  if (args.some((arg) => arg.kind === 'response')) noteHandedOver(flow, callee, node)
  const reader = args.some((arg) => arg.kind === 'request') ? bodyReaderFormat(callee) : undefined
  if (reader) {
    const body: InputValue = { kind: 'input', place: 'body', path: [], format: reader, type: undefined, node }
    addRead(flow.findings, flow.state, body)
    if (reader === 'json') return body
  }
  // What a wrapper such as `withSpan(() => Response.json(…))` hands back is its callback's answer.
  const replies = results.flatMap((result) => optionsOf(result)).filter((result) => result.kind === 'reply')
  // While the file is loaded nothing is answered yet: there the wrapper makes the handler.
  if (replies.length > 0 && !flow.isLoading) return unionOf(replies)
  const mapped = callee.kind === 'opaque' && callee.name === 'map' ? results[0] : undefined
  if (mapped?.kind === 'object') return { kind: 'array', items: [mapped], isOpen: true, node, declaredAt: node }
  return made(callee, args, node)
}

function made(by: Value, args: readonly Value[], node: AnyNode): MadeValue {
  return { kind: 'made', by, args, routes: [], node }
}

function argumentsOf(node: AnyNode): readonly (Expression | Spread)[] {
  return node.kind === 'Call' || node.kind === 'New' ? node.args : []
}

function callbackArguments(callback: Extract<Value, { kind: 'function' }>): Value[] {
  return callback.fn.params.map((param) => opaque({ ...param.target }))
}

interface Passing {
  readonly callee: Value
  readonly args: readonly Value[]
  readonly node: AnyNode
  readonly written: AnyNode | undefined
}

function noteArgument(flow: Flow, arg: InputValue, passing: Passing): void {
  const parsing = parsingOf(passing)
  if (parsing && noteParsed(flow, { input: arg, ...parsing, call: passing.node })) return
  noteFlowInto(flow, arg, passing.written)
}

/** The schema that a call checks its argument against: `schema.parse(body)`, `parse(schema, body)`. */
function parsingOf({ callee, args, node }: Passing): { schema: Value; isPackaged: boolean } | undefined {
  if (callee.kind === 'opaque' && callee.target && PARSERS.test(callee.name ?? ''))
    return { schema: callee.target, isPackaged: false }
  if (callee.kind !== 'external') return undefined
  const name = callee.members.at(-1) ?? callee.name
  if (!PARSERS.test(name)) return undefined
  const [first] = args
  if (args.length > 1 && first && first.kind !== 'input') return { schema: first, isPackaged: true }
  // A schema that a package exports.
  const isMember = node.kind === 'Call' && node.callee.kind === 'Member' && callee.members.length > 0
  return isMember ? { schema: opaque(node.callee.object), isPackaged: true } : undefined
}

const PARSERS = /^(safe)?(parse|validate|decode|cast|assert)(Async|Sync)?$/

function noteHandedOver(flow: Flow, callee: Value, node: AnyNode): void {
  const name = callee.kind === 'opaque' ? callee.name : undefined
  if (name === 'pipe' || name === 'pipeTo') {
    pipeIntoResponse(flow, node)
    return
  }
  if (!isHarmless(callee))
    flow.findings.notes.add(`the response is handed to ${textOf(calleeOf(node))}, which is not followed`)
}

const calleeOf = (node: AnyNode): AnyNode => (node.kind === 'Call' || node.kind === 'New' ? node.callee : node)
