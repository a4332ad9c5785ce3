import type { AnyNode } from '../syntax/tree.ts'
import { headerEntries, textOfValue } from './header-values.ts'
import type { Flow } from './flow.ts'
import type { State } from './state.ts'
import { statusesOf } from './statuses.ts'
import { opaque, type Status, type Value } from './value.ts'

const RESPONSE: Value = { kind: 'response' }

interface ResponseCall {
  readonly name: string
  readonly args: readonly Value[]
  readonly node: AnyNode
}

/** `res.status(…)`, `res.json(…)` and whatever else a Node-style response can be told. */
export function invokeResponse(flow: Flow, call: ResponseCall): Value {
  const { state } = flow
  const { name, args, node } = call
  if (!state) return RESPONSE
  switch (name) {
    case 'status':
      flow.state = { ...state, status: statusesOf(flow, args[0]) }
      return RESPONSE
    case 'setHeader':
    case 'appendHeader':
    case 'header':
    case 'set':
      flow.state = withHeader(state, args)
      return RESPONSE
    case 'writeHead':
      flow.state = {
        ...state,
        status: statusesOf(flow, args[0]),
        headers: { ...state.headers, ...headerEntries(args.at(-1)) },
      }
      return RESPONSE
    case 'json':
    case 'jsonp':
      return sendBody(flow, call, state.headers['content-type'] ?? 'application/json')
    case 'send':
      return sendBody(flow, call, undefined)
    case 'sendStatus':
      return record(flow, { ...state, status: statusesOf(flow, args[0]) }, { node })
    case 'end':
      return end(flow, call)
    case 'write':
      return write(flow, node)
    case 'redirect':
      return redirect(flow, call)
    default:
      return opaque(node)
  }
}

function withHeader(state: State, args: readonly Value[]): State {
  const name = textOfValue(args[0])
  if (name === undefined) {
    const [first] = args
    return first?.kind === 'object' ? { ...state, headers: { ...state.headers, ...headerEntries(first) } } : state
  }
  return { ...state, headers: { ...state.headers, [name.toLowerCase()]: textOfValue(args[1]) ?? true } }
}

interface Sent {
  readonly node: AnyNode
  readonly contentType?: string | true | undefined
  readonly body?: Value | undefined
  readonly isStream?: boolean
  readonly headers?: State['headers']
  readonly declaredBy?: AnyNode
}

function record(flow: Flow, state: State, sent: Sent): Value {
  // What comes after an answer is not sent.
  const methods = state.methods & ~state.sent
  if (methods === 0) return RESPONSE
  const { types } = flow.project.compiler
  const declared = sent.declaredBy && types?.parameterType(sent.declaredBy, 0)
  const statuses: readonly Status[] = state.status ?? [200]
  for (const status of statuses) {
    flow.findings.responses.push({
      methods,
      status,
      headers: { ...state.headers, ...sent.headers },
      contentType: sent.contentType === true ? 'application/octet-stream' : sent.contentType,
      body: sent.body,
      isStream: sent.isStream ?? false,
      declared: types?.isKnown(declared) ? declared : undefined,
      isFailure: state.isFailure,
      from: 'literal',
      node: sent.node,
    })
  }
  flow.state = { ...state, sent: state.methods }
  return RESPONSE
}

function sendBody(flow: Flow, { args, node }: ResponseCall, contentType: string | true | undefined): Value {
  const { state } = flow
  if (!state) return RESPONSE
  const [body] = args
  if (!body || (body.kind === 'constant' && body.value === undefined && contentType === undefined)) {
    return record(flow, state, { node })
  }
  const type = contentType ?? state.headers['content-type'] ?? sentType(flow, body)
  return record(flow, state, { node, contentType: type, body: stringified(body) ?? body, declaredBy: node })
}

// `res.send` tells text and buffers from JSON by what it is given.
function sentType(flow: Flow, body: Value): string {
  if (body.kind === 'constant') return typeof body.value === 'string' ? 'text/html' : 'application/json'
  if (body.kind === 'opaque' && body.hint === 'string') return 'text/html'
  if (body.kind === 'made' && isStreamMaker(body.by)) return 'application/octet-stream'
  const { types } = flow.project.compiler
  const type = 'node' in body && body.node ? types?.typeOf(body.node) : undefined
  const shape = type && types?.describe(type)
  if (shape?.kind === 'string' || shape?.kind === 'pattern') return 'text/html'
  if (shape?.kind === 'builtin' && /^(Buffer|Uint8Array|Readable|Stream)$/.test(shape.builtin))
    return 'application/octet-stream'
  return 'application/json'
}

function isStreamMaker(by: Value): boolean {
  return by.kind === 'external' && /(^|\.)(create\w*Stream|Readable)(\.|$)/.test([by.name, ...by.members].join('.'))
}

function end(flow: Flow, { args, node }: ResponseCall): Value {
  const { state } = flow
  if (!state) return RESPONSE
  if (state.isStreaming) {
    flow.state = { ...state, sent: state.methods }
    return RESPONSE
  }
  const [body] = args
  const hasBody = body && body.kind !== 'function' && !(body.kind === 'constant' && body.value === undefined)
  if (!hasBody) return record(flow, state, { node })
  const type = state.headers['content-type'] ?? 'text/plain'
  return record(flow, state, { node, contentType: type, body: stringified(body) ?? body })
}

/** `value` of `JSON.stringify(value)`. */
function stringified(body: Value): Value | undefined {
  const isText = body.kind === 'made' && body.by.kind === 'external' && body.by.name === 'JSON'
  return isText ? body.args[0] : undefined
}

function write(flow: Flow, node: AnyNode): Value {
  const { state } = flow
  if (!state) return RESPONSE
  if (!state.isStreaming) {
    const contentType = state.headers['content-type'] ?? 'application/octet-stream'
    record(flow, state, { node, contentType, isStream: true })
  }
  flow.state = { ...state, isStreaming: true, sent: state.methods }
  return RESPONSE
}

/** Something piped into the response. */
export function pipeIntoResponse(flow: Flow, node: AnyNode): void {
  const { state } = flow
  if (!state) return
  record(flow, state, {
    node,
    contentType: state.headers['content-type'] ?? 'application/octet-stream',
    isStream: true,
  })
}

function redirect(flow: Flow, { args, node }: ResponseCall): Value {
  const { state } = flow
  if (!state) return RESPONSE
  const status = args.length > 1 ? statusesOf(flow, args[0]) : [307]
  return record(flow, { ...state, status }, { node, headers: { location: true } })
}

/** `res.statusCode = 404`. */
export function assignResponse(flow: Flow, name: string, value: Value): void {
  if (name !== 'statusCode' || !flow.state) return
  flow.state = { ...flow.state, status: statusesOf(flow, value) }
}
