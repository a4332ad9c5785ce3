import type { AnyNode } from '../syntax/tree.ts'
import { headerEntries, textOfValue } from './header-values.ts'
import type { Flow } from './flow.ts'
import { ALL_METHODS } from './method-set.ts'
import type { State } from './state.ts'
import { statusesOf } from './statuses.ts'
import { optionsOf, type ReplyBody, type ReplyValue, type Status, type Value } from './value.ts'

interface Making {
  readonly args: readonly Value[]
  readonly node: AnyNode
}

/** `Response.json(body, init)`. */
export function jsonReply(flow: Flow, { args, node }: Making): ReplyValue {
  const [value, init] = args
  return reply(flow, { node, init, body: value && { value, format: 'json' }, contentType: 'application/json' })
}

/** `Response.redirect(url, status)`; Next.js takes `{ status, headers }` as well, and 307 when nothing is said. */
export function redirectReply(flow: Flow, { args, node }: Making, fallback: number): ReplyValue {
  const [, init] = args
  const isNumber = init !== undefined && init.kind !== 'object'
  const made = reply(flow, { node, init: isNumber ? undefined : init, body: undefined, contentType: undefined })
  made.headers.set('location', true)
  const asked = init?.kind === 'object' ? init.entries.get('status') : init
  return { ...made, status: asked ? statusesOf(flow, asked) : [fallback] }
}

/** `new Response(body, init)`. */
export function newReply(flow: Flow, { args, node }: Making): ReplyValue {
  const [value, init] = args
  const isEmpty = !value || (value.kind === 'constant' && (value.value === null || value.value === undefined))
  if (isEmpty) return reply(flow, { node, init, body: undefined, contentType: undefined })
  if (isStringified(value)) {
    const json = value.args[0]
    return reply(flow, {
      node,
      init,
      body: json && { value: json, format: 'json' },
      contentType: 'text/plain;charset=UTF-8',
    })
  }
  const isText = isTextValue(flow, value)
  const contentType = isText ? 'text/plain;charset=UTF-8' : 'application/octet-stream'
  return reply(flow, { node, init, body: { value, format: isText ? 'text' : 'stream' }, contentType })
}

function isStringified(value: Value): value is Extract<Value, { kind: 'made' }> {
  return (
    value.kind === 'made' &&
    value.by.kind === 'external' &&
    value.by.name === 'JSON' &&
    value.by.members[0] === 'stringify'
  )
}

function isTextValue(flow: Flow, value: Value): boolean {
  if (value.kind === 'constant') return true
  if (value.kind === 'opaque' && value.hint === 'string') return true
  const { types } = flow.project.compiler
  const type = 'node' in value && value.node ? types?.typeOf(value.node) : undefined
  const shape = type && types?.describe(type)
  return shape?.kind === 'string' || shape?.kind === 'literal' || shape?.kind === 'pattern'
}

interface Parts {
  readonly node: AnyNode
  readonly init: Value | undefined
  readonly body: ReplyBody | undefined
  readonly contentType: string | undefined
}

function reply(flow: Flow, { node, init, body, contentType }: Parts): ReplyValue {
  const headers = new Map<string, string | true>()
  const options = init ? optionsOf(init) : []
  if (contentType) headers.set('content-type', contentType)
  const status: Status[] = []
  for (const option of options) {
    if (option.kind === 'object') {
      const asked = option.entries.get('status')
      status.push(...(asked ? statusesOf(flow, asked) : option.spreads.length > 0 ? (['default'] as const) : [200]))
      for (const [name, value] of Object.entries(initHeaders(option.entries.get('headers')))) headers.set(name, value)
    } else if (option.kind === 'reply') {
      status.push(...option.status)
      for (const [name, value] of option.headers) headers.set(name, value)
    } else if (option.kind !== 'constant') status.push('default')
  }
  const methods = flow.state?.methods ?? ALL_METHODS
  const statuses = status.length > 0 ? [...new Set(status)] : [200]
  return { kind: 'reply', status: statuses, headers, body, methods, node }
}

// Headers are written as an object, as pairs, or as `new Headers(…)`.
function initHeaders(value: Value | undefined): Record<string, string | true> {
  if (!value) return {}
  if (value.kind === 'made') return initHeaders(value.args[0])
  if (value.kind !== 'array') return headerEntries(value)
  const headers: Record<string, string | true> = {}
  for (const pair of value.items) {
    const name = pair.kind === 'array' ? textOfValue(pair.items[0]) : undefined
    if (pair.kind === 'array' && name) headers[name.toLowerCase()] = textOfValue(pair.items[1]) ?? true
  }
  return headers
}

/** Records a reply that a handler hands back. */
export function recordReply(flow: Flow, value: ReplyValue, state: State): void {
  const { 'content-type': type, ...headers } = Object.fromEntries(value.headers)
  for (const status of value.status) {
    flow.findings.responses.push({
      methods: state.methods & value.methods || state.methods,
      status,
      headers,
      contentType: value.body
        ? type === true
          ? 'application/octet-stream'
          : (type ?? 'application/octet-stream')
        : undefined,
      body: value.body?.format === 'stream' ? undefined : value.body?.value,
      isStream: value.body?.format === 'stream',
      declared: undefined,
      isFailure: state.isFailure,
      from: 'literal',
      node: value.node,
    })
  }
}
