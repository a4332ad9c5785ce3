import { parse as parseQuery } from 'node:querystring'
import type { BodyKind } from './media-type.ts'
import { toProblem, type Problem } from './problem.ts'

/** A body as a schema can look at it, or the 400 that says why it cannot be read. */
export type ReadBody = { readonly ok: true; readonly body: unknown } | { readonly ok: false; readonly problem: Problem }

/** Reads the bytes of a body; multipart needs `readRequestBody`. An empty body is undefined. */
export function readBodyBytes(kind: Exclude<BodyKind, 'multipart'>, bytes: Uint8Array): ReadBody {
  if (bytes.byteLength === 0) return { ok: true, body: undefined }
  if (kind === 'bytes') return { ok: true, body: bytes }
  const text = new TextDecoder().decode(bytes)
  if (kind === 'text') return { ok: true, body: text }
  if (kind === 'form') return { ok: true, body: { ...parseQuery(text) } }
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
 * Reads the body of a web request and leaves the request's own body unread. Costs a copy of the stream: where the bytes
 * are at hand, `readBodyBytes` is the cheaper way.
 */
export async function readRequestBody(kind: BodyKind, request: Request): Promise<ReadBody> {
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
