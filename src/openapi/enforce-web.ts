import { parseCookies } from '../http/cookies.ts'
import { NEVER_CACHED } from '../http/send-error.ts'
import type { WebHandler } from '../module/endpoint.ts'
import { rawOf, readRequestBody } from './contract-body.ts'
import type { Enforced } from './enforced.ts'
import { toProblemAnswer, type Problem, type ProblemFormat } from './problem.ts'
import { NONE, splitQuery, toQuery, toValues, type Values } from './request-values.ts'
import type { CheckResult, OperationCheck, RequestParts } from './validate.ts'

/** Puts the checks of one operation in front of a web-style handler. */
export function checkWeb(handler: WebHandler, check: OperationCheck, format: ProblemFormat | undefined): WebHandler {
  const { uses } = check
  return async (request, context) => {
    const split: Split = async () => ({
      params: uses.params ? toValues(await context.params) : NONE,
      query: uses.query ? toQuery(new URL(request.url).searchParams) : NONE,
    })
    const result = await checkRequest(request, check, split)
    if (!result.ok) return toResponse(result.problem, format)
    if (check.parsed) keepParsed(request, result.values, uses)
    return Reflect.apply(handler, null, [request, context])
  }
}

/** Puts the checks of a contract in front of an edge-style handler, which finds path parameters in the URL's query. */
export function checkEdge(handler: WebHandler, { checks, params, format, getAnswersHead }: Enforced): WebHandler {
  return async (request, context) => {
    const check = checks.get(request.method)
    if (request.method === 'HEAD' && getAnswersHead) Object.defineProperty(request, 'method', { value: 'GET' })
    if (check === undefined) return Reflect.apply(handler, null, [request, context])
    const { uses } = check
    const split: Split = () => splitQuery(toQuery(new URL(request.url).searchParams), params)
    const result = await checkRequest(request, check, split)
    if (!result.ok) return toResponse(result.problem, format)
    if (check.parsed) keepParsed(request, result.values, uses)
    return Reflect.apply(handler, null, [request, context])
  }
}

const NOTHING = { params: NONE, query: NONE }
const NO_BODY = { ok: true, body: undefined } as const

/** Where path parameters and query come from: asked for when the body is read, if the contract states one of them. */
type Split = () => Pick<RequestParts, 'params' | 'query'> | Promise<Pick<RequestParts, 'params' | 'query'>>

async function checkRequest(request: Request, check: OperationCheck, split: Split): Promise<CheckResult> {
  // The platform's objects are dear to make: only what the contract states is gathered, from Node's where it can be.
  const { uses } = check
  const raw = rawOf(request)
  const header = (name: string): string | undefined => {
    if (!raw?.headers) return request.headers.get(name) ?? undefined
    const value = raw.headers[name]
    return Array.isArray(value) ? value.join(', ') : value
  }
  const contentType = uses.body ? header('content-type') : undefined
  const refused = uses.body ? check.checkMedia(contentType, hasBody(contentType, header)) : undefined
  if (refused) return { ok: false, problem: refused }
  const kind = check.bodyKind(contentType)
  const read = kind === undefined ? NO_BODY : await readRequestBody(kind, request, raw)
  if (!read.ok) return read
  const { params, query } = uses.params || uses.query ? await split() : NOTHING
  return check.check({
    params,
    query,
    headers: uses.headers ? (raw?.headers ?? Object.fromEntries(request.headers)) : NONE,
    cookies: uses.cookies ? parseCookies(header('cookie')) : NONE,
    body: read.body,
    bodyRead: true,
    contentType,
  })
}

function hasBody(contentType: string | undefined, header: (name: string) => string | undefined): boolean {
  const length = header('content-length')
  if (length !== undefined) return length !== '0'
  return contentType !== undefined || header('transfer-encoding') !== undefined
}

function toResponse(problem: Problem, format: ProblemFormat | undefined): Response {
  const { body, status, contentType } = toProblemAnswer(problem, format)
  const headers = { 'cache-control': NEVER_CACHED, 'content-type': contentType }
  return new Response(JSON.stringify(body), { status, headers })
}

// `parsed()` of rehost/contract looks there: that module in the app is another than the server's.
const PARSED = Symbol.for('rehost.parsed')
const PLACES = ['params', 'query', 'headers', 'cookies', 'body'] as const

function keepParsed(request: Request, parts: RequestParts, uses: OperationCheck['uses']): void {
  const values: Values = {}
  for (const place of PLACES) if (uses[place]) values[place] = parts[place]
  Object.defineProperty(request, PARSED, { value: values })
}
