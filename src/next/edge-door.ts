import type { IncomingMessage, ServerResponse } from 'node:http'
import { Fault } from '../errors.ts'
import { parseQuery } from '../http/query.ts'
import { installGlobals } from './globals.ts'
import { IncomingRequest } from './incoming-request.ts'
import type { UrlConfig } from './next-url.ts'
import { failRequest, runHandler } from './run-handler.ts'
import { type WebHost, createScope } from './scope.ts'
import { sendResponse } from './send-response.ts'

installGlobals()

/** One request to a `pages/api` file with `config.runtime = 'edge'`. */
export interface EdgeCall {
  /** The default export. */
  readonly handler: unknown
  /** The route's path in Next.js spelling: `/api/users/[id]`. */
  readonly route: string
  /** The route file below the project folder, for messages. */
  readonly file: string
  /** Decoded path parameters; they are added to the URL's query and win over values of the same name. */
  readonly params: Readonly<Record<string, string | string[]>> | undefined
  /** Path and query as the client sent them, with basePath. */
  readonly target: string
  /** `http://localhost:3000`: what `request.url` begins with. */
  readonly origin: string
  /** How `request.nextUrl` reads the URL. */
  readonly urlConfig?: UrlConfig | undefined
  readonly limitBytes?: number | undefined
  readonly jsonDepth?: number | undefined
  readonly host: WebHost
}

function addParams({ target, params }: EdgeCall): string {
  if (params === undefined) return target
  const mark = target.indexOf('?')
  const path = mark < 0 ? target : target.slice(0, mark)
  const search = mark < 0 ? '' : target.slice(mark + 1)
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(parseQuery(search, params).query)) {
    for (const one of Array.isArray(value) ? value : [value]) query.append(name, one)
  }
  return `${path}?${query}`
}

/**
 * Answers a request by an edge-style handler, in this process: the request, the context and the answer are those of the
 * edge runtime, the globals are Node's.
 *
 * A handler that throws or returns no response answers 500 without a body, after `host.onError` was told.
 *
 * @throws {Fault} BODY_TOO_LARGE or JSON_TOO_DEEP, when the handler let it pass: nothing is sent then.
 */
export async function answerEdge(req: IncomingMessage, res: ServerResponse, call: EdgeCall): Promise<void> {
  const { handler, file, host, route } = call
  const { origin, urlConfig, limitBytes, jsonDepth } = call
  const method = req.method ?? 'GET'
  const target = addParams(call)
  const request = new IncomingRequest({ req, res, origin, target, method, urlConfig, limitBytes, jsonDepth })
  const frame = {
    scope: createScope(req, res, { host, route, target, request }),
    phase: 'handler',
    collect: undefined,
  } as const
  try {
    const response = await runHandler({ handler, context: { sourcePage: route }, file, frame })
    await sendResponse(res, response, { contentLength: host.contentLength, head: method === 'HEAD' })
  } catch (error) {
    if (error instanceof Fault) throw error
    await failRequest(res, frame.scope, error)
  }
}
