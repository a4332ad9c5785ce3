import type { Endpoint } from '../module/endpoint.ts'
import type { Route } from '../routes/route.ts'
import { checkNode } from './enforce-node.ts'
import { checkEdge, checkWeb } from './enforce-web.ts'
import type { Enforced } from './enforced.ts'
import type { ProblemFormat } from './problem.ts'
import type { RouteContract } from './read-contract.ts'
import { compileContract } from './validate.ts'

/**
 * Puts a contract's request checks in front of an endpoint's handlers. Done once, when the module is loaded; a handler
 * without checks stays as it is.
 *
 * @param format The project's own error format; default problem+json.
 */
export function enforceContract(
  endpoint: Endpoint,
  route: Route,
  { contract, format }: { contract: RouteContract; format: ProblemFormat | undefined },
): Endpoint {
  const { operations, exclusive } = contract
  const checks = compileContract(contract)
  const params = route.pattern.segments.flatMap((segment) => (segment.kind === 'static' ? [] : [segment.name]))
  const getAnswersHead = exclusive && operations.GET !== undefined && operations.HEAD === undefined
  const enforced: Enforced = { checks, params, format, getAnswersHead }
  if (endpoint.style === 'node') return { ...endpoint, handler: checkNode(endpoint.handler, enforced) }
  if (endpoint.style === 'edge') return { ...endpoint, handler: checkEdge(endpoint.handler, enforced) }
  const handlers = Object.fromEntries(
    Object.entries(endpoint.handlers).map(([method, handler]) => {
      const check = checks.get(method)
      return [method, check ? checkWeb(handler, check, format) : handler]
    }),
  )
  return { ...endpoint, handlers }
}
