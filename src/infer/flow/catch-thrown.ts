import type { Flow, Trap } from './flow.ts'
import { partitionMethods } from './partition.ts'
import { mergeStates, type State } from './state.ts'
import type { Value } from './value.ts'

interface Catching {
  readonly trap: Trap
  /** The state at the start of what is caught. */
  readonly before: State
}

/**
 * Runs a catch once for each group of methods that the same errors are thrown for, so that an error thrown for POST
 * alone says nothing about GET. Gives the state behind it.
 */
export function catchThrown(
  flow: Flow,
  { trap, before }: Catching,
  run: (thrown: readonly Value[]) => void,
): State | undefined {
  let after: State | undefined
  const masks = trap.thrown.map(({ state }) => state.methods)
  for (const methods of partitionMethods(before.methods, masks)) {
    const thrown = trap.thrown.filter(({ state }) => state.methods & methods).map(({ value }) => value)
    flow.state = { ...before, methods, isFailure: true }
    run(thrown)
    after = mergeStates(after, flow.state)
  }
  return after
}
