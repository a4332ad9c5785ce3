import type { Folder } from '../folder.ts'
import type { Route } from '../routes/route.ts'

/** One line of the route table. */
export interface RouteLine {
  /** Upper case; `ANY` when the methods are not known. */
  readonly methods: readonly string[]
  readonly path: string
  readonly file: string
}

function toLine(folder: Folder, route: Route): RouteLine {
  return { methods: ['ANY'], path: folder.config.basePath + route.pattern.path, file: route.name }
}

/** The route table as data, in the order in which routes are tried. */
export function listRoutes(folder: Folder): RouteLine[] {
  return folder.table.routes.map((route) => toLine(folder, route))
}

/** The route table as text: methods, path, file; then what was left out, and why. */
export function toRouteLines(folder: Folder): string {
  const rows = listRoutes(folder).map(({ methods, path, file }) => [methods.join(' '), path, file] as const)
  const widths = [0, 1].map((column) => Math.max(0, ...rows.map((row) => row[column]?.length ?? 0)))
  const lines = rows.map(
    ([methods, path, file]) => `  ${methods.padEnd(widths[0] ?? 0)}  ${path.padEnd(widths[1] ?? 0)}  ${file}`,
  )
  const skipped = folder.skipped.map(({ name, reason }) => `  not served: ${name} (${reason})`)
  return [...lines, ...skipped].join('\n')
}
