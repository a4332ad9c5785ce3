import type { JsonSchema } from '../schema/facts.ts'
import { equalJson, isObject, type JsonObject } from '../schema/json.ts'
import { COMPONENT, componentsIn } from '../schema/walk.ts'
import { freeName } from './names.ts'
import type { Collected, DocumentedOperation } from './operations.ts'
import { MESSAGE_SCHEMA, PROBLEM_SCHEMA, toClientError } from './problem.ts'
import {
  addRefusals,
  RESPONSE_REF,
  toRefusals,
  type ProblemSource,
  type RefusalKind,
  type Refusals,
} from './refusals.ts'
import type { OperationObject, ResponseObject } from './spec.ts'

/** Operations with the answers rehost itself gives, and the shared parts they refer to. */
export interface WithComponents {
  readonly operations: readonly DocumentedOperation[]
  readonly shared: { readonly schemas: Record<string, JsonObject>; readonly responses: Record<string, ResponseObject> }
}

/**
 * Adds the answers that rehost itself gives, as shared responses, and keeps the named schemas that are used.
 *
 * @param source The project's own error format. @param notes Is told what could not be known of it.
 */
export function collectComponents(
  collected: Collected,
  source: ProblemSource | undefined,
  notes: string[],
): WithComponents {
  const names = nameShared(collected.schemas)
  const problem = { $ref: COMPONENT + names.problem }
  const refuses = collected.operations.some((one) => kindsOf(one).some((kind) => kind !== 413))
  const refusals = toRefusals(refuses ? source : undefined, { problem, own: collected.problem }, notes)
  const shared: Record<string, ResponseObject> = {
    ClientError: toClientError(problem, { $ref: COMPONENT + names.message }),
    ...Object.fromEntries(Object.values(refusals).map(({ name, response }) => [name, response])),
  }
  const operations = collected.operations.map((one) => ({ ...one, operation: addAnswers(one, refusals) }))
  const responses = Object.fromEntries(
    Object.entries(shared)
      .filter(([name]) => isUsed(name, operations))
      .sort(byName),
  )
  const all = { ...collected.schemas, [names.problem]: PROBLEM_SCHEMA, [names.message]: MESSAGE_SCHEMA }
  return {
    operations,
    shared: { schemas: reachable([...operations.map(({ operation }) => operation), responses], all), responses },
  }
}

/** `Problem` and `Message`, unless the project has schemas of these names that say something else. */
function nameShared(schemas: Readonly<Record<string, JsonSchema>>): { problem: string; message: string } {
  const pick = (name: string, schema: JsonSchema): string => {
    const own = schemas[name]
    return !own || equalJson(own, schema) ? name : freeName(`Rehost${name}`, new Set(Object.keys(schemas)))
  }
  return { problem: pick('Problem', PROBLEM_SCHEMA), message: pick('Message', MESSAGE_SCHEMA) }
}

function addAnswers(documented: DocumentedOperation, refusals: Refusals): OperationObject {
  const { operation } = documented
  const kinds = kindsOf(documented).map((kind) => refusals[kind])
  const responses = addRefusals(operation.responses, kinds)
  const hasClientError = Object.keys(responses).some((status) => status.startsWith('4') || status === 'default')
  if (!hasClientError) responses['4XX'] = { $ref: `${RESPONSE_REF}ClientError` }
  return { ...operation, responses }
}

/** What the contract check of an operation can answer. */
function kindsOf({ contract, limited }: DocumentedOperation): RefusalKind[] {
  if (!contract) return []
  const { validate, body, params, query, headers, cookies } = contract
  if (validate === false || (isObject(validate) && validate['request'] === false)) return []
  const checked = [params, query, headers, cookies, body].some((part) => part !== undefined)
  return [
    ...(body === undefined ? [] : ([400, 415] as const)),
    ...(body !== undefined && limited ? ([413] as const) : []),
    ...(checked ? ([422] as const) : []),
  ]
}

function isUsed(name: string, operations: readonly DocumentedOperation[]): boolean {
  return operations.some(({ operation }) =>
    Object.values(operation.responses).some((response) => '$ref' in response && response.$ref === RESPONSE_REF + name),
  )
}

/** Named schemas that the given parts refer to, directly or through others, by name. */
function reachable(
  parts: readonly unknown[],
  schemas: Readonly<Record<string, JsonSchema>>,
): Record<string, JsonObject> {
  const used = new Set<string>()
  const queue = parts.flatMap((part) => [...refsAnywhere(part)])
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    const schema = schemas[name]
    if (!schema || used.has(name)) continue
    used.add(name)
    queue.push(...componentsIn(schema))
  }
  return Object.fromEntries(
    Object.entries(schemas)
      .filter(([name]) => used.has(name))
      .sort(byName),
  )
}

function refsAnywhere(value: unknown, found: Set<string> = new Set()): Set<string> {
  if (Array.isArray(value)) for (const one of value) refsAnywhere(one, found)
  if (!isObject(value)) return found
  for (const name of componentsIn(value)) found.add(name)
  for (const inner of Object.values(value)) refsAnywhere(inner, found)
  return found
}

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1)
