import type { IncomingMessage, ServerResponse } from 'node:http'
import { NEVER_CACHED } from '../http/send-error.ts'
import type { NodeHandler } from '../module/endpoint.ts'
import type { Enforced } from './enforced.ts'
import { toProblemAnswer, type Problem, type ProblemFormat } from './problem.ts'
import { NONE, splitQuery, toValues } from './request-values.ts'
import type { OperationCheck, RequestParts } from './validate.ts'

/** What Next.js puts on a request before the handler sees it. */
type NextRequest = IncomingMessage & { query: Record<string, unknown>; cookies: Record<string, string>; body?: unknown }

/** Puts the checks of a contract in front of a Node-style handler. */
export function checkNode(handler: NodeHandler, { checks, params, format, getAnswersHead }: Enforced): NodeHandler {
  return (incoming, res) => {
    const req = incoming as NextRequest // The Node door has made it one.
    if (req.method === 'HEAD' && getAnswersHead) req.method = 'GET'
    const check = checks.get(req.method ?? '')
    if (check === undefined) return handler(req, res)
    const contentType = req.headers['content-type']
    const refused = check.checkMedia(contentType, hasBody(req))
    if (refused) return sendProblem(res, refused, format)
    const { uses } = check
    const { headers } = req
    // Cookies are parsed when they are first read.
    const cookies = uses.cookies ? req.cookies : NONE
    const bodyRead = uses.body && Object.hasOwn(req, 'body')
    const body = bodyRead ? req.body : undefined
    const split = uses.query || uses.params ? splitQuery(req.query, params) : { params: NONE, query: req.query }
    // Each part by its name: spreading `split` would cost more than the check.
    const { params: path, query } = split
    const verdict = check.check({ params: path, query, headers, cookies, body, bodyRead, contentType })
    const conclude = (result: Awaited<typeof verdict>): unknown => {
      if (!result.ok) return sendProblem(res, result.problem, format)
      if (check.parsed) applyNode(req, result.values, uses)
      return handler(req, res)
    }
    return verdict instanceof Promise ? verdict.then(conclude) : conclude(verdict)
  }
}

function applyNode(req: NextRequest, values: RequestParts, uses: OperationCheck['uses']): void {
  if (uses.query || uses.params) req.query = { ...toValues(values.query), ...toValues(values.params) }
  if (values.bodyRead) req.body = values.body
}

function hasBody({ headers }: IncomingMessage): boolean {
  const length = headers['content-length']
  return (length !== undefined && length !== '0') || headers['transfer-encoding'] !== undefined
}

function sendProblem(res: ServerResponse, problem: Problem, format: ProblemFormat | undefined): void {
  const answer = toProblemAnswer(problem, format)
  const text = JSON.stringify(answer.body)
  res.statusCode = answer.status
  res.setHeader('Cache-Control', NEVER_CACHED)
  res.setHeader('Content-Type', answer.contentType)
  res.setHeader('Content-Length', Buffer.byteLength(text))
  res.end(text)
}
