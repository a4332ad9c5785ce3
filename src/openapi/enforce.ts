import type { IncomingMessage, ServerResponse } from 'node:http'
import { parseCookies } from '../http/cookies.ts'
import type { Endpoint, NodeHandler, WebHandler } from '../module/endpoint.ts'
import type { Route } from '../routes/route.ts'
import { rawOf, readRequestBody } from './contract-body.ts'
import { toProblemAnswer, type Problem, type ProblemFormat } from './problem.ts'
import type { RouteContract } from './read-contract.ts'
import { compileContract, type ContractChecks, type OperationCheck, type RequestParts } from './validate.ts'

/** What Next.js puts on a request before the handler sees it. */
type NextRequest = IncomingMessage & { query: Record<string, unknown>; cookies: Record<string, string>; body?: unknown }

type Values = Record<string, unknown>

interface Enforced {
  readonly checks: ContractChecks
  readonly params: readonly string[]
  readonly format: ProblemFormat | undefined
  readonly getAnswersHead: boolean
}

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
  const checks = compileContract(contract)
  const params = route.pattern.segments.flatMap((segment) => (segment.kind === 'static' ? [] : [segment.name]))
  // RFC 9110 §9.3.2: HEAD is GET without the content. Node leaves the content out by the method it has read itself.
  const getAnswersHead =
    contract.exclusive && contract.operations.GET !== undefined && contract.operations.HEAD === undefined
  const enforced: Enforced = { checks, params, format, getAnswersHead }
  if (endpoint.style === 'node') return { ...endpoint, handler: checkNode(endpoint.handler, enforced) }
  if (endpoint.style === 'edge') return endpoint
  const handlers = Object.fromEntries(
    Object.entries(endpoint.handlers).map(([method, handler]) => {
      const check = checks.get(method)
      return [method, check ? checkWeb(handler, check, enforced) : handler]
    }),
  )
  return { ...endpoint, handlers }
}

function checkNode(handler: NodeHandler, { checks, params, format, getAnswersHead }: Enforced): NodeHandler {
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

/** Next.js puts path parameters into the query. */
function splitQuery(all: Values, names: readonly string[]): Pick<RequestParts, 'params' | 'query'> {
  if (names.length === 0) return { params: NONE, query: all }
  const params: Values = {}
  const query: Values = {}
  for (const name in all) (names.includes(name) ? params : query)[name] = all[name]
  return { params, query }
}

const NONE: Values = {}
const NO_BODY = { ok: true, body: undefined } as const

function applyNode(req: NextRequest, values: RequestParts, uses: OperationCheck['uses']): void {
  if (uses.query || uses.params) req.query = { ...toValues(values.query), ...toValues(values.params) }
  if (values.bodyRead) req.body = values.body
}

function toValues(value: unknown): Values {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

function hasBody({ headers }: IncomingMessage): boolean {
  const length = headers['content-length']
  return (length !== undefined && length !== '0') || headers['transfer-encoding'] !== undefined
}

function sendProblem(res: ServerResponse, problem: Problem, format: ProblemFormat | undefined): void {
  const answer = toProblemAnswer(problem, format)
  const text = JSON.stringify(answer.body)
  res.statusCode = answer.status
  res.setHeader('Content-Type', answer.contentType)
  res.setHeader('Content-Length', Buffer.byteLength(text))
  res.end(text)
}

function checkWeb(handler: WebHandler, check: OperationCheck, { format }: Enforced): WebHandler {
  return async (request, context) => {
    const problem = await findProblem(request, context, check)
    if (problem === undefined) return Reflect.apply(handler, null, [request, context])
    const answer = toProblemAnswer(problem, format)
    return new Response(JSON.stringify(answer.body), {
      status: answer.status,
      headers: { 'content-type': answer.contentType },
    })
  }
}

async function findProblem(
  request: Request,
  context: { params: Promise<unknown> },
  check: OperationCheck,
): Promise<Problem | undefined> {
  // The platform's objects are dear to make: only what the contract states is gathered, and from Node's where it can be.
  const { uses } = check
  const raw = rawOf(request)
  const header = (name: string): string | undefined => {
    if (!raw?.headers) return request.headers.get(name) ?? undefined
    const value = raw.headers[name]
    return Array.isArray(value) ? value.join(', ') : value
  }
  const contentType = uses.body ? header('content-type') : undefined
  const sent = contentType !== undefined && header('content-length') !== '0'
  const refused = check.checkMedia(contentType, sent)
  if (refused) return refused
  const kind = check.bodyKind(contentType)
  const read = kind === undefined ? NO_BODY : await readRequestBody(kind, request, raw)
  if (!read.ok) return read.problem
  const result = await check.check({
    params: uses.params ? toValues(await context.params) : NONE,
    query: uses.query ? toQuery(new URL(request.url).searchParams) : NONE,
    headers: uses.headers ? (raw?.headers ?? Object.fromEntries(request.headers)) : NONE,
    cookies: uses.cookies ? parseCookies(header('cookie')) : NONE,
    body: read.body,
    bodyRead: true,
    contentType,
  })
  return result.ok ? undefined : result.problem
}

function toQuery(search: URLSearchParams): Values {
  const query: Values = {}
  for (const name of new Set(search.keys())) {
    const values = search.getAll(name)
    query[name] = values.length === 1 ? values[0] : values
  }
  return query
}
