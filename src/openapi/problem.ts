import type { JsonSchema } from '../schema/facts.ts'
import type { ResponseObject } from './spec.ts'

/** The media type of problem details (RFC 9457 §3). */
export const PROBLEM_TYPE = 'application/problem+json'

/** One thing wrong with a request. */
export interface ProblemError {
  /** The part of the request that is wrong. */
  readonly in: 'path' | 'query' | 'header' | 'cookie' | 'body'
  /** JSON Pointer (RFC 6901) below that part: `/items/0/price`; empty for the whole part. */
  readonly pointer: string
  /** For people: what is expected. */
  readonly detail: string
  /** For programs: `invalid_type`, `too_small`, … as zod names it; `invalid` when the schema's library has no codes. */
  readonly code: string
}

/** Problem details as RFC 9457 §3.1 names its members, with one extension: `errors`. */
export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly errors?: readonly ProblemError[]
}

/**
 * A project's own error format: given the problem, returns what to send instead.
 *
 * `contentType` defaults to `application/json`, `status` to the problem's own.
 */
export type ProblemFormat = (problem: Problem) => {
  readonly body: unknown
  readonly contentType?: string
  readonly status?: number
}

/** What to send for a problem. */
export interface ProblemAnswer {
  readonly status: number
  readonly contentType: string
  readonly body: unknown
}

/** The answer to a problem: problem+json, or whatever the project's own format makes of it. */
export function toProblemAnswer(problem: Problem, format?: ProblemFormat): ProblemAnswer {
  if (!format) return { status: problem.status, contentType: PROBLEM_TYPE, body: problem }
  const { body, contentType = 'application/json', status = problem.status } = format(problem)
  return { status, contentType, body }
}

const TITLES: Readonly<Record<400 | 415 | 422, string>> = {
  400: 'Bad Request',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
}

/**
 * Builds the problem of a request that breaks its contract: 400 when the body cannot be read, 415 when its media type is
 * not in the contract, 422 when its values are not.
 */
export function toProblem(status: 400 | 415 | 422, detail: string, errors?: readonly ProblemError[]): Problem {
  return { type: 'about:blank', title: TITLES[status], status, detail, ...(errors && { errors }) }
}

/** JSON Schema of `Problem`. */
export const PROBLEM_SCHEMA: JsonSchema = {
  type: 'object',
  description: 'Problem details (RFC 9457).',
  required: ['type', 'title', 'status'],
  properties: {
    type: { type: 'string', description: '`about:blank`: the title says it all.' },
    title: { type: 'string' },
    status: { type: 'integer', minimum: 400, maximum: 599 },
    detail: { type: 'string' },
    code: { type: 'string', description: 'A stable name of the failure: `METHOD_NOT_ALLOWED`.' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['in', 'pointer', 'detail', 'code'],
        properties: {
          in: { type: 'string', enum: ['path', 'query', 'header', 'cookie', 'body'] },
          pointer: { type: 'string', description: 'JSON Pointer (RFC 6901); empty for the whole part.' },
          detail: { type: 'string' },
          code: { type: 'string' },
        },
      },
    },
  },
}

/** JSON Schema of the small body that other errors have. */
export const MESSAGE_SCHEMA: JsonSchema = {
  type: 'object',
  description: 'What went wrong.',
  required: ['message'],
  properties: { message: { type: 'string' } },
}

/** Answers that rehost itself gives for any operation. */
export function toClientError(problem: JsonSchema, message: JsonSchema): ResponseObject {
  return {
    description:
      'The request was refused: the path is malformed (400), the method is not one of this path (405, see `Allow`), ' +
      'the body is too large (413), or the handler says so.',
    headers: { Allow: { description: 'With 405: the methods of this path.', schema: { type: 'string' } } },
    content: { 'application/json': { schema: message }, [PROBLEM_TYPE]: { schema: problem } },
  }
}
