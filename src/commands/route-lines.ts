import { toAllow } from '../app/guard.ts'
import type { Folder } from '../folder.ts'
import { PLAIN, type Paint, type Style } from '../paint.ts'
import type { Route } from '../routes/route.ts'

/** One line of the route table. */
export interface RouteLine {
  /** Upper case; `ANY` alone when a handler takes every method, or nobody knows; none when the file does not load. */
  readonly methods: readonly string[]
  /** With basePath. */
  readonly path: string
  readonly file: string
  /** Why the file does not load; absent when it does. */
  readonly error?: string
}

async function toLine(folder: Folder, route: Route): Promise<RouteLine> {
  return {
    path: folder.config.basePath + route.pattern.path,
    file: route.name,
    ...(await findMethods(folder, route)),
  }
}

async function findMethods(folder: Folder, route: Route): Promise<Pick<RouteLine, 'methods' | 'error'>> {
  try {
    const { endpoint, allow } = await folder.serve(route)
    if (endpoint.style === 'web') return { methods: toAllow(Object.keys(endpoint.handlers)).split(', ') }
    return { methods: allow?.split(', ') ?? ['ANY'] }
  } catch (error) {
    return { methods: [], error: error instanceof Error ? error.message : String(error) }
  }
}

/** The route table as data, in the order in which routes are tried. The modules are loaded to know their methods. */
export function listRoutes(folder: Folder): Promise<RouteLine[]> {
  return Promise.all(folder.table.routes.map((route) => toLine(folder, route)))
}

/** The route table as text: methods, or that the file is broken, path, file; then what was left out, and why. */
export function toRouteLines(routes: readonly RouteLine[], folder: Folder, paint: Paint = PLAIN): string {
  const rows = routes.map(
    ({ methods, error, path, file }) => [error === undefined ? methods.join(' ') : 'broken', path, file] as const,
  )
  const widths = [0, 1].map((column) => Math.max(0, ...rows.map((row) => row[column]?.length ?? 0)))
  const lines = rows.map(([methods, path, file]) => {
    const style: Style = methods === 'broken' ? 'red' : 'green'
    const columns = [paint(style, methods.padEnd(widths[0] ?? 0)), path.padEnd(widths[1] ?? 0), paint('dim', file)]
    return `  ${columns.join('  ')}`
  })
  const skipped = folder.skipped.map(({ name, reason }) => paint('dim', `  not served: ${name} (${reason})`))
  return [...lines, ...skipped].join('\n')
}
