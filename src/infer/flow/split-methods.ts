import type { Branches, Flow } from './flow.ts'
import { ALL_METHODS, type MethodSet, toMethodSet } from './method-set.ts'
import { forMethods } from './state.ts'
import { optionsOf, type Value } from './value.ts'

/** The branches of a test that holds for some methods only. */
export function splitMethods(flow: Flow, methods: MethodSet, value: Value): Branches {
  const { state } = flow
  return { value, yes: forMethods(state, methods), no: forMethods(state, ALL_METHODS & ~methods) }
}

/** The methods that constants name: `'GET'`, or any of an array's items. */
export function toMethods(value: Value): MethodSet {
  let methods = 0
  for (const option of optionsOf(value)) {
    if (option.kind === 'constant') methods |= toMethodSet(option.value)
    if (option.kind === 'array') for (const item of option.items) methods |= toMethods(item)
  }
  return methods
}
