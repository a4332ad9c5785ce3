/** One thing that two answers do not have in common. */
export interface Difference {
  /** `status`, `header.location`, `body.items[2].name`, `body`, or `answer` when one did not come. */
  readonly path: string
  /** What each server had; undefined where it had nothing. */
  readonly a: unknown
  readonly b: unknown
}

/** Says whether a path is left out. */
export type IsIgnored = (path: string) => boolean

/**
 * Compiles the paths to leave out, with all below them. `*` stands for one name or index: `body.items[*].id`,
 * `header.x-request-id`, `status`.
 */
export function compileIgnored(paths: readonly string[]): IsIgnored {
  const patterns = paths.map((path) => {
    const written = path.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`).replaceAll('*', String.raw`[^.[\]]*`)
    return new RegExp(`^${written}(?:$|[.[])`)
  })
  return (path) => patterns.some((pattern) => pattern.test(path))
}
