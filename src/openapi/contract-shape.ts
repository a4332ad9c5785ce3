/**
 * A schema of any library that follows Standard Schema: zod 4, zod 3.24 or later, valibot, arktype.
 * Documents need a library that can say its schemas as JSON Schema; zod can.
 *
 * @see https://standardschema.dev
 */
export interface Schema<Input = unknown, Output = Input> {
  readonly '~standard': {
    readonly version: 1
    readonly vendor: string
    readonly validate: (value: unknown) => unknown
    readonly types?: { readonly input: Input; readonly output: Output } | undefined
  }
}

/** What a request body may be. A schema alone is `application/json`. */
export type Body =
  | Schema
  | {
      /** Default `application/json`. */
      readonly contentType?: string
      readonly schema?: Schema
      /** Several media types, each with its schema; used instead of `contentType` and `schema`. */
      readonly content?: Readonly<Record<string, Schema>>
      /** Default true. */
      readonly required?: boolean
      readonly description?: string
      readonly example?: unknown
    }

/** What an answer may be. A schema alone is `application/json`; an object without schema and content has no body. */
export type Answer =
  | Schema
  | {
      readonly description?: string
      /** Default `application/json`. */
      readonly contentType?: string
      readonly schema?: Schema
      readonly content?: Readonly<Record<string, Schema>>
      readonly headers?: Readonly<Record<string, Schema>>
      readonly example?: unknown
    }

/** Answers by status. */
export interface Answers {
  readonly [status: number | `${number}`]: Answer
  /** Any status not listed. */
  readonly default?: Answer
}

/** What one method of a route takes and gives. Everything is optional; what is not stated is not checked. */
export interface Operation {
  readonly summary?: string
  readonly description?: string
  /** Default: the route's folder. */
  readonly tags?: readonly string[]
  /** Default: made from method and path. */
  readonly operationId?: string
  readonly deprecated?: boolean
  /** Path parameters. */
  readonly params?: Schema
  readonly query?: Schema
  /** Names in lower case. */
  readonly headers?: Schema
  readonly cookies?: Schema
  readonly body?: Body
  readonly responses?: Answers
  /** Alternatives, as in OpenAPI: `[{ bearer: [] }]`. Documented, not enforced. */
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[]
  /** Whether requests are checked before the handler and responses against the contract. Default true for both. */
  readonly validate?: boolean | { readonly request?: boolean; readonly response?: boolean }
  /**
   * True hands the handler what the schemas made of the values: coerced, defaulted, stripped. Node-style handlers find
   * them in `req`, web-style ones by `parsed(request, spec)`. Default false.
   */
  readonly parsed?: boolean
  /** Laid over the operation of the document, key by key: callbacks, links, examples, `x-*`. */
  readonly openapi?: Readonly<Record<string, unknown>>
}

/** Methods a contract can describe. */
export type ContractMethod = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS'

/** `export const openapi = { GET: {...}, POST: {...} } satisfies Contract`. Methods that are not in it are refused. */
export type Contract = { readonly [method in ContractMethod]?: Operation }
