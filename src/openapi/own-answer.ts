import { validateHeaderValue } from 'node:http'
import { Fault } from '../errors.ts'
import type { OwnAnswer } from '../http/send-error.ts'
import { toProblem, toProblemAnswer, type ProblemFormat } from './problem.ts'

// The document has one 400 for a body that cannot be read, whoever finds that out.
const UNREADABLE = new Set(['BODY_INVALID', 'JSON_TOO_DEEP'])

/**
 * Makes what says how a failure in front of a contract's checks looks in the project's own error format.
 *
 * @returns A function that gives undefined for failures that look as they do everywhere: all but a body that cannot be
 *   read. It throws what the format throws, and where that gave what cannot be sent.
 */
export function createOwnAnswer(format: ProblemFormat): (error: unknown) => OwnAnswer | undefined {
  return (error) => {
    if (!(error instanceof Fault) || !UNREADABLE.has(error.code)) return undefined
    const { status, contentType, body } = toProblemAnswer(toProblem(400, error.message), format)
    return checkAnswer({ status, type: contentType, text: JSON.stringify(body) })
  }
}

// Sending it must not fail: there is nothing behind it that could answer.
function checkAnswer({ status, type, text }: { status: number; type: string; text: string | undefined }): OwnAnswer {
  if (!Number.isInteger(status) || status < 200 || status > 599) throw new RangeError(`problem: no status: ${status}`)
  if (text === undefined) throw new TypeError('problem: the format gave no body')
  validateHeaderValue('Content-Type', type)
  return { status, type, text }
}
