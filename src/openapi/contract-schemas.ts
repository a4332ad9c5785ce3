import type { JsonSchema } from '../schema/facts.ts'
import { equalJson, isObject } from '../schema/json.ts'
import { settleNames, type Settled } from '../schema/settle-names.ts'
import { componentOf, componentsIn } from '../schema/walk.ts'
import { toJsonSchema, type Converted, type Direction } from '../schema/zod.ts'

/** One property of an object schema. */
export interface Property {
  readonly name: string
  readonly required: boolean
  readonly schema: JsonSchema
}

/** Converts the schemas of all contracts of a document, and gathers the named ones. */
export interface ContractSchemas {
  /** The schema as JSON Schema; references carry their direction until `settle`. `hint` names nameless recursion. */
  readonly convert: (schema: unknown, direction: Direction, hint: string) => JsonSchema
  /** The properties of an object schema: what parameters are made of. */
  readonly properties: (schema: unknown, hint: string) => readonly Property[]
  /** Final names for what was gathered. */
  readonly settle: () => Settled
  /** What could not be said, one sentence each. */
  readonly notes: readonly string[]
}

/** Opens an empty collection: one per document. */
export function createContractSchemas(): ContractSchemas {
  const named = { input: new Map<string, JsonSchema>(), output: new Map<string, JsonSchema>() }
  const notes: string[] = []

  function gather(components: Converted['components'], direction: Direction, wanted: ReadonlySet<string>): void {
    for (const [name, component] of Object.entries(components)) {
      if (!wanted.has(name)) continue
      const before = named[direction].get(name)
      if (!before) named[direction].set(name, component)
      else if (!equalJson(before, component)) notes.push(`two schemas are called ${name}; the first one is used`)
    }
  }

  return {
    convert(schema, direction, hint) {
      const converted = toJsonSchema(schema, direction, hint)
      notes.push(...converted.notes)
      gather(converted.components, direction, reachable(converted.schema, converted.components))
      return converted.schema
    },
    properties(schema, hint) {
      const converted = toJsonSchema(schema, 'input', hint)
      notes.push(...converted.notes)
      const found = propertiesOf(converted.schema, converted.components)
      if (found.length === 0 && converted.notes.length === 0) notes.push(`${hint}: no object schema, so no parameters`)
      for (const property of found)
        gather(converted.components, 'input', reachable(property.schema, converted.components))
      return found
    },
    settle: () => settleNames({ input: Object.fromEntries(named.input), output: Object.fromEntries(named.output) }),
    notes,
  }
}

const untagged = (name: string): string => name.split('|')[0] ?? name

function reachable(schema: JsonSchema, components: Converted['components']): ReadonlySet<string> {
  const found = new Set<string>()
  const queue = [...componentsIn(schema)]
  for (let tagged = queue.pop(); tagged !== undefined; tagged = queue.pop()) {
    const name = untagged(tagged)
    if (found.has(name)) continue
    found.add(name)
    queue.push(...componentsIn(components[name] ?? {}))
  }
  return found
}

/** Properties of a converted object schema, also when it has a name or is written as an intersection. */
export function propertiesOf(schema: JsonSchema, components: Converted['components'], depth = 0): Property[] {
  const name = componentOf(schema)
  const target = name === undefined ? schema : (components[untagged(name)] ?? {})
  const required = Array.isArray(target['required']) ? target['required'] : []
  const own = isObject(target['properties']) ? Object.entries(target['properties']) : []
  const parts = depth < 8 && Array.isArray(target['allOf']) ? target['allOf'].filter(isObject) : []
  return [
    ...own.map(([key, value]) => ({
      name: key,
      required: required.includes(key),
      schema: isObject(value) ? value : {},
    })),
    ...parts.flatMap((part) => propertiesOf(part, components, depth + 1)),
  ]
}
