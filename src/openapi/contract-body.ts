import { parse as parseQuery } from 'node:querystring'
import { checkJsonDepth } from '../http/json-depth.ts'
import type { BodyKind } from './media-type.ts'
import { toProblem, type Problem } from './problem.ts'

/** A body as a schema can look at it, or the 400 that says why it cannot be read. */
export type ReadBody = { readonly ok: true; readonly body: unknown } | { readonly ok: false; readonly problem: Problem }

const UTF8 = new TextDecoder()

/**
 * Reads the bytes of a body; multipart needs `readRequestBody`. An empty body is undefined.
 *
 * @param jsonDepth Levels that JSON may be nested; 0 for no limit.
 * @throws {Fault} JSON_TOO_DEEP.
 */
export function readBodyBytes(kind: Exclude<BodyKind, 'multipart'>, bytes: Uint8Array, jsonDepth = 0): ReadBody {
  if (bytes.byteLength === 0) return { ok: true, body: undefined }
  if (kind === 'bytes') return { ok: true, body: bytes }
  const text = UTF8.decode(bytes)
  if (kind === 'text') return { ok: true, body: text }
  if (kind === 'form') return { ok: true, body: { ...parseQuery(text) } }
  checkJsonDepth(text, jsonDepth)
  return readJson(text)
}

function readJson(text: string): ReadBody {
  try {
    return { ok: true, body: JSON.parse(text) }
  } catch (error) {
    return { ok: false, problem: toUnreadable(error) }
  }
}

/** The 400 of a body that is not what its Content-Type says. `error` is what reading it threw. */
export function toUnreadable(error: unknown): Problem {
  const reason = error instanceof Error ? error.message : String(error)
  return toProblem(400, `The body cannot be read as its Content-Type says: ${reason}`)
}

/**
 * A web request made from Node's can be looked at without making the platform's objects. The key is in the registry of
 * symbols because requests are made by a layer that knows nothing of contracts.
 */
export const RAW = Symbol.for('rehost.raw')

/** What a request was made of. */
export interface RawRequest {
  /** Names in lower case; undefined when the request has others than those that were sent. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>> | undefined
  /** Levels that JSON may be nested; 0 for no limit. */
  readonly jsonDepth: number
  /** The body, which stays there to be read. */
  bytes(): Promise<Uint8Array>
}

/** The raw side of a request, when it has one. */
export function rawOf(request: object): RawRequest | undefined {
  if (!(RAW in request) || typeof request[RAW] !== 'function') return undefined
  return request[RAW]() as RawRequest // the symbol's promise
}

/** Reads the body of a web request and leaves the request's own body unread; without `raw` that takes a copy of it. */
export async function readRequestBody(kind: BodyKind, request: Request, raw?: RawRequest): Promise<ReadBody> {
  if (kind !== 'multipart' && raw) return readBodyBytes(kind, await raw.bytes(), raw.jsonDepth)
  if (request.body === null) return { ok: true, body: undefined }
  const copy = request.clone()
  try {
    if (kind === 'multipart') return { ok: true, body: toObject(await copy.formData()) }
    return readBodyBytes(kind, new Uint8Array(await copy.arrayBuffer()))
  } catch (error) {
    return { ok: false, problem: toUnreadable(error) }
  }
}

/** A form as an object: a field that comes more than once is an array. Files stay `File`. */
function toObject(form: FormData): Record<string, unknown> {
  const fields = new Map<string, FormDataEntryValue[]>()
  for (const [name, value] of form) fields.set(name, [...(fields.get(name) ?? []), value])
  return Object.fromEntries([...fields].map(([name, values]) => [name, values.length === 1 ? values[0] : values]))
}
