/** A JSON Schema 2020-12 object. `{}` means: anything, or nothing is known. References are `#/components/schemas/Name`. */
export type JsonSchema = { readonly [keyword: string]: unknown }

/** How a fact is known, best source first; `at` is `file:line` below the project folder. */
export interface Provenance {
  readonly from: 'contract' | 'zod' | 'type' | 'use' | 'literal' | 'thrown' | 'path' | 'guess'
  readonly at?: string
}

export interface ParameterFact {
  readonly in: 'path' | 'query' | 'header' | 'cookie'
  readonly name: string
  readonly required: boolean
  readonly schema: JsonSchema
  readonly description?: string
  readonly deprecated?: boolean
  readonly example?: unknown
  readonly known: Provenance
}

/** One representation of a body. `examples` are constants seen in the code. */
export interface MediaFact {
  readonly contentType: string
  readonly schema: JsonSchema
  readonly examples?: readonly unknown[]
  readonly known: Provenance
}

export interface BodyFact {
  readonly required: boolean
  readonly description?: string
  readonly media: readonly MediaFact[]
}

export interface HeaderFact {
  readonly schema: JsonSchema
  readonly description?: string
  readonly known: Provenance
}

/** One status an operation can answer; `default` when the status is not static. No media means no body. */
export interface ResponseFact {
  readonly status: number | 'default'
  readonly description?: string
  readonly headers: Readonly<Record<string, HeaderFact>>
  readonly media: readonly MediaFact[]
  readonly known: Provenance
}

/** Names of the security schemes an operation asks for: each entry is one alternative. */
export type SecurityFact = readonly { readonly scheme: string; readonly scopes: readonly string[] }[]

/** What is known of one method of one route. */
export interface OperationFacts {
  /** Upper case. */
  readonly method: string
  readonly operationId?: string
  readonly summary?: string
  readonly description?: string
  readonly tags?: readonly string[]
  readonly deprecated?: boolean
  readonly parameters: readonly ParameterFact[]
  readonly body?: BodyFact
  readonly responses: readonly ResponseFact[]
  readonly security?: SecurityFact
  /** What was not understood, one sentence each. */
  readonly notes: readonly string[]
  readonly known: Provenance
}

/** What is known of one route file. */
export interface RouteFacts {
  /** The route file below the project folder, `/`-separated; equals `Route.name`. */
  readonly name: string
  /** Next.js spelling, equals `Route.pattern.path`. */
  readonly path: string
  readonly operations: readonly OperationFacts[]
  /** True when the handler answers whatever the method is: `operations` then holds one guess. */
  readonly anyMethod: boolean
  /** True when `operations` surely are all the methods the handler answers with anything but a refusal. */
  readonly methodsCertain?: boolean
  readonly notes: readonly string[]
}

/** What is known of a whole project. */
export interface ProjectFacts {
  readonly routes: readonly RouteFacts[]
  /** Named schemas that the facts refer to. */
  readonly components: Readonly<Record<string, JsonSchema>>
  /** Security schemes by name, as OpenAPI Security Scheme Objects. */
  readonly securitySchemes: Readonly<Record<string, JsonSchema>>
  /** What read the code: `typescript 7.0.2`, `oxc 0.159.0`, `none`. */
  readonly compiler: string
}
