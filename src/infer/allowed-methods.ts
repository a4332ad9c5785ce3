import type { RouteFacts } from '../schema/facts.ts'

/**
 * The methods a route answers, for an `Allow` header. Undefined when they are not certain: a handler that takes any
 * method, or one that something unknown stands in front of.
 */
export function allowedMethods(facts: RouteFacts): readonly string[] | undefined {
  if (facts.anyMethod || facts.methodsCertain !== true) return undefined
  return facts.operations.map((operation) => operation.method)
}
