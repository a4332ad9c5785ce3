import { isObject } from '../schema/json.ts'
import type { Schema } from './contract.ts'
import type { ProblemError } from './problem.ts'

/** What a schema says of a value. */
export type Verdict =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly issues: readonly Issue[] }

/** One complaint of a schema. */
export interface Issue {
  readonly path: readonly PropertyKey[]
  readonly message: string
  readonly code: string
}

/** Asks a schema about a value: at once when it can, later when a check of the author's is asynchronous. */
export type Ask = (value: unknown) => Verdict | Promise<Verdict>

interface ZodResult {
  readonly success: boolean
  readonly data?: unknown
  readonly error?: { readonly issues: readonly unknown[] }
}

interface ZodLike {
  safeParse(value: unknown): ZodResult
  safeParseAsync(value: unknown): Promise<ZodResult>
}

/** Prepares a schema for being asked. zod is asked directly, for its codes; others through Standard Schema. */
export function compileSchema(schema: Schema): Ask {
  if (isZod(schema)) return compileZod(schema)
  return (value) => {
    const result = schema['~standard'].validate(value)
    return result instanceof Promise ? result.then(fromStandard) : fromStandard(result)
  }
}

function isZod(schema: object): schema is ZodLike {
  return ('_zod' in schema || '_def' in schema) && 'safeParse' in schema && 'safeParseAsync' in schema
}

function compileZod(schema: ZodLike): Ask {
  let asynchronous = false
  return (value) => {
    if (asynchronous) return schema.safeParseAsync(value).then(fromZod)
    try {
      return fromZod(schema.safeParse(value))
    } catch {
      // zod throws when it meets a promise in a synchronous parse. Anything else is thrown again by the second try.
      asynchronous = true
      return schema.safeParseAsync(value).then(fromZod, (error: unknown) => {
        asynchronous = false
        throw error
      })
    }
  }
}

function fromZod(result: ZodResult): Verdict {
  if (result.success) return { ok: true, value: result.data }
  return { ok: false, issues: (result.error?.issues ?? []).map(toIssue) }
}

/** @see https://standardschema.dev/schema#the-interface */
function fromStandard(result: unknown): Verdict {
  if (!isObject(result)) return { ok: false, issues: [] }
  const { issues } = result
  if (!Array.isArray(issues)) return { ok: true, value: result['value'] }
  return { ok: false, issues: issues.map(toIssue) }
}

function toIssue(raw: unknown): Issue {
  const issue = isObject(raw) ? raw : {}
  const path = Array.isArray(issue['path']) ? issue['path'] : []
  return {
    // Standard Schema allows `{ key }` for a part of a path.
    path: path.map((part: unknown) => (isObject(part) ? String(part['key']) : String(part))),
    message: typeof issue['message'] === 'string' ? issue['message'] : 'Invalid value',
    code: typeof issue['code'] === 'string' ? issue['code'] : 'invalid',
  }
}

/** A complaint as a client reads it. */
export function toProblemError(place: ProblemError['in'], { path, message, code }: Issue): ProblemError {
  return { in: place, pointer: path.map((part) => `/${escape(String(part))}`).join(''), detail: message, code }
}

// RFC 6901 §3; in that order.
const escape = (part: string): string => part.replaceAll('~', '~0').replaceAll('/', '~1')
