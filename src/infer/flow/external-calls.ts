import type { AnyNode } from '../syntax/tree.ts'
import { addRead } from './findings.ts'
import type { Flow } from './flow.ts'
import { externalName } from './globals.ts'
import { textOfValue } from './header-values.ts'
import { callUnknown } from './unknown-calls.ts'
import { type ExternalValue, opaque, UNDEFINED, unionOf, type Value } from './value.ts'
import { jsonReply, newReply, recordReply, redirectReply } from './web-reply.ts'

interface ExternalCall {
  readonly args: readonly Value[]
  readonly node: AnyNode
}
type Known = (flow: Flow, call: ExternalCall) => Value

const KNOWN: Readonly<Record<string, Known>> = {
  Number: (flow, call) => converted(flow, call, 'number'),
  parseFloat: (flow, call) => converted(flow, call, 'number'),
  'Number.parseFloat': (flow, call) => converted(flow, call, 'number'),
  parseInt: (flow, call) => converted(flow, call, 'integer'),
  'Number.parseInt': (flow, call) => converted(flow, call, 'integer'),
  BigInt: (flow, call) => converted(flow, call, 'integer'),
  'Date.now': (_flow, { node }) => opaque(node, 'number'),
  'Math.max': (_flow, { node }) => opaque(node, 'number'),
  'Math.min': (_flow, { node }) => opaque(node, 'number'),
  'Math.round': (_flow, { node }) => opaque(node, 'number'),
  'Math.floor': (_flow, { node }) => opaque(node, 'number'),
  'Math.ceil': (_flow, { node }) => opaque(node, 'number'),
  String: (_flow, { node }) => opaque(node, 'string'),
  Boolean: (_flow, { node }) => opaque(node, 'boolean'),
  'JSON.parse': (_flow, { args, node }) => (isBody(args[0]) ? { ...args[0], format: 'json', node } : opaque(node)),
  'Object.fromEntries': (flow, { args, node }) => fromEntries(flow, args[0], node),
  'Object.keys': (_flow, { args, node }) => keysOf(args[0], node),
  'Object.freeze': (_flow, { args, node }) => args[0] ?? opaque(node),
  'Object.assign': (_flow, { args, node }) =>
    args.find((arg) => arg.kind !== 'object' || arg.entries.size > 0) ?? opaque(node),
  'Promise.resolve': (_flow, { args }) => args[0] ?? UNDEFINED,
  'Promise.all': (_flow, { args, node }) => promiseAll(args[0], node),
  'Response.json': jsonReply,
  'Response.redirect': (flow, call) => redirectReply(flow, call, 302),
  'Response.error': newReply,
  'next/server:NextResponse.json': jsonReply,
  'next/server:NextResponse.redirect': (flow, call) => redirectReply(flow, call, 307),
  'next/server:NextResponse.next': newReply,
  'next/server:NextResponse.rewrite': newReply,
  'next/server:after': (flow, { args, node }) => runLater(flow, args[0], node),
  // A contract says what an operation is; its handler is the one that answers.
  'rehost/contract:operation': (_flow, { args, node }) => args[1] ?? opaque(node),
  'next/headers:cookies': () => ({ kind: 'store', place: 'cookies' }),
  'next/headers:headers': () => ({ kind: 'store', place: 'headers' }),
  'next/navigation:notFound': (flow, call) => leave(flow, call, 404),
  'next/navigation:forbidden': (flow, call) => leave(flow, call, 403),
  'next/navigation:unauthorized': (flow, call) => leave(flow, call, 401),
  'next/navigation:redirect': (flow, call) => leave(flow, call, 307),
  'next/navigation:permanentRedirect': (flow, call) => leave(flow, call, 308),
  'url:parse': (_flow, { args, node }) => (args[0]?.kind === 'urlText' ? { kind: 'url' } : opaque(node)),
  'node:url:parse': (_flow, { args, node }) => (args[0]?.kind === 'urlText' ? { kind: 'url' } : opaque(node)),
  require: (flow, { args, node }) => {
    const specifier = textOfValue(args[0])
    return specifier ? flow.project.modules.imported(specifier, 'require', node.source.file) : opaque(node)
  },
}

/** Calls a global or something from a package. */
export function invokeExternal(flow: Flow, callee: ExternalValue, args: readonly Value[], node: AnyNode): Value {
  const name = externalName(callee)
  const known = Object.hasOwn(KNOWN, name) ? KNOWN[name] : undefined
  return known ? known(flow, { args, node }) : callUnknown(flow, callee, args, node)
}

/** `new URL(request.url)`, `new Response(…)`, `new Date(input)` … */
export function constructExternal(flow: Flow, callee: ExternalValue, args: readonly Value[], node: AnyNode): Value {
  const [first] = args
  switch (externalName(callee)) {
    case 'URL':
      return first?.kind === 'urlText' || first?.kind === 'url' ? { kind: 'url' } : opaque(node)
    case 'URLSearchParams':
      return first && /^(url|urlText|store)$/.test(first.kind) ? { kind: 'store', place: 'query' } : opaque(node)
    case 'Response':
    case 'next/server:NextResponse':
      return newReply(flow, { args, node })
    case 'Headers':
    case 'Map':
      return newMap(first, node)
    case 'Promise':
      return newPromise(flow, callee, args, node)
    case 'Date':
      if (first?.kind === 'input')
        addRead(flow.findings, flow.state, first, { schema: { type: 'string', format: 'date-time' } })
      return opaque(node)
    default:
      return callUnknown(flow, callee, args, node)
  }
}

function newMap(from: Value | undefined, node: AnyNode): Value {
  const entries = new Map(from?.kind === 'object' ? from.entries : [])
  return { kind: 'object', entries, spreads: [], cls: undefined, node, declaredAt: node, isMap: true }
}

// The executor runs at once; what it resolves with may come from any callback inside it.
function newPromise(flow: Flow, callee: ExternalValue, args: readonly Value[], node: AnyNode): Value {
  const [executor] = args
  if (executor?.kind !== 'function') return callUnknown(flow, callee, args, node)
  const resolve: Value = { kind: 'resolve', given: [] }
  flow.perhaps(() => flow.follow(executor, [resolve], node))
  const telling = resolve.given.filter((value) => value.kind !== 'opaque' && value.kind !== 'constant')
  return telling.length > 0 ? unionOf(telling, node) : opaque(node)
}

function converted(flow: Flow, { args, node }: ExternalCall, type: 'number' | 'integer'): Value {
  const [value] = args
  if (value?.kind === 'input') addRead(flow.findings, flow.state, value, { schema: { type } })
  return opaque(node, 'number')
}

const isBody = (value: Value | undefined): value is Extract<Value, { kind: 'input' }> =>
  value?.kind === 'input' && value.place === 'body'

// A form or query turned into an object is still the form or query.
function fromEntries(flow: Flow, value: Value | undefined, node: AnyNode): Value {
  if (value?.kind !== 'store') return opaque(node)
  const place = value.place
  const input: Value = { kind: 'input', place, path: [], format: 'form', type: undefined, node }
  if (place === 'body') addRead(flow.findings, flow.state, input)
  return input
}

function keysOf(value: Value | undefined, node: AnyNode): Value {
  if (value?.kind !== 'object') return opaque(node)
  const items = [...value.entries.keys()].map((key): Value => ({ kind: 'constant', value: key, node }))
  return { kind: 'array', items, isOpen: value.spreads.length > 0, node, declaredAt: undefined }
}

function promiseAll(value: Value | undefined, node: AnyNode): Value {
  return value?.kind === 'array' && value.items.some((item) => item.kind !== 'made') ? value : opaque(node)
}

function runLater(flow: Flow, task: Value | undefined, node: AnyNode): Value {
  if (task?.kind === 'function') flow.perhaps(() => flow.follow(task, [], node))
  return UNDEFINED
}

// These throw what Next.js turns into an answer; nothing after them runs.
function leave(flow: Flow, { node }: ExternalCall, status: number): Value {
  const { state } = flow
  if (!state) return UNDEFINED
  const isRedirect = status >= 300 && status < 400
  const headers = new Map<string, string | true>(isRedirect ? [['location', true]] : [])
  recordReply(flow, { kind: 'reply', status: [status], headers, body: undefined, methods: state.methods, node }, state)
  flow.state = undefined
  return UNDEFINED
}
