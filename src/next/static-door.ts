import type { IncomingMessage, ServerResponse } from 'node:http'
import { Fault } from '../errors.ts'
import { startAfterTasks, watchWork } from './after.ts'
import { type Made, keepAnswer } from './cache/keep-answer.ts'
import { type KeepPolicy, hasParams } from './cache/keep-policy.ts'
import { pathOf, pathTagsOf } from './cache/request-tags.ts'
import { StaticRequest } from './cache/static-request.ts'
import type { IncomingParts } from './incoming-request.ts'
import { runHandler } from './run-handler.ts'
import { Collected, RequestScope, type StaticMode } from './scope.ts'

/** A request to a route whose answers may be kept. */
export interface StaticCall {
  readonly handler: unknown
  readonly context: object
  readonly file: string
  readonly policy: KeepPolicy & { readonly mode: StaticMode }
  readonly params: Readonly<Record<string, string | string[]>> | undefined
  readonly parts: IncomingParts
  /** The request as the ordinary door sees it. */
  readonly scope: RequestScope
}

// Another run may need another scope: the request may have been answered already.
async function make(call: StaticCall, isShared: boolean): Promise<Made> {
  const { handler, context, file, policy, parts } = call
  const { req, res, host, route, target, draft, fetchCache } = call.scope
  const collect = new Collected(policy.mode)
  const request = new StaticRequest(parts, { collect, route, isShared })
  const scope = new RequestScope(req, res, { host, route, target, request })
  scope.draft = draft
  scope.fetchCache = fetchCache
  try {
    const frame = { scope, phase: 'static', collect } as const
    return { response: await runHandler({ handler, context, file, frame }), collect }
  } finally {
    await Promise.all(scope.pending ?? [])
    if (isAnswered(res)) startAfterTasks(scope)
  }
}

function isAnswered(res: ServerResponse): boolean {
  return res.closed || res.writableEnded
}

function isKept({ policy, scope }: StaticCall, { method }: IncomingMessage): boolean {
  // Who previews unpublished content must not see what is kept, nor have it kept.
  return policy.keeps && scope.host.cache !== undefined && !scope.draft && (method === 'GET' || method === 'HEAD')
}

/**
 * Answers by a handler of a route file with `dynamic`, `revalidate` or `generateStaticParams`: from what is kept, or by
 * running it with request data watched or hidden, as the file says.
 *
 * @throws {Fault} ROUTE_NOT_FOUND, when the parameters are not listed and `dynamicParams` is false.
 * @see https://nextjs.org/docs/app/api-reference/file-conventions/route-segment-config
 */
export async function answerStatic(call: StaticCall): Promise<Response> {
  const { policy, scope } = call
  const { cache } = scope.host
  if (policy.listParams !== undefined && !(await hasParams(policy, call.params))) {
    throw new Fault('ROUTE_NOT_FOUND', `${pathOf(scope)} is not among the parameters that ${call.file} lists`)
  }
  if (cache === undefined || !isKept(call, scope.req)) return (await make(call, false)).response
  return keepAnswer({
    cache,
    key: `route:${pathOf(scope)}`,
    tags: pathTagsOf(scope),
    revalidate: policy.revalidate,
    make: () => make(call, true),
    inBackground: (work) => watchWork(scope, work),
  })
}
