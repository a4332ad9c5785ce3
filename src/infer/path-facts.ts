import type { Route } from '../routes/route.ts'
import type { RouteFacts } from '../schema/facts.ts'

/** What a route's place on disk says, when there is nothing that can read the file. */
export function toPathFacts(
  route: Route,
  note = 'no compiler is installed: nothing but the path is known',
): RouteFacts {
  return {
    name: route.name,
    path: route.pattern.path,
    operations: [],
    anyMethod: true,
    methodsCertain: false,
    notes: [note],
  }
}
