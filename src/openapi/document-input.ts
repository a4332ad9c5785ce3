import type { Route } from '../routes/route.ts'
import type { ProjectFacts } from '../schema/facts.ts'
import type { JsonObject } from '../schema/json.ts'
import type { RouteContract } from './read-contract.ts'
import type { ProblemSource } from './refusals.ts'

/** What a document is made of. */
export interface DocumentInput {
  readonly title: string
  readonly version: string
  readonly description?: string | undefined
  /** SPDX expression, as in package.json. */
  readonly license?: string | undefined
  /** The table's routes, in any order. */
  readonly routes: readonly Route[]
  /** What inference found; undefined when it did not run. */
  readonly facts: ProjectFacts | undefined
  /** Contracts by `Route.name`. */
  readonly contracts: ReadonlyMap<string, RouteContract>
  /** Methods that web-style modules export, by `Route.name`, where the module was loaded. */
  readonly methods?: ReadonlyMap<string, readonly string[]> | undefined
  /** `openapi/base.json`; wins over what is generated. */
  readonly base?: JsonObject | undefined
  /** next.config's basePath; empty for none. */
  readonly basePath?: string | undefined
  /** The project's own format for 400, 415 and 422. Default problem+json. */
  readonly problem?: ProblemSource | undefined
  /** Whether `x-inferred` says where facts come from. Default true. */
  readonly provenance?: boolean | undefined
}
