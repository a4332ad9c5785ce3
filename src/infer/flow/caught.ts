import type { AnyNode } from '../syntax/tree.ts'
import type { Flow } from './flow.ts'
import { type CaughtValue, constant, memberOf, unionOf, type Value } from './value.ts'

/** Errors that libraries make by name, as in `createError.NotFound()` or `Boom.notFound()`. */
const NAMED_STATUSES: Readonly<Record<string, number>> = {
  badrequest: 400,
  unauthorized: 401,
  paymentrequired: 402,
  forbidden: 403,
  notfound: 404,
  methodnotallowed: 405,
  conflict: 409,
  gone: 410,
  unprocessableentity: 422,
  unprocessablecontent: 422,
  baddata: 422,
  toomanyrequests: 429,
  internalservererror: 500,
  internal: 500,
  notimplemented: 501,
  badgateway: 502,
  badimplementation: 500,
  serviceunavailable: 503,
  serverunavailable: 503,
}

/** `error.statusCode` of a caught error: what the errors seen to be thrown say, and whatever else there may be. */
export function caughtMember(flow: Flow, caught: CaughtValue, name: string, node: AnyNode): Value {
  const known = caught.thrown
    .map((thrown) => thrownMember(flow, thrown, name, node))
    .filter((part) => part !== undefined)
  return unionOf([...known, memberOf(caught, name, node)])
}

function thrownMember(flow: Flow, thrown: Value, name: string, node: AnyNode): Value | undefined {
  if (thrown.kind === 'object') {
    const part = flow.member(thrown, name, node)
    return part.kind === 'opaque' ? undefined : part
  }
  const isStatus = /^(status|statusCode|code|httpCode|httpStatus|httpStatusCode)$/.test(name)
  const status = isStatus && thrown.kind === 'made' ? statusOfMade(thrown) : undefined
  return status === undefined ? undefined : constant(status, node)
}

/** The status an error from a library carries: `createError(404)`, `new HttpException('no', 404)`, `Boom.notFound()`. */
export function statusOfMade(thrown: Extract<Value, { kind: 'made' }>): number | undefined {
  const by = thrown.by
  const name = by.kind === 'external' ? (by.members.at(-1) ?? by.name) : by.kind === 'opaque' ? (by.name ?? '') : ''
  const named = NAMED_STATUSES[name.replace(/(Exception|Error|HttpError)$/, '').toLowerCase()]
  if (named !== undefined) return named
  for (const arg of thrown.args) {
    const status = arg.kind === 'object' ? (arg.entries.get('status') ?? arg.entries.get('statusCode')) : arg
    if (status?.kind === 'constant' && typeof status.value === 'number' && status.value >= 400 && status.value < 600) {
      return status.value
    }
  }
  return undefined
}
