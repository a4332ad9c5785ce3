import type { Route } from '../routes/route.ts'
import type { JsonSchema, OperationFacts } from '../schema/facts.ts'
import { isObject, mergeJson } from '../schema/json.ts'
import { toSound } from '../schema/sound.ts'
import { renameComponents } from '../schema/walk.ts'
import type { Operation } from './contract.ts'
import { toContractFacts } from './contract-facts.ts'
import { createContractSchemas, type ContractSchemas } from './contract-schemas.ts'
import type { DocumentInput } from './document-input.ts'
import { isSchema } from './is-schema.ts'
import { mergeFacts } from './merge-facts.ts'
import { createNamer, mergeComponents } from './names.ts'
import { toOperation } from './operation.ts'
import { assignPaths } from './path.ts'
import { checksResponses } from './read-contract.ts'
import { DOCUMENT_METHODS, UNCHECKED, type DocumentMethod, type OperationObject } from './spec.ts'

/** One operation on its way into the document. */
export interface DocumentedOperation {
  readonly path: string
  readonly method: DocumentMethod
  readonly operation: OperationObject
  /** The operation's contract, where it has one. */
  readonly contract: Operation | undefined
  /** Whether its body has a limit unless the route says otherwise: those of pages files have, as under Next.js. */
  readonly limited: boolean
}

/** All operations, and every named schema they may refer to. */
export interface Collected {
  readonly operations: readonly DocumentedOperation[]
  readonly schemas: Readonly<Record<string, JsonSchema>>
  /** What the project's own error format makes; `{}` when it does not say. */
  readonly problem: JsonSchema
}

interface Known {
  readonly route: Route
  readonly operations: readonly OperationFacts[]
  readonly anyMethod: boolean
}

/** Gathers what all sources know and writes it as operations, sorted by path and method. Notes are pushed to `notes`. */
export function collectOperations(input: DocumentInput, notes: string[]): Collected {
  const schemas = createContractSchemas()
  const inferred = new Map((input.facts?.routes ?? []).map((facts) => [facts.name, facts]))
  const known = input.routes.toSorted(byPattern).map((route): Known => {
    const contract = input.contracts.get(route.name)
    const merged = mergeFacts(route, {
      contract: contract && toContractFacts(route, contract, schemas),
      exclusive: contract?.exclusive ?? false,
      inferred: inferred.get(route.name),
      methods: input.methods?.get(route.name),
    })
    for (const note of merged.notes) notes.push(`${route.name}: ${note}`)
    return { route, operations: merged.operations, anyMethod: merged.anyMethod }
  })
  const problem = toOwnProblem(input, schemas)
  notes.push(...schemas.notes)
  const named = mergeComponents(schemas.settle(), input.facts?.components ?? {}, notes)
  const sound = createSounder(named, notes)
  const writer = createWriter(input, sound, notes)
  const operations = known.flatMap((one) => writer(one))
  return { operations: operations.sort(byPath), schemas: named.components, problem: sound('problem')(problem) }
}

function toOwnProblem({ problem }: DocumentInput, schemas: ContractSchemas): JsonSchema {
  const { schema } = problem ?? {}
  if (schema === undefined) return {}
  return isSchema(schema) ? schemas.convert(schema, 'output', 'Refusal') : { ...schema }
}

function byPattern(a: Route, b: Route): number {
  return compare(a.pattern.path, b.pattern.path) || compare(a.name, b.name)
}

function byPath(a: DocumentedOperation, b: DocumentedOperation): number {
  return compare(a.path, b.path) || DOCUMENT_METHODS.indexOf(a.method) - DOCUMENT_METHODS.indexOf(b.method)
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b))

type Named = ReturnType<typeof mergeComponents>

type Sounder = (place: string) => (schema: JsonSchema) => JsonSchema

function createSounder(named: Named, notes: string[]): Sounder {
  const names = new Set(Object.keys(named.components))
  return (place) => (schema) => {
    const result = toSound(renameComponents(schema, named.rename), names)
    for (const note of result.notes) notes.push(`${place}: ${note}`)
    return result.schema
  }
}

function createWriter(input: DocumentInput, sound: Sounder, notes: string[]): (known: Known) => DocumentedOperation[] {
  const namer = createNamer(input.routes, notes)
  const { paths, notes: left } = assignPaths(input.routes)
  notes.push(...left)
  return ({ route, operations, anyMethod }) => {
    const written: DocumentedOperation[] = []
    for (const template of paths.get(route.name) ?? []) {
      for (const facts of operations) {
        const method = DOCUMENT_METHODS.find((one) => one === facts.method.toLowerCase())
        if (!method) continue
        const place = `${route.name} ${facts.method}`
        const contract = contractOf(input, route, facts.method)
        const parts = { ...namer.name(route, facts, template), path: template.parameters, anyMethod }
        const note = (text: string): number => notes.push(`${place}: ${text}`)
        const frame = { ...parts, provenance: input.provenance ?? true, sound: sound(place), note }
        written.push({
          path: template.path,
          method,
          operation: lay(toOperation(facts, frame), contract),
          contract,
          limited: route.root !== 'app',
        })
      }
    }
    return written
  }
}

function contractOf(input: DocumentInput, route: Route, method: string): Operation | undefined {
  const operations = Object.entries(input.contracts.get(route.name)?.operations ?? {})
  return operations.find(([name]) => name === method)?.[1]
}

/** Lays a contract's own OpenAPI over the operation. */
function lay(operation: OperationObject, contract: Operation | undefined): OperationObject {
  if (!contract) return operation
  const stated = {
    ...(contract.security && { security: contract.security }),
    ...(!checksResponses(contract) && { [UNCHECKED]: true }),
  }
  const laid = mergeJson({ ...operation, ...stated }, isObject(contract.openapi) ? contract.openapi : {})
  return laid as OperationObject // two objects merge to one that has every key of the first
}
