import type { AnyNode } from '../syntax/tree.ts'
import type { Branches, Flow } from './flow.ts'
import { ALL_METHODS, type MethodSet, toMethodSet } from './method-set.ts'
import { forMethods } from './state.ts'
import { nodeOf, optionsOf, type Value } from './value.ts'

/** The branches of a test that holds for some methods only. */
export function splitMethods(flow: Flow, methods: MethodSet, value: Value): Branches {
  const { state } = flow
  return { value, yes: forMethods(state, methods), no: forMethods(state, ALL_METHODS & ~methods) }
}

/** The methods that constants name: `'GET'`, any of an array's items, or a value whose type is a constant. */
export function toMethods(flow: Flow, value: Value): MethodSet {
  let methods = 0
  for (const option of optionsOf(value)) {
    if (option.kind === 'constant') methods |= toMethodSet(option.value)
    else if (option.kind === 'array') for (const item of option.items) methods |= toMethods(flow, item)
    else methods |= methodsOfType(flow, nodeOf(option))
  }
  return methods
}

function methodsOfType(flow: Flow, node: AnyNode | undefined): MethodSet {
  const { types } = flow.project.compiler
  const type = node && types?.typeOf(node)
  const shape = type && types?.describe(type)
  return shape?.kind === 'literal' ? toMethodSet(shape.value) : 0
}
