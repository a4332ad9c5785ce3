import type { Route } from '../routes/route.ts'
import type { OperationFacts, ProjectFacts } from '../schema/facts.ts'
import { collectComponents } from './components.ts'
import type { DocumentInput } from './document-input.ts'
import { createDriftDetector, type DriftDetector } from './drift.ts'
import { collectOperations } from './operations.ts'
import type { RouteContract } from './read-contract.ts'
import type { PathItem } from './spec.ts'

export interface ContractDrift {
  readonly route: Route
  readonly contract: RouteContract
  /** What inference found: a status that the code was seen to send stands beside those the contract states. */
  readonly facts: ProjectFacts | undefined
  readonly problem: DocumentInput['problem']
}

/** Opens a detector that knows one route by its contract: the document would need every route's module. */
export function createContractDetector({ route, contract, facts, problem }: ContractDrift): DriftDetector {
  const routes = (facts?.routes ?? []).filter(({ name }) => name === route.name)
  const statuses = routes.map((one) => ({ ...one, operations: one.operations.map(toStatuses) }))
  const collected = collectOperations(
    {
      title: '',
      version: '',
      routes: [route],
      facts: { routes: statuses, components: {}, securitySchemes: {}, compiler: 'none' },
      contracts: new Map([[route.name, contract]]),
      problem,
    },
    [],
  )
  const { operations, shared } = collectComponents(collected, problem, [])
  const paths: Record<string, PathItem> = {}
  for (const { path, method, operation } of operations) paths[path] = { ...paths[path], [method]: operation }
  const responses = Object.fromEntries(Object.entries(shared.responses).map(([name, one]) => [name, { ...one }]))
  return createDriftDetector({ paths, components: { schemas: shared.schemas, responses } }, [route])
}

// What such an answer looks like is no part of the contract.
function toStatuses({ method, responses, notes, known }: OperationFacts): OperationFacts {
  const media = [{ contentType: '*/*', schema: {}, known }]
  return { method, parameters: [], responses: responses.map((one) => ({ ...one, headers: {}, media })), notes, known }
}
