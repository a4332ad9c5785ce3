// The types that handlers get from their contract; none of this is there at run time.
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Contract, Operation, Schema } from './contract-shape.ts'

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
type Part<O, Name extends string> = O extends { readonly [name in Name]: infer S } ? S : undefined
type IsParsed<O> = O extends { readonly parsed: true } ? true : false

type Text = string | string[] | undefined
// A text that its schema takes as it is has the schema's own type; one that is read first is any text.
type RawValue<Input> = [Input] extends [string | undefined] ? Input : Text
type RawValues<S> = { [name in keyof InputOf<S>]: RawValue<InputOf<S>[name]> }
// What a contract does not state is not checked, so it may be anything.
type Values<O, S> = S extends Schema
  ? IsParsed<O> extends true
    ? OutputOf<S>
    : RawValues<S>
  : IsParsed<O> extends true
    ? object
    : { [name: string]: Text }
type BodyOf<O> = SchemaIn<Part<O, 'body'>>
type BodyValue<O> = IsParsed<O> extends true ? OutputOf<BodyOf<O>> : InputOf<BodyOf<O>>

/** The request of a pages handler whose contract is `C`: narrow it by `req.method`. */
export type ContractRequest<C extends Contract> = {
  [method in keyof C]: Omit<IncomingMessage, 'method'> & {
    method: method
    query: Values<C[method], Part<C[method], 'query'>> & Values<C[method], Part<C[method], 'params'>>
    cookies: Partial<Record<string, string>>
    body: BodyValue<C[method]>
    draftMode?: boolean
    preview?: boolean
    previewData?: unknown
  }
}[keyof C]

type ToNumber<Key> = Key extends number ? Key : Key extends `${infer Status extends number}` ? Status : never
// A method that states no answers, or has `default`, may answer with any status.
type StatusOf<O> = O extends { readonly responses: infer R }
  ? [keyof R] extends [never]
    ? number
    : 'default' extends keyof R
      ? number
      : ToNumber<keyof R>
  : number
type AnswerOf<O, Status extends number> = O extends { readonly responses: infer R }
  ? [keyof R] extends [never]
    ? unknown
    : Status extends keyof R
      ? OutputOf<SchemaIn<R[Status]>>
      : `${Status}` extends keyof R
        ? OutputOf<SchemaIn<R[`${Status}`]>>
        : R extends { readonly default: infer D }
          ? OutputOf<SchemaIn<D>>
          : never
  : unknown
type AnyAnswerOf<O> = O extends { readonly responses: infer R }
  ? [keyof R] extends [never]
    ? unknown
    : OutputOf<SchemaIn<R[keyof R]>>
  : unknown

/**
 * The response of a pages handler whose contract is `C`: `res.status(n).json(...)` takes what any of its methods states
 * for that status, and anything where one of them does not say.
 */
export type ContractResponse<C extends Contract> = Omit<ServerResponse, 'statusCode'> & {
  statusCode: number
  status<Status extends StatusOf<C[keyof C]>>(
    status: Status,
  ): ServerResponse & {
    json(body: AnswerOf<C[keyof C], Status>): void
    send(body: AnswerOf<C[keyof C], Status>): void
  }
  json(body: AnyAnswerOf<C[keyof C]>): void
  send(body: unknown): void
  redirect(url: string): ContractResponse<C>
  redirect(status: number, url: string): ContractResponse<C>
  revalidate(path: string, options?: { unstable_onlyGenerated?: boolean }): Promise<void>
  setDraftMode(options: { enable: boolean }): ContractResponse<C>
  setPreviewData(data: object | string, options?: { maxAge?: number; path?: string }): ContractResponse<C>
  clearPreviewData(options?: { path?: string }): ContractResponse<C>
}

// Next.js checks that a handler takes any text here, so neither parsed values nor the texts of an enumeration will do.
type AnyText<Input> = [Input] extends [string]
  ? string
  : [Input] extends [string | undefined]
    ? string | undefined
    : Text
type PathValues<S> = S extends Schema
  ? { [name in keyof InputOf<S>]: AnyText<InputOf<S>[name]> }
  : { [name: string]: Text }

/**
 * The context of a route handler whose contract is `O`: `const { id } = await context.params`. These are the texts of the
 * path, also with `parsed: true`; `parsed(request, spec)` has the others.
 */
export interface ContractContext<O extends Operation> {
  readonly params: Promise<PathValues<Part<O, 'params'>>>
}

/** The body a route handler with contract `O` reads: `const book: ContractBody<typeof spec> = await request.json()`. */
export type ContractBody<O extends Operation> = InputOf<BodyOf<O>>

type Parts = 'params' | 'query' | 'headers' | 'cookies'
type Optional<O> = O extends { readonly body: { readonly required: false } } ? undefined : never

/** What the schemas of `O` made of a request, by the parts that `O` states. */
export type ParsedValues<O extends Operation> = {
  readonly [part in keyof O & (Parts | 'body')]: part extends 'body'
    ? OutputOf<BodyOf<O>> | Optional<O>
    : OutputOf<O[part]>
}
