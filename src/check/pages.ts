import path from 'node:path'
import { Fault } from '../errors.ts'
import type { Project } from '../config/project.ts'
import { parsePattern } from '../routes/pattern.ts'
import type { Route } from '../routes/route.ts'
import { RouteTable } from '../routes/table.ts'
import { walk } from '../routes/walk.ts'
import type { WhatIs } from './rule-targets.ts'

/** The pages of an app folder; they are not served. */
export function scanAppPages({ dir, app }: Project, extensions: readonly string[]): Route[] {
  if (app === undefined) return []
  const names = new Set(extensions.map((extension) => `page.${extension}`))
  const { files } = walk(app, (name) => (name.startsWith('_') || name === 'node_modules' ? 'ignore' : 'take'))
  return files.flatMap(({ file, place }) => {
    if (!names.has(path.basename(file))) return []
    const name = path.relative(dir, file).split(path.sep).join('/')
    try {
      return [{ file, name, root: 'app' as const, pattern: parsePattern(place, 'app', name) }]
    } catch (error) {
      // A page whose name cannot be read is Next.js's to complain about.
      if (error instanceof Fault) return []
      throw error
    }
  })
}

interface Served {
  readonly routes: readonly Route[]
  /** As `scanPages` gives them, their patterns below `/api`. */
  readonly pages: readonly Route[]
  readonly appPages: readonly Route[]
}

/** Makes the function that says what stands at a path. */
export function createWhatIs({ routes, pages, appPages }: Served): WhatIs {
  const [routeTable, pageTable, appTable] = [routes, pages, appPages].map(toTable)
  return (target) => {
    if (matches(routeTable, target)) return 'route'
    const isPage = matches(pageTable, target === '/' ? '/api' : `/api${target}`) || matches(appTable, target)
    return isPage ? 'page' : undefined
  }
}

function matches(table: RouteTable | undefined, target: string): boolean {
  try {
    return table?.match(target) !== undefined
  } catch {
    return false // Not a path anybody can ask for.
  }
}

// Pages may stand in conflicts that only Next.js can judge, routes in conflicts that are reported elsewhere.
function toTable(routes: readonly Route[]): RouteTable | undefined {
  try {
    return RouteTable.create(routes)
  } catch {
    return undefined
  }
}
