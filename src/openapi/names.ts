import type { Route } from '../routes/route.ts'
import type { JsonSchema, OperationFacts } from '../schema/facts.ts'
import { equalJson } from '../schema/json.ts'
import type { Settled } from '../schema/settle-names.ts'
import { simplifyAnyJson } from '../schema/any-json.ts'
import { toSound } from '../schema/sound.ts'
import { componentOf, renameComponents } from '../schema/walk.ts'
import { createTagger, toOperationId, toSummary } from './operation-name.ts'
import type { PathTemplate } from './path.ts'

/** The first of `wanted`, `wanted2`, `wanted3` … that is not taken. */
export function freeName(wanted: string, taken: { has(name: string): boolean }): string {
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? wanted : `${wanted}${number}`
    if (!taken.has(name)) return name
  }
}

/** Names operations so that no two are called the same. */
export interface Namer {
  name(
    route: Route,
    facts: OperationFacts,
    template: PathTemplate,
  ): { operationId: string; summary: string; tag: string }
}

/** Opens a namer for a document. A name that is taken gets a number and, when an author chose it, a note. */
export function createNamer(routes: readonly Route[], notes: string[]): Namer {
  const tagOf = createTagger(routes.map((route) => route.pattern.segments))
  const ids = new Set<string>()
  return {
    name(route, facts, { catchAll }) {
      const { segments } = route.pattern
      // An optional catch-all is two paths; the shorter one is named without it.
      const shorter = segments.at(-1)?.kind === 'optional-rest' && !catchAll
      const told = shorter ? segments.slice(0, -1) : segments
      const wanted = facts.operationId ?? toOperationId(facts.method, told)
      const operationId = freeName(wanted, ids)
      if (operationId !== wanted && facts.operationId !== undefined) {
        notes.push(`${route.name} ${facts.method}: operationId ${wanted} is taken, so it is ${operationId}`)
      }
      ids.add(operationId)
      return { operationId, summary: toSummary(facts.method, told), tag: tagOf(segments) }
    },
  }
}

/**
 * Brings the named schemas of contracts and of inference together. The contract's keep their names; an inferred one of
 * the same name stays when it says the same, and gets a number when it does not.
 */
export function mergeComponents(
  settled: Settled,
  inferred: Readonly<Record<string, JsonSchema>>,
  notes: string[],
): Settled {
  const stated = settled.components
  const taken = new Set([...Object.keys(stated), ...Object.keys(inferred)])
  const renamed = new Map<string, string>()
  for (const [name, schema] of Object.entries(inferred)) {
    const same = stated[name]
    if (!same || equalJson(same, schema)) continue
    const free = freeName(name, taken)
    taken.add(free)
    renamed.set(name, free)
  }
  const rename = (name: string): string => (name.includes('|') ? settled.rename(name) : (renamed.get(name) ?? name))
  const all = Object.entries(inferred).map(
    ([name, schema]) => [rename(name), renameComponents(schema, rename)] as const,
  )
  return { components: simplifyAnyJson(soundComponents({ ...Object.fromEntries(all), ...stated }, notes)), rename }
}

function soundComponents(
  components: Readonly<Record<string, JsonSchema>>,
  notes: string[],
): Record<string, JsonSchema> {
  const names = new Set(Object.keys(components))
  return Object.fromEntries(
    Object.entries(components).map(([name, schema]) => {
      if (isCircular(name, components)) {
        notes.push(`schema ${name} is only a reference to itself`)
        return [name, {}]
      }
      const sound = toSound(schema, names)
      for (const note of sound.notes) notes.push(`schema ${name}: ${note}`)
      return [name, sound.schema]
    }),
  )
}

/** True when following nothing but references leads back to the name. */
function isCircular(name: string, components: Readonly<Record<string, JsonSchema>>): boolean {
  const seen = new Set<string>()
  for (let next: string | undefined = name; next !== undefined; next = componentOf(components[next] ?? {})) {
    if (seen.has(next)) return true
    seen.add(next)
  }
  return false
}
