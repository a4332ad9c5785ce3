// Route files import this module, under Next.js too: it must stay small and import nothing at run time.
import type { IncomingMessage, ServerResponse } from 'node:http'

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
  /** True hands the handler what the schemas made of the values: coerced, defaulted, stripped. Default false. */
  readonly parsed?: boolean
  /** Laid over the operation of the document, key by key: callbacks, links, examples, `x-*`. */
  readonly openapi?: Readonly<Record<string, unknown>>
}

/** Methods a contract can describe. */
export type ContractMethod = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS'

/** `export const openapi = { GET: {...}, POST: {...} } satisfies Contract`. Methods that are not in it are refused. */
export type Contract = { readonly [method in ContractMethod]?: Operation }

/**
 * Attaches a contract to a handler: `export const POST = operation({ body: Book }, async (request) => ...)`.
 * The handler is returned itself, so this costs nothing at run time and is legal in every version of Next.js.
 */
export function operation<Spec extends Operation, Handler extends (...args: never[]) => unknown>(
  openapi: Spec,
  handler: Handler,
): Handler & { readonly openapi: Spec } {
  return Object.assign(handler, { openapi })
}

/** What a schema accepts. */
export type InputOf<S> = S extends Schema ? NonNullable<S['~standard']['types']>['input'] : unknown
/** What a schema gives. */
export type OutputOf<S> = S extends Schema ? NonNullable<S['~standard']['types']>['output'] : unknown

type SchemaIn<B> = B extends Schema
  ? B
  : B extends { readonly schema: infer S }
    ? S
    : B extends { readonly content: Readonly<Record<string, infer S>> }
      ? S
      : undefined
type RawValues<S> = { [name in keyof InputOf<S>]: string | string[] | undefined }
type Values<O, S> = S extends Schema ? (O extends { readonly parsed: true } ? OutputOf<S> : RawValues<S>) : object
type Part<O, Name extends string> = O extends { readonly [name in Name]: infer S } ? S : undefined
type BodyValue<O> =
  SchemaIn<Part<O, 'body'>> extends infer S
    ? S extends Schema
      ? O extends { readonly parsed: true }
        ? OutputOf<S>
        : InputOf<S>
      : unknown
    : never

/** The request of a pages handler whose contract is `C`: narrow it by `req.method`. */
export type ContractRequest<C extends Contract> = {
  [method in keyof C]: Omit<IncomingMessage, 'method'> & {
    method: method
    query: Values<C[method], Part<C[method], 'query'>> & Values<C[method], Part<C[method], 'params'>>
    cookies: Partial<Record<string, string>>
    body: BodyValue<C[method]>
  }
}[keyof C]

type AnswersOf<C extends Contract> = {
  [method in keyof C]: C[method] extends { readonly responses: infer R } ? R : never
}[keyof C]
type StatusOf<R> = R extends unknown ? Exclude<keyof R, 'default'> : never
type AnswerOf<R, Status> = R extends unknown ? (Status extends keyof R ? OutputOf<SchemaIn<R[Status]>> : never) : never

/** The response of a pages handler whose contract is `C`: `res.status(n).json(...)` takes what the contract states. */
export type ContractResponse<C extends Contract> = Omit<ServerResponse, 'statusCode'> & {
  statusCode: number
  status<Status extends StatusOf<AnswersOf<C>>>(
    status: Status,
  ): ServerResponse & {
    json(body: AnswerOf<AnswersOf<C>, Status>): void
    send(body: AnswerOf<AnswersOf<C>, Status>): void
  }
  json(body: AnswerOf<AnswersOf<C>, StatusOf<AnswersOf<C>>>): void
  send(body: unknown): void
  redirect(url: string): ContractResponse<C>
  redirect(status: number, url: string): ContractResponse<C>
}

/** The context of a route handler whose contract is `O`: `const { id } = await context.params`. */
export interface ContractContext<O extends Operation> {
  readonly params: Promise<Values<O, Part<O, 'params'>>>
}

/** The body a route handler with contract `O` reads: `const book: ContractBody<typeof spec> = await request.json()`. */
export type ContractBody<O extends Operation> = BodyValue<O>
