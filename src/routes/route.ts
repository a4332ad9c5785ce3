/** The folder a route file was found in; it decides how the file's exports are read. */
export type RouteRoot = 'pages' | 'app' | 'api'

/** One `/`-separated part of a pattern. `rest` is `[...name]`, `optional-rest` is `[[...name]]`. */
export type Segment =
  | { readonly kind: 'static'; readonly value: string }
  | { readonly kind: 'param' | 'rest' | 'optional-rest'; readonly name: string }

/** A file name read as the URL path it answers: `/api/users/[id]`. */
export interface Pattern {
  /** In Next.js spelling, with the leading `/` and without basePath: `/api/users/[id]`. */
  readonly path: string
  readonly segments: readonly Segment[]
}

/** A route file and the pattern it answers. */
export interface Route {
  /** Absolute path on disk. */
  readonly file: string
  /** The same below the project folder, `/`-separated: what messages and logs say. */
  readonly name: string
  readonly root: RouteRoot
  readonly pattern: Pattern
}

/** Path parameters by name: a string for `[id]`, an array for `[...rest]`. No key is inherited, so any name is safe. */
export type Params = Record<string, string | string[]>

/** What a path matched. The parameters are decoded and in the order of the path; a static route's are frozen. */
export interface Match {
  readonly route: Route
  readonly params: Params
}
