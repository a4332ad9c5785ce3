import type { DocumentInput } from '../../src/openapi/document-input.ts'
import type { Route, Segment } from '../../src/routes/route.ts'
import type { OperationFacts, ProjectFacts } from '../../src/schema/facts.ts'

/** A route as the scanner would find it: `/api/users/[id]` in `pages/api/users/[id].ts`. */
export function route(path: string, root: Route['root'] = 'pages'): Route {
  const name = root === 'app' ? `app${path}/route.ts` : `${root === 'api' ? '' : 'pages'}${path}.ts`.replace(/^\//, '')
  const segments = path.split('/').filter(Boolean).map(segment)
  return { file: `/project/${name}`, name, root, pattern: { path, segments } }
}

function segment(part: string): Segment {
  if (part.startsWith('[[...')) return { kind: 'optional-rest', name: part.slice(5, -2) }
  if (part.startsWith('[...')) return { kind: 'rest', name: part.slice(4, -1) }
  return part.startsWith('[') ? { kind: 'param', name: part.slice(1, -1) } : { kind: 'static', value: part }
}

/** Input for `toDocument` with nothing known but the routes, overridden by `more`. */
export function input(routes: readonly Route[], more: Partial<DocumentInput> = {}): DocumentInput {
  return { title: 'Test', version: '1.0.0', routes, facts: undefined, contracts: new Map(), ...more }
}

/** An operation that inference found, overridden by `more`. */
export function found(method: string, more: Partial<OperationFacts> = {}): OperationFacts {
  return { method, parameters: [], responses: [], notes: [], known: { from: 'use', at: 'file.ts:1' }, ...more }
}

/** What inference found, for routes by name. */
export function facts(operations: Record<string, OperationFacts[]>, more: Partial<ProjectFacts> = {}): ProjectFacts {
  const routes = Object.entries(operations).map(([name, list]) => {
    return { name, path: name, operations: list, anyMethod: false, notes: [] }
  })
  return { routes, components: {}, securitySchemes: {}, compiler: 'none', ...more }
}
