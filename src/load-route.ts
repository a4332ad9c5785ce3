import path from 'node:path'
import { toAllow } from './app/guard.ts'
import type { Served } from './app/parts.ts'
import { openWebDoors } from './app/web-doors.ts'
import type { ProblemOptions } from './config/options.ts'
import { importFile } from './module/import-file.ts'
import { toEndpoint, type Endpoint } from './module/endpoint.ts'
import type { Modules } from './module/modules.ts'
import { isEdge, readMaxDuration } from './module/settings.ts'
import { readContract, type RouteContract } from './openapi/read-contract.ts'
import type { Route } from './routes/route.ts'
import { openRegistries } from './schema/registries.ts'

/** Who refuses a method; see `RehostOptions.guard`. */
export type Guard = 'inferred' | 'strict' | 'off'

export interface LoadOptions {
  readonly modules: Modules
  /** What inference is certain of; undefined when it is not. */
  readonly methods: readonly string[] | undefined
  readonly guard: Guard
  readonly problem: ProblemOptions | undefined
  /** Where the project is, and where its package.json. */
  readonly dir: string
  readonly aboutDir: string
}

/**
 * Loads a route file: its endpoint, with its contract's checks in front of it, and what the guard knows of its methods.
 *
 * @throws {Fault} COMPILE_FAILED, MODULE_FAILED, HANDLER_MISSING, CONFIG_INVALID.
 */
export async function loadRoute(route: Route, options: LoadOptions): Promise<Served> {
  const { modules, methods, guard, problem, dir, aboutDir } = options
  // Their globals are in place before a module that may keep them is evaluated.
  if (route.root === 'app') await openWebDoors()
  const endpoint = toEndpoint(await modules.load(route.file), route)
  const doors = endpoint.style === 'node' ? undefined : await openWebDoors()
  const contract = await loadContract(route, endpoint, modules)
  const maxDuration = readMaxDuration(endpoint.exports, route.name)
  const edge = endpoint.style === 'web' && isEdge(endpoint.exports, route.name)
  const about = { route, doors, contract, maxDuration, edge, stale: modules.errorOf(route.file) }
  if (contract === undefined) return { ...about, endpoint, ...toGuard(methods, guard) }
  // Schemas and their checks are loaded for projects that have some.
  const { enforceContract } = await import('./openapi/enforce.ts')
  const { createOwnAnswer } = await import('./openapi/own-answer.ts')
  await openRegistries({ dir, aboutDir, importFile })
  const checked = enforceContract(endpoint, route, { contract, format: problem?.format })
  const allow = contract.exclusive && guard !== 'off' ? toAllow(Object.keys(contract.operations)) : undefined
  const toOwnAnswer = problem && createOwnAnswer(problem.format)
  return { ...about, endpoint: checked, allow, strict: allow !== undefined, toOwnAnswer }
}

function toGuard(methods: LoadOptions['methods'], guard: Guard): Pick<Served, 'allow' | 'strict'> {
  if (methods === undefined || guard === 'off') return { allow: undefined, strict: false }
  if (guard === 'strict') return { allow: toAllow(methods), strict: true }
  // A handler that refuses by itself refuses HEAD and OPTIONS too, unless it names them.
  return { allow: methods.join(', '), strict: false }
}

async function loadContract(route: Route, { exports }: Endpoint, modules: Modules): Promise<RouteContract | undefined> {
  const beside = toBesides(route).find((file) => modules.has(file))
  return readContract({ exports, beside: beside === undefined ? undefined : await modules.load(beside) })
}

/** The files that may hold the contract of a web-style route whose own file is left as it is; the first one counts. */
export function toBesides(route: Route): string[] {
  if (route.root !== 'app') return []
  const place = path.dirname(route.file)
  return ['openapi.ts', 'openapi.js'].map((name) => path.join(place, name))
}
