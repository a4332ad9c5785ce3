import type { JsonSchema } from '../schema/facts.ts'
import { equalJson, isObject, type JsonObject } from '../schema/json.ts'
import { COMPONENT, componentsIn } from '../schema/walk.ts'
import { freeName } from './names.ts'
import type { Collected, DocumentedOperation } from './operations.ts'
import {
  MESSAGE_SCHEMA,
  PROBLEM_SCHEMA,
  PROBLEM_TYPE,
  toClientError,
  toViolation,
  type ProblemShape,
} from './problem.ts'
import type { OperationObject, Reference, ResponseObject } from './spec.ts'

/** Operations with the answers rehost itself gives, and the shared parts they refer to. */
export interface WithComponents {
  readonly operations: readonly DocumentedOperation[]
  readonly shared: { readonly schemas: Record<string, JsonObject>; readonly responses: Record<string, ResponseObject> }
}

/** Adds the answers that rehost itself gives, as shared responses, and keeps the named schemas that are used. */
export function collectComponents(collected: Collected, shape: ProblemShape | undefined): WithComponents {
  const names = nameShared(collected.schemas)
  const problem = { $ref: COMPONENT + names.problem }
  const violation = shape ?? { contentType: PROBLEM_TYPE, schema: problem }
  const shared: Record<string, ResponseObject> = {
    ClientError: toClientError(problem, { $ref: COMPONENT + names.message }),
    UnreadableBody: toViolation(400, violation),
    // Sent before the contract is looked at, so never in the project's own format.
    BodyTooLarge: toViolation(413, { contentType: PROBLEM_TYPE, schema: problem }),
    UnsupportedMediaType: toViolation(415, violation),
    ContractViolation: toViolation(422, violation),
  }
  const operations = collected.operations.map((one) => ({ ...one, operation: addAnswers(one, shared, violation) }))
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

const RESPONSE = '#/components/responses/'
const VIOLATIONS = {
  400: 'UnreadableBody',
  413: 'BodyTooLarge',
  415: 'UnsupportedMediaType',
  422: 'ContractViolation',
} as const

function addAnswers(
  documented: DocumentedOperation,
  shared: Readonly<Record<string, ResponseObject>>,
  violation: ProblemShape,
): OperationObject {
  const { operation } = documented
  const responses: Record<string, ResponseObject | Reference> = { ...operation.responses }
  for (const status of violationsOf(documented)) {
    const name = VIOLATIONS[status]
    const own = responses[status]
    responses[status] = own ? alsoProblem(own, violation) : { $ref: RESPONSE + name }
  }
  const hasClientError = Object.keys(responses).some((status) => status.startsWith('4') || status === 'default')
  if (!hasClientError && shared['ClientError']) responses['4XX'] = { $ref: `${RESPONSE}ClientError` }
  return { ...operation, responses }
}

/** A status the author states too keeps the author's words, and gets the body that rehost sends beside it. */
function alsoProblem(
  own: ResponseObject | Reference,
  { contentType, schema }: ProblemShape,
): ResponseObject | Reference {
  if ('$ref' in own) return own
  return { ...own, content: { [contentType]: { schema }, ...own.content } }
}

/** What the contract check of an operation can answer. */
function violationsOf({ contract, limited }: DocumentedOperation): (keyof typeof VIOLATIONS)[] {
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
    Object.values(operation.responses).some((response) => '$ref' in response && response.$ref === RESPONSE + name),
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
