import type { JsonSchema } from '../schema/facts.ts'
import type { JsonObject } from '../schema/json.ts'

/** The methods an OpenAPI 3.1 path item can hold and rehost serves, in the order they are written. */
export const DOCUMENT_METHODS = ['get', 'head', 'post', 'put', 'patch', 'delete', 'options'] as const
export type DocumentMethod = (typeof DOCUMENT_METHODS)[number]

/** Set on operations whose contract has `validate: { response: false }`: their answers are not held against it. */
export const UNCHECKED = 'x-unchecked-responses'

export interface Reference {
  readonly $ref: string
}

export interface ParameterObject {
  readonly name: string
  readonly in: 'path' | 'query' | 'header' | 'cookie'
  readonly required?: boolean
  readonly description?: string
  readonly deprecated?: boolean
  readonly schema: JsonSchema
  readonly example?: unknown
  readonly [extension: `x-${string}`]: unknown
}

export interface MediaObject {
  readonly schema: JsonSchema
  readonly example?: unknown
  readonly examples?: Readonly<Record<string, { readonly value: unknown }>>
  readonly [extension: `x-${string}`]: unknown
}

export type Content = Readonly<Record<string, MediaObject>>

export interface HeaderObject {
  readonly description?: string
  readonly schema: JsonSchema
  readonly [extension: `x-${string}`]: unknown
}

export interface ResponseObject {
  readonly description: string
  readonly headers?: Readonly<Record<string, HeaderObject>>
  readonly content?: Content
  readonly [extension: `x-${string}`]: unknown
}

export interface RequestBodyObject {
  readonly description?: string
  readonly required?: boolean
  readonly content: Content
}

export type SecurityRequirement = Readonly<Record<string, readonly string[]>>

/** An OpenAPI 3.1 Operation Object, as far as rehost writes one. */
export interface OperationObject {
  readonly operationId: string
  readonly summary: string
  readonly description?: string
  readonly tags: readonly string[]
  readonly deprecated?: boolean
  readonly parameters?: readonly ParameterObject[]
  readonly requestBody?: RequestBodyObject
  readonly responses: Readonly<Record<string, ResponseObject | Reference>>
  readonly security?: readonly SecurityRequirement[]
  readonly [extension: `x-${string}`]: unknown
}

export type PathItem = Readonly<Partial<Record<DocumentMethod, OperationObject>>>

export interface InfoObject {
  readonly title: string
  readonly version: string
  readonly [key: string]: unknown
}

/** An OpenAPI 3.1 document. Paths may hold what `openapi/base.json` adds, so operations are read with care. */
export interface OpenApiDocument {
  readonly openapi: string
  readonly info: InfoObject
  readonly servers: readonly { readonly url: string; readonly [key: string]: unknown }[]
  readonly security: readonly SecurityRequirement[]
  readonly tags: readonly { readonly name: string; readonly description?: string }[]
  readonly paths: Readonly<Record<string, PathItem>>
  readonly components: Readonly<Record<string, Readonly<Record<string, JsonObject>>>>
  readonly [extension: string]: unknown
}
