import { addRead } from './findings.ts'
import type { Flow, MemberCall } from './flow.ts'
import { textOfValue } from './header-values.ts'
import { pipeIntoResponse } from './node-response.ts'
import { callUnknown } from './unknown-calls.ts'
import { type BodyFormat, type InputValue, memberOf, opaque, type Value } from './value.ts'

const BODY_METHODS: Readonly<Record<string, BodyFormat>> = {
  json: 'json',
  formData: 'form',
  text: 'text',
  arrayBuffer: 'binary',
  blob: 'binary',
  bytes: 'binary',
}

/** `request.json()`, `request.formData()`, `req.on('data', …)`, `req.pipe(…)`. */
export function invokeRequest(flow: Flow, { name, args, node }: MemberCall): Value {
  const format = BODY_METHODS[name]
  const body = (as: BodyFormat): InputValue => ({
    kind: 'input',
    place: 'body',
    path: [],
    format: as,
    type: undefined,
    node,
  })
  if (format) {
    addRead(flow.findings, flow.state, body(format))
    return format === 'form' ? { kind: 'store', place: 'body' } : body(format)
  }
  if (name === 'clone') return { kind: 'request' }
  if (name === 'on' || name === 'once' || name === 'addListener') {
    const [event, callback] = args
    if (textOfValue(event) === 'data') addRead(flow.findings, flow.state, body('binary'))
    if (callback?.kind === 'function') flow.perhaps(() => flow.follow(callback, [], node))
    return { kind: 'request' }
  }
  if (name === 'pipe') {
    addRead(flow.findings, flow.state, body('binary'))
    if (args[0]?.kind === 'response') pipeIntoResponse(flow, node)
    return args[0] ?? opaque(node)
  }
  if (name === 'get' || name === 'header')
    return flow.member(flow.member({ kind: 'request' }, 'headers', node), textOfValue(args[0]) ?? '', node)
  // What middleware put on the request, such as `req.logIn(user, done)`, is code of a library.
  return callUnknown(flow, memberOf({ kind: 'request' }, name, node), args, node)
}
