import { toAllow } from '../app/guard.ts'
import type { Folder } from '../folder.ts'
import { PLAIN, type Paint, type Style } from '../paint.ts'
import type { Route } from '../routes/route.ts'

/** One line of the route table. */
export interface RouteLine {
  /** Upper case; `ANY` alone when a handler takes every method, or nobody knows. */
  readonly methods: readonly string[]
  /** With basePath. */
  readonly path: string
  readonly file: string
}

async function toLine(folder: Folder, route: Route): Promise<RouteLine> {
  return {
    methods: await findMethods(folder, route),
    path: folder.config.basePath + route.pattern.path,
    file: route.name,
  }
}

async function findMethods(folder: Folder, route: Route): Promise<readonly string[]> {
  try {
    const { endpoint, allow } = await folder.serve(route)
    if (endpoint.style === 'web') return toAllow(Object.keys(endpoint.handlers)).split(', ')
    return allow?.split(', ') ?? ['ANY']
  } catch {
    return ['broken'] // The log has said why.
  }
}

/** The route table as data, in the order in which routes are tried. The modules are loaded to know their methods. */
export function listRoutes(folder: Folder): Promise<RouteLine[]> {
  return Promise.all(folder.table.routes.map((route) => toLine(folder, route)))
}

/** The route table as text: methods, path, file; then what was left out, and why. */
export async function toRouteLines(folder: Folder, paint: Paint = PLAIN): Promise<string> {
  const rows = (await listRoutes(folder)).map(({ methods, path, file }) => [methods.join(' '), path, file] as const)
  const widths = [0, 1].map((column) => Math.max(0, ...rows.map((row) => row[column]?.length ?? 0)))
  const lines = rows.map(([methods, path, file]) => {
    const style: Style = methods === 'broken' ? 'red' : 'green'
    const columns = [paint(style, methods.padEnd(widths[0] ?? 0)), path.padEnd(widths[1] ?? 0), paint('dim', file)]
    return `  ${columns.join('  ')}`
  })
  const skipped = folder.skipped.map(({ name, reason }) => paint('dim', `  not served: ${name} (${reason})`))
  return [...lines, ...skipped].join('\n')
}
