import { Fault } from '../errors.ts'
import { findConflicts } from './conflicts.ts'
import { addRoute, createMatchNode, findRoute, readParams, toPathEnd } from './matcher.ts'
import { compareRoutes } from './order.ts'
import { toSpellings } from './spelling.ts'
import type { Match, Params, Route } from './route.ts'
import type { MatchNode } from './matcher.ts'

const NO_PARAMS: Params = Object.freeze<Params>(Object.create(null))

/**
 * All routes of a project, ordered and free of conflicts. What it costs to match a path does not depend on how many
 * routes there are.
 *
 * A path given to it is a URL's path, still percent-encoded, its dot segments resolved, without query and basePath.
 * One trailing slash is tolerated. Paths are case-sensitive.
 */
export class RouteTable {
  /** In the order in which Next.js tries them. */
  readonly routes: readonly Route[]
  readonly #statics: ReadonlyMap<string, Match>
  readonly #dynamics: MatchNode

  private constructor(routes: readonly Route[]) {
    this.routes = routes
    this.#statics = toStatics(routes)
    this.#dynamics = toDynamics(routes)
  }

  /**
   * @param routes In any order.
   * @throws {Fault} ROUTE_CONFLICT, naming the two files and the remedy of every conflict, one in a line.
   */
  static create(routes: readonly Route[]): RouteTable {
    const ordered = routes.toSorted(compareRoutes)
    const conflicts = findConflicts(ordered)
    if (conflicts.length > 0) throw new Fault('ROUTE_CONFLICT', conflicts.join('\n'))
    return new RouteTable(ordered)
  }

  /**
   * The route that answers a path: a static one, or else the first dynamic one.
   *
   * @throws {Fault} TARGET_INVALID, when a parameter's value is not percent-encoded UTF-8.
   */
  match(path: string): Match | undefined {
    return this.matchStatic(path) ?? this.matchDynamic(path)
  }

  /** The route without parameters that answers a path. An escaped letter is not the letter: `st%61tic` is no `static`. */
  matchStatic(path: string): Match | undefined {
    const match = this.#statics.get(path)
    if (match !== undefined || path.length < 2 || !path.endsWith('/')) return match
    return this.#statics.get(path.slice(0, -1))
  }

  /**
   * The first route with parameters that answers a path, also where a static one would.
   *
   * @throws {Fault} TARGET_INVALID, when a parameter's value is not percent-encoded UTF-8.
   */
  matchDynamic(path: string): Match | undefined {
    if (!path.startsWith('/')) return undefined
    const end = toPathEnd(path)
    const route = findRoute(this.#dynamics, path, 1, end)
    return route === undefined ? undefined : { route, params: readParams(route, path, end) }
  }
}

function isStatic(route: Route): boolean {
  return route.pattern.segments.every((segment) => segment.kind === 'static')
}

function toStatics(routes: readonly Route[]): ReadonlyMap<string, Match> {
  const statics = new Map<string, Match>()
  for (const route of routes.filter(isStatic)) {
    const match: Match = { route, params: NO_PARAMS }
    for (const path of toSpellings(route.pattern.path)) statics.set(path, match)
  }
  return statics
}

function toDynamics(routes: readonly Route[]): MatchNode {
  const root = createMatchNode()
  for (const route of routes) if (!isStatic(route)) addRoute(root, route)
  return root
}
