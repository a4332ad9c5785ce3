import path from 'node:path'
import { Fault } from '../errors.ts'
import type { Route, RouteRoot, Segment } from './route.ts'

/** A route of a manifest. */
export interface ManifestRoute {
  /** Path of the file below the project folder, `/`-separated. */
  readonly file: string
  /** What messages call it; the same as `file` unless the file lies outside of the project. */
  readonly name: string
  readonly root: RouteRoot
  readonly path: string
  readonly segments: readonly Segment[]
}

/** The routes of a project as JSON, so that a built output need not look for them on disk. */
export interface Manifest {
  readonly version: 1
  readonly routes: readonly ManifestRoute[]
}

const ROOTS: readonly unknown[] = ['pages', 'app', 'api'] satisfies RouteRoot[]
const DYNAMIC: readonly unknown[] = ['param', 'rest', 'optional-rest'] satisfies Segment['kind'][]

/**
 * @param routes In the order to keep.
 * @param projectDir The absolute folder that the files' paths are written from.
 */
export function toManifest(routes: readonly Route[], projectDir: string): Manifest {
  return {
    version: 1,
    routes: routes.map(({ file, name, root, pattern }) => ({
      file: path.relative(projectDir, file).split(path.sep).join('/'),
      name,
      root,
      path: pattern.path,
      segments: pattern.segments,
    })),
  }
}

/**
 * Reads what `toManifest` made, after JSON.
 *
 * @param json The parsed JSON.
 * @param dir The absolute folder that the files' paths are read from.
 * @throws {Fault} CONFIG_INVALID, naming the entry that is not of that shape.
 */
export function parseManifest(json: unknown, dir: string): Route[] {
  if (!isManifest(json)) throw new Fault('CONFIG_INVALID', 'The route manifest is not of version 1; build again')
  return json.routes.map((entry, index) => {
    if (!isManifestRoute(entry)) {
      throw new Fault('CONFIG_INVALID', `The route manifest is damaged at routes[${index}]; build again`)
    }
    const { file, name, root, path: pattern, segments } = entry
    return { file: path.join(dir, ...file.split('/')), name, root, pattern: { path: pattern, segments } }
  })
}

function isManifest(json: unknown): json is { readonly routes: readonly unknown[] } {
  return isObject(json) && json['version'] === 1 && Array.isArray(json['routes'])
}

function isManifestRoute(entry: unknown): entry is ManifestRoute {
  if (!isObject(entry)) return false
  const { file, name, root, path: pattern, segments } = entry
  const hasStrings = typeof file === 'string' && typeof name === 'string' && typeof pattern === 'string'
  return hasStrings && ROOTS.includes(root) && Array.isArray(segments) && segments.every(isSegment)
}

function isSegment(segment: unknown): segment is Segment {
  if (!isObject(segment)) return false
  if (segment['kind'] === 'static') return typeof segment['value'] === 'string'
  return DYNAMIC.includes(segment['kind']) && typeof segment['name'] === 'string'
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
