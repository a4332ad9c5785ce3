import type { AnyNode, ObjectPattern, Pattern } from '../syntax/tree.ts'
import { addRead } from './findings.ts'
import type { Flow } from './flow.ts'
import type { Scope } from './scope.ts'
import { type InputValue, opaque, unionOf, type Value } from './value.ts'

/** How a name takes its value: as a new variable, or as an assignment to one there is. */
export type Store = (name: string, value: Value) => void

/** Gives every name in a pattern its part of a value. */
export function bindPattern(flow: Flow, pattern: Pattern, value: Value, into: { scope: Scope; store: Store }): void {
  if (pattern.kind === 'Identifier') {
    into.store(pattern.name, value)
    return
  }
  if (pattern.kind === 'ArrayPattern') {
    pattern.items.forEach((item, index) => {
      if (item) bindPattern(flow, item, elementOf(value, index, item), into)
    })
    return
  }
  bindObject(flow, pattern, value, into)
}

function bindObject(flow: Flow, pattern: ObjectPattern, value: Value, into: { scope: Scope; store: Store }): void {
  for (const field of pattern.fields) {
    const part = field.key === undefined ? opaque(field.target) : flow.member(value, field.key, field.target)
    const fallback = field.fallback && flow.evaluate(field.fallback, into.scope)
    if (fallback) noteFallback(flow, part, fallback)
    bindPattern(flow, field.target, fallback ? withFallback(part, fallback) : part, into)
  }
  if (pattern.rest) bindPattern(flow, pattern.rest, restOf(value, pattern.rest), into)
}

/** Records `input ?? constant`: the constant is the input's default. */
export function noteFallback(flow: Flow, value: Value, fallback: Value): void {
  if (value.kind !== 'input' || fallback.kind !== 'constant') return
  // `name || ''` only spares the code a check; nobody is told that a name is empty by default.
  if (fallback.value === undefined || fallback.value === null || fallback.value === '') return
  addRead(flow.findings, flow.state, value, { fallback: fallback.value })
}

function withFallback(part: Value, fallback: Value): Value {
  if (part.kind === 'input' || part.kind === 'opaque') return part
  if (part.kind === 'constant' && part.value === undefined) return fallback
  return unionOf([part, fallback])
}

function elementOf(value: Value, index: number, node: AnyNode): Value {
  if (value.kind === 'array') return value.items[index] ?? opaque(node)
  if (value.kind === 'input') return inputElement(value, node)
  return opaque(node)
}

/** Any element of an input that is an array. */
export function inputElement(value: InputValue, node: AnyNode): InputValue {
  return { ...value, path: value.path.length === 0 ? value.path : [...value.path, '*'], type: undefined, node }
}

// What is left of a request part after some names were taken is still that part.
function restOf(value: Value, node: AnyNode): Value {
  if (value.kind === 'input' || value.kind === 'request' || value.kind === 'object') return value
  return opaque(node)
}
