import type { AnyNode } from '../syntax/tree.ts'
import type { FoundResponse } from './findings.ts'
import type { State } from './state.ts'

/** The answer to an error that no code of the project catches. */
export function uncaught(state: State, node: AnyNode | undefined): FoundResponse {
  return {
    methods: state.methods,
    status: 500,
    headers: {},
    contentType: undefined,
    body: undefined,
    isStream: false,
    declared: undefined,
    isFailure: true,
    from: 'thrown',
    node,
  }
}
