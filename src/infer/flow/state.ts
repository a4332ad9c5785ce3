import type { MethodSet } from './method-set.ts'
import type { Status } from './value.ts'

/** What is known at one point of a handler's run: for which methods it is reached, and what is set on the response. */
export interface State {
  readonly methods: MethodSet
  /** Statuses set on the response so far; undefined means 200. */
  readonly status: readonly Status[] | undefined
  /** Headers set so far, lower case; true when the value is not constant. */
  readonly headers: Readonly<Record<string, string | true>>
  readonly isStreaming: boolean
  /** The methods that are surely answered already; what is sent for them now is lost. */
  readonly sent: MethodSet
  /** Inside a catch block: reached only when something failed. */
  readonly isFailure: boolean
}

export function startState(methods: MethodSet): State {
  return { methods, status: undefined, headers: {}, isStreaming: false, sent: 0, isFailure: false }
}

/** The state where two paths meet; undefined stands for a path that ended. */
export function mergeStates(one: State | undefined, other: State | undefined): State | undefined {
  if (!one || !other) return one ?? other
  if (one === other) return one
  return {
    methods: one.methods | other.methods,
    status: mergeStatus(one.status, other.status),
    headers: mergeHeaders(one.headers, other.headers),
    isStreaming: one.isStreaming || other.isStreaming,
    // Answered on both paths, or on the only one that the method takes.
    sent: (one.sent & other.sent) | (one.sent & ~other.methods) | (other.sent & ~one.methods),
    isFailure: one.isFailure && other.isFailure,
  }
}

// A status set on one path alone is 200 on the other.
function mergeStatus(one: State['status'], other: State['status']): State['status'] {
  if (one === other) return one
  return [...new Set([...(one ?? [200]), ...(other ?? [200])])]
}

function mergeHeaders(one: State['headers'], other: State['headers']): State['headers'] {
  if (one === other) return one
  const shared = Object.entries(one).filter(([name]) => name in other)
  return Object.fromEntries(shared.map(([name, value]) => [name, value === other[name] ? value : true]))
}

/** The part of a state that holds for some methods; undefined when none is left. */
export function forMethods(state: State | undefined, methods: MethodSet): State | undefined {
  if (!state) return undefined
  const left = state.methods & methods
  if (left === 0) return undefined
  return left === state.methods ? state : { ...state, methods: left, sent: state.sent & left }
}

/** True when every method that gets here is answered. */
export function isAnswered(state: State): boolean {
  return (state.methods & ~state.sent) === 0
}
