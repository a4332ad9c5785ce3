import type { OperationFacts, ParameterFact, ResponseFact, RouteFacts } from '../schema/facts.ts'
import type { Route } from '../routes/route.ts'

/** What the sources say of one route; any of them may be missing. */
export interface RouteSources {
  /** From the contract, where it has one. */
  readonly contract: readonly OperationFacts[] | undefined
  /** True when the contract names every method the route has: others are refused. */
  readonly exclusive: boolean
  readonly inferred: RouteFacts | undefined
  /** Methods the module exports, upper case; undefined when the file was not loaded or is Node-style. */
  readonly methods: readonly string[] | undefined
}

/**
 * Brings together what is known of a route, fact by fact from the best source there is: contract, then inference, then
 * the module's exports, then a guess.
 */
export function mergeFacts(route: Route, sources: RouteSources): RouteFacts {
  const { contract = [], inferred, exclusive, methods } = sources
  const stated = new Map(contract.map((facts) => [facts.method, facts]))
  const found = new Map((inferred?.operations ?? []).map((facts) => [facts.method, facts]))
  const names = exclusive ? [...stated.keys()] : (methods ?? [...new Set([...stated.keys(), ...found.keys()])])
  const operations = names.map((method) => {
    const best = stated.get(method)
    const second = found.get(method)
    if (best) return second ? overlay(best, second) : best
    return second ?? unknown(method, 'literal')
  })
  const anyMethod = contract.length === 0 && methods === undefined && (inferred?.anyMethod ?? true)
  return {
    name: route.name,
    path: route.pattern.path,
    operations: operations.length > 0 || !anyMethod ? operations : [unknown('GET', 'guess')],
    anyMethod,
    // What inference did not understand is of no interest where every method has a contract.
    notes: names.every((method) => stated.has(method)) && names.length > 0 ? [] : (inferred?.notes ?? []),
  }
}

function unknown(method: string, from: 'literal' | 'guess'): OperationFacts {
  return { method, parameters: [], responses: [], notes: [], known: { from } }
}

function overlay(contract: OperationFacts, inferred: OperationFacts): OperationFacts {
  return {
    ...inferred,
    ...contract,
    parameters: overlayParameters(contract.parameters, inferred.parameters),
    responses: overlayResponses(contract.responses, inferred.responses),
    // What inference did not understand of a part the contract states is of no interest.
    notes: contract.notes,
  }
}

/** A kind of parameters the contract states at all is complete: `query: z.object({ q })` leaves no room for others. */
function overlayParameters(stated: readonly ParameterFact[], found: readonly ParameterFact[]): ParameterFact[] {
  const kinds = new Set(stated.map((fact) => fact.in))
  return [...stated, ...found.filter((fact) => !kinds.has(fact.in))]
}

/** Statuses the code was seen to answer stand beside those the contract states, unless it says `default`. */
function overlayResponses(stated: readonly ResponseFact[], found: readonly ResponseFact[]): ResponseFact[] {
  const statuses = new Set(stated.map((fact) => fact.status))
  if (statuses.has('default')) return [...stated]
  const extra = found.filter(({ status }) => !statuses.has(status) && (status !== 'default' || stated.length === 0))
  return [...stated, ...extra]
}
