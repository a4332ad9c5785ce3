import type { Pattern, Route, Segment } from '../routes/route.ts'
import type { ParameterObject } from './spec.ts'

/** One OpenAPI path of a route, with its parameters in the order they stand in it. */
export interface PathTemplate {
  /** `/api/users/{id}`. */
  readonly path: string
  readonly parameters: readonly ParameterObject[]
  /** True when its last parameter stands for one or more `/`-separated parts. */
  readonly catchAll: boolean
}

/**
 * Says a pattern in OpenAPI's words. `[id]` is `{id}`. OpenAPI cannot say `[...rest]`: it becomes `{rest}`, marked with
 * `x-catch-all`. `[[...rest]]` becomes two paths, one without and one with `{rest}`.
 *
 * @see https://spec.openapis.org/oas/v3.1.1.html#path-templating
 */
export function toPaths(pattern: Pattern): readonly PathTemplate[] {
  const last = pattern.segments.at(-1)
  if (last?.kind !== 'optional-rest') return [template(pattern.segments)]
  return [
    template(pattern.segments.slice(0, -1)),
    template([...pattern.segments.slice(0, -1), { ...last, kind: 'rest' }]),
  ]
}

function template(segments: readonly Segment[]): PathTemplate {
  const parameters = segments.flatMap((segment) => (segment.kind === 'static' ? [] : [parameter(segment)]))
  const names = parameters.values()
  const parts = segments.map((one) => (one.kind === 'static' ? one.value : `{${names.next().value?.name ?? ''}}`))
  return { path: `/${parts.join('/')}`, parameters, catchAll: segments.at(-1)?.kind === 'rest' }
}

/** A name that readers of documents can find in a path; they trip over `$id`, and over names every object has. */
function toTemplateName(name: string): string {
  const plain = name.replaceAll(/[^A-Za-z0-9_.-]/g, '_')
  return plain in Object.prototype ? `${plain}_` : plain
}

function parameter(segment: Exclude<Segment, { kind: 'static' }>): ParameterObject {
  const name = toTemplateName(segment.name)
  const plain: ParameterObject = {
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
    ...(name !== segment.name && { 'x-name': segment.name }),
  }
  if (segment.kind === 'param') return plain
  return { ...plain, description: 'One or more path segments, separated by `/`.', 'x-catch-all': true }
}

/** What the route file calls a path parameter: names that cannot stand in a template are kept as `x-name`. */
export function ownName(parameter: ParameterObject): string {
  return typeof parameter['x-name'] === 'string' ? parameter['x-name'] : parameter.name
}

/** Paths with the same shape are one path to OpenAPI, whatever their parameters are called. */
function shapeOf(path: string): string {
  return path.replaceAll(/\{[^}]*\}/g, '{}')
}

/**
 * Keeps a catch-all apart from a `[param]` beside it. `/api/[id]` answers what has one segment, so `/api/[...rest]`
 * beside it answers what has two or more, and is written `/api/{rest1}/{rest}`.
 *
 * @param taken Shapes of the paths already written, see `shapeOf`.
 * @returns The path unchanged when it is free; undefined when no free spelling was found.
 */
function toFreePath(template: PathTemplate, taken: ReadonlySet<string>): PathTemplate | undefined {
  if (!taken.has(shapeOf(template.path))) return template
  const rest = template.parameters.at(-1)
  if (!template.catchAll || !rest) return undefined
  const before = template.parameters.slice(0, -1)
  const start = template.path.slice(0, -`{${rest.name}}`.length)
  for (let leading = 1; leading <= 8; leading += 1) {
    const names = Array.from({ length: leading }, (_, index) => `${rest.name}${index + 1}`)
    const path = `${start}${names.map((name) => `{${name}}/`).join('')}{${rest.name}}`
    if (!taken.has(shapeOf(path)))
      return { path, parameters: [...before, ...names.map(leadingPart), rest], catchAll: true }
  }
  return undefined
}

function leadingPart(name: string): ParameterObject {
  const description = 'A leading segment of the catch-all; shorter paths are answered by another route.'
  return { name, in: 'path', required: true, description, schema: { type: 'string' } }
}

/** The paths of every route by `Route.name`, and the routes that could not have one. */
export interface AssignedPaths {
  readonly paths: ReadonlyMap<string, readonly PathTemplate[]>
  readonly notes: readonly string[]
}

/** Gives each route its paths in the document. An optional catch-all has two; the order of the routes does not matter. */
export function assignPaths(routes: readonly Route[]): AssignedPaths {
  const taken = new Set<string>()
  const notes: string[] = []
  const paths = new Map<string, PathTemplate[]>()
  for (const route of routes.toSorted(catchAllLast)) {
    const free: PathTemplate[] = []
    for (const wanted of toPaths(route.pattern)) {
      const path = toFreePath(wanted, taken)
      if (path) free.push(path)
      else notes.push(`${route.name}: ${wanted.path} is the path of another route, so it was left out`)
      if (path) taken.add(shapeOf(path.path))
    }
    paths.set(route.name, free)
  }
  return { paths, notes }
}

// A catch-all may have to make room for the paths beside it, so these come first.
function catchAllLast(a: Route, b: Route): number {
  return (
    Number(isCatchAll(a)) - Number(isCatchAll(b)) || compare(a.pattern.path, b.pattern.path) || compare(a.name, b.name)
  )
}

const isCatchAll = ({ pattern }: Route): boolean => pattern.segments.at(-1)?.kind.endsWith('rest') ?? false
const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b))
