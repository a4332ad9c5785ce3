import type { AnyNode } from '../syntax/tree.ts'
import { caughtMember } from './caught.ts'
import { instanceMember, staticMember } from './classes.ts'
import { addRead } from './findings.ts'
import { noteWholeType } from './input-types.ts'
import type { Flow } from './flow.ts'
import {
  type ByMethodValue,
  constant,
  type InputValue,
  memberOf,
  type ObjectValue,
  opaque,
  optionsOf,
  unionOf,
  type Value,
} from './value.ts'
import { zodProperty } from './zod-bodies.ts'
import { zodMember } from './zod-values.ts'

/** `value.name`, or a name taken out of a value by a pattern. */
export function readMember(flow: Flow, value: Value, name: string, node: AnyNode): Value {
  switch (value.kind) {
    case 'request':
      return requestMember(flow, name, node)
    case 'context':
      return name === 'params' ? input('params', node) : memberOf(value, name, node)
    case 'url':
      return urlMember(value, name, node)
    case 'input':
      return inputMember(flow, value, name, node)
    case 'object':
      return objectMember(flow, value, name, node)
    case 'class':
      return staticMember(flow, value, name, node)
    case 'external':
      return { ...value, members: [...value.members, name], node }
    case 'zod':
      return zodMember(value, name, node)
    case 'namespace':
      return flow.project.modules.exported(value.file, name) ?? opaque(node)
    case 'byMethod':
      return byMethodMember(flow, value, name, node)
    case 'response':
      return name === 'statusCode' ? statusMember(flow, node) : memberOf(value, name, node)
    case 'caught':
      return caughtMember(flow, value, name, node)
    case 'array':
      return name === 'length' ? opaque(node, 'number') : memberOf(value, name, node)
    case 'opaque': {
      const zod = value.zod === undefined ? undefined : zodProperty(value.zod, name)
      return zod === undefined ? memberOf(value, name, node) : { ...memberOf(value, name, node), zod }
    }
    case 'union':
      return unionMember(flow, value, name, node)
    default:
      return memberOf(value, name, node)
  }
}

// `table[req.method]?.handler`: the part is another one for each method, too.
function byMethodMember(flow: Flow, value: ByMethodValue, name: string, node: AnyNode): Value {
  const entries = [...value.entries].map(([methods, entry]) => [methods, flow.member(entry, name, node)] as const)
  const isData = entries.every(([, part]) => part.kind === 'opaque' || part.kind === 'constant')
  return isData ? opaque(node) : { kind: 'byMethod', entries: new Map(entries) }
}

// `res.statusCode` is what was set on this path so far.
function statusMember(flow: Flow, node: AnyNode): Value {
  const statuses = flow.state?.status ?? [200]
  return statuses.includes('default')
    ? memberOf({ kind: 'response' }, 'statusCode', node)
    : unionOf(statuses.flatMap((status) => (status === 'default' ? [] : [constant(status, node)])))
}

function input(place: InputValue['place'], node: AnyNode, format: InputValue['format'] = 'json'): InputValue {
  return { kind: 'input', place, path: [], format, type: undefined, node }
}

function requestMember(flow: Flow, name: string, node: AnyNode): Value {
  const isWeb = flow.style === 'web'
  switch (name) {
    case 'method':
      return { kind: 'method' }
    case 'url':
      return { kind: 'urlText' }
    case 'nextUrl':
      return { kind: 'url' }
    case 'headers':
      return isWeb ? { kind: 'store', place: 'headers' } : input('headers', node)
    case 'cookies':
      return isWeb ? { kind: 'store', place: 'cookies' } : input('cookies', node)
    case 'query':
      return isWeb ? memberOf({ kind: 'request' }, name, node) : typedPart(flow, input('query', node), node)
    case 'body': {
      const body = input('body', node, isWeb ? 'binary' : 'json')
      addRead(flow.findings, flow.state, body)
      return typedPart(flow, body, node)
    }
    default:
      return memberOf({ kind: 'request' }, name, node)
  }
}

// `interface Signup extends NextApiRequest { body: NewUser }` says what the body is.
function typedPart(flow: Flow, part: InputValue, node: AnyNode): InputValue {
  const { types } = flow.project.compiler
  const type = types?.typeOf(node)
  const shape = types?.isKnown(type) ? types.describe(type) : undefined
  // Next.js's own type of the query is an index signature, that of the body any.
  const isTelling = shape?.kind === 'record' && shape.properties().length > 0
  return type && isTelling ? noteWholeType(flow, part, type, node) : part
}

function urlMember(value: Value, name: string, node: AnyNode): Value {
  if (name === 'searchParams') return { kind: 'store', place: 'query' }
  // The old `url.parse(req.url, true)`.
  if (name === 'query') return input('query', node)
  return memberOf(value, name, node)
}

function inputMember(flow: Flow, value: InputValue, name: string, node: AnyNode): Value {
  if (name === 'length') return opaque(node, 'number')
  // Only a body has names inside of names.
  if (value.path.length > 0 && value.place !== 'body') return opaque(node)
  const type = value.type && flow.project.compiler.types?.property(value.type, name)
  const part: InputValue = { ...value, path: [...value.path, name], type, node }
  addRead(flow.findings, flow.state, part)
  return part
}

function objectMember(flow: Flow, value: ObjectValue, name: string, node: AnyNode): Value {
  const entry = value.entries.get(name)
  if (entry?.kind === 'function' && entry.isGetter) return flow.follow(entry, [], node)
  if (entry) {
    if (entry.kind === 'function') return { ...entry, self: value }
    return entry.kind === 'opaque' && !entry.target ? { ...entry, node, origin: entry.origin ?? entry.node } : entry
  }
  const inherited = instanceMember(flow, value, name, node)
  if (inherited) return inherited
  for (const spread of value.spreads) {
    const part = spread.kind === 'opaque' ? undefined : flow.member(spread, name, node)
    if (part && part.kind !== 'opaque') return part
  }
  // A literal has the entries it is written with.
  const isWhole = !value.cls && !value.isMap && !value.declaredAt && value.spreads.length === 0
  return isWhole && !(name in Object.prototype) ? constant(undefined, node) : memberOf(value, name, node)
}

function unionMember(flow: Flow, value: Value, name: string, node: AnyNode): Value {
  const parts = optionsOf(value)
    // Nothing is read from null or undefined: another option must have been there.
    .filter((option) => option.kind !== 'constant')
    .map((option) => missingAsUndefined(option, name) ?? flow.member(option, name, node))
  if (parts.length === 0) return opaque(node)
  return parts.every((part) => part.kind === 'opaque' && !part.target) ? opaque(node) : unionOf(parts)
}

// `{ data }` or `{ error }`: the one that has no such entry gives undefined.
function missingAsUndefined(option: Value, name: string): Value | undefined {
  const isPlain = option.kind === 'object' && !option.cls && option.spreads.length === 0
  return isPlain && !option.entries.has(name) ? constant(undefined) : undefined
}
