/** Where a project keeps what rehost serves. Paths are absolute; a missing part is undefined. */
export interface Project {
  /** The folder given by the user: `process.cwd()` of the handlers, home of next.config and .env files. */
  readonly dir: string
  /** `pages/api` or `src/pages/api`. */
  readonly pagesApi: string | undefined
  /** `app` or `src/app`. */
  readonly app: string | undefined
  /** A plain `api` folder; only when there is no Next.js project around it. */
  readonly api: string | undefined
  readonly publicDir: string | undefined
}
