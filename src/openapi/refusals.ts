import type { JsonSchema } from '../schema/facts.ts'
import { PROBLEM_TYPE, toProblem, toProblemAnswer, type ProblemFormat } from './problem.ts'
import type { Reference, ResponseObject } from './spec.ts'

/** The project's own error format. */
export interface ProblemSource {
  readonly format: ProblemFormat
  /** Of the body that it makes: a schema of any library a contract can use, or JSON Schema. */
  readonly schema?: object | undefined
}

/** Why the server refuses a request before a handler with a contract, by the status of the problem. */
export type RefusalKind = 400 | 413 | 415 | 422

/** One kind of refusal as it is sent. */
export interface Refusal {
  /** Its name among the shared responses. */
  readonly name: string
  readonly status: number
  readonly response: ResponseObject
}

export type Refusals = Readonly<Record<RefusalKind, Refusal>>

const KINDS = {
  400: { name: 'UnreadableBody', description: 'The body cannot be read as its Content-Type says.' },
  413: { name: 'BodyTooLarge', description: 'The body is larger than this operation accepts.' },
  415: { name: 'UnsupportedMediaType', description: 'The body has a media type this operation does not accept.' },
  422: { name: 'ContractViolation', description: 'Values of the request break the contract; `errors` says which.' },
} as const

const OWN_VIOLATION = 'Values of the request break the contract.'

export interface RefusalSchemas {
  /** Of problem details. */
  readonly problem: JsonSchema
  /** Of what the project's own format makes. */
  readonly own: JsonSchema
}

/**
 * Describes the refusals of a project. Its format is asked once for each kind: it may have its own statuses and media
 * types.
 *
 * @param notes Is told what could not be known.
 */
export function toRefusals(source: ProblemSource | undefined, schemas: RefusalSchemas, notes: string[]): Refusals {
  const plain = (kind: RefusalKind): Refusal => toRefusal(kind, kind, { [PROBLEM_TYPE]: { schema: schemas.problem } })
  // Sent before the contract is looked at, so never in the project's own format.
  const tooLarge = plain(413)
  if (!source) return { 400: plain(400), 413: tooLarge, 415: plain(415), 422: plain(422) }
  if (source.schema === undefined) {
    notes.push(
      'problem: its bodies are {} in the document; `problem: { format, schema }` in the config says their shape',
    )
  }
  const own = (kind: Exclude<RefusalKind, 413>): Refusal => {
    const { status, contentType } = tryFormat(source.format, kind, notes)
    const refusal = toRefusal(kind, status, { [contentType]: { schema: schemas.own } })
    // Its bodies may have no `errors`.
    return kind === 422 ? { ...refusal, response: { ...refusal.response, description: OWN_VIOLATION } } : refusal
  }
  return { 400: own(400), 413: tooLarge, 415: own(415), 422: own(422) }
}

function toRefusal(kind: RefusalKind, status: number, content: NonNullable<ResponseObject['content']>): Refusal {
  const { name, description } = KINDS[kind]
  return { name, status, response: { description, content } }
}

const EXAMPLE = [{ in: 'query', pointer: '/page', detail: 'Invalid input', code: 'invalid_type' }] as const

interface Sent {
  readonly status: number
  readonly contentType: string
}

function tryFormat(format: ProblemFormat, kind: Exclude<RefusalKind, 413>, notes: string[]): Sent {
  try {
    return toProblemAnswer(toProblem(kind, 'An example.', kind === 422 ? EXAMPLE : undefined), format)
  } catch (error) {
    notes.push(`problem: the format throws for an example: ${error instanceof Error ? error.message : String(error)}`)
    return { status: kind, contentType: 'application/json' }
  }
}

export const RESPONSE_REF = '#/components/responses/'

/**
 * The responses of an operation with refusals added: shared ones by reference, those of one status together. A status the
 * author states too keeps the author's words, and gets the bodies that rehost sends beside it.
 */
export function addRefusals(
  responses: Readonly<Record<string, ResponseObject | Reference>>,
  refusals: readonly Refusal[],
): Record<string, ResponseObject | Reference> {
  const added = { ...responses }
  const statuses = new Set(refusals.map(({ status }) => status))
  for (const status of statuses) {
    const group = refusals.filter((one) => one.status === status)
    const own = responses[status]
    const [first, second] = group
    if (own === undefined && first && !second) added[status] = { $ref: RESPONSE_REF + first.name }
    else if (own === undefined || !('$ref' in own)) added[status] = together(group, own)
  }
  return added
}

function together(group: readonly Refusal[], own: ResponseObject | undefined): ResponseObject {
  const content = Object.assign({}, ...group.map(({ response }) => response.content), own?.content)
  return {
    ...own,
    description: own?.description ?? group.map(({ response }) => response.description).join(' '),
    content,
  }
}
