import type { JsonSchema, ProjectFacts, RouteFacts } from '../../schema/facts.ts'
import { cleanName, type DraftComponents, referencesIn, withNames } from '../shape/components.ts'
import { SECURITY_SCHEMES } from './security.ts'

/** One route's facts and the components they refer to, under tokens. */
export interface RouteDraft {
  readonly facts: RouteFacts
  readonly components: DraftComponents
}

/** The components of a route: what its facts refer to, and what those refer to. */
export function componentsFor(facts: RouteFacts, all: DraftComponents): DraftComponents {
  const used: DraftComponents = new Map()
  const waiting = [...referencesIn(facts)]
  for (let token = waiting.pop(); token !== undefined; token = waiting.pop()) {
    const component = all.get(token)
    if (!component || used.has(token)) continue
    used.set(token, component)
    waiting.push(...referencesIn(component.schema))
  }
  return used
}

/** Puts the routes of a project together, and settles what its components are called. */
export function toProjectFacts(drafts: readonly RouteDraft[], compiler: string): ProjectFacts {
  const components: DraftComponents = new Map(drafts.flatMap((draft) => [...draft.components]))
  const names = settleNames(components)
  const schemas: Record<string, JsonSchema> = {}
  for (const [token, component] of components) {
    const name = names.get(token)
    if (name) schemas[name] = withNames(component.schema, names)
  }
  const routes = drafts.map((draft) => namedFacts(draft, names))
  const isSecured = routes.some((route) => route.operations.some((operation) => operation.security))
  return {
    routes,
    components: Object.fromEntries(Object.entries(schemas).toSorted(([one], [other]) => (one < other ? -1 : 1))),
    securitySchemes: isSecured ? SECURITY_SCHEMES : {},
    compiler,
  }
}

const named = new WeakMap<RouteDraft, { readonly key: string; readonly facts: RouteFacts }>()

/** A route's facts under final names; made again only when a name changed. */
function namedFacts(draft: RouteDraft, names: ReadonlyMap<string, string>): RouteFacts {
  const key = [...draft.components.keys()].map((token) => names.get(token)).join()
  const known = named.get(draft)
  if (known?.key === key) return known.facts
  const facts = withNames(draft.facts, names)
  named.set(draft, { key, facts })
  return facts
}

// Names do not depend on the order in which routes are read, so an edit elsewhere leaves them alone.
function settleNames(components: DraftComponents): Map<string, string> {
  const names = new Map<string, string>()
  const taken = new Set<string>()
  for (const token of [...components.keys()].toSorted()) {
    const base = cleanName(components.get(token)?.text ?? token)
    let name = base
    for (let count = 2; taken.has(name); count += 1) name = `${base}_${count}`
    taken.add(name)
    names.set(token, name)
  }
  return names
}
