import type { JsonSchema } from './facts.ts'
import { isObject } from './json.ts'
import { componentOf, mapSubschemas } from './walk.ts'

type Components = Readonly<Record<string, JsonSchema>>
type Kinds = ReadonlySet<string>

const ALL: Kinds = new Set(['null', 'boolean', 'number', 'string', 'array', 'object'])
const NONE: Kinds = new Set()

/** What may stand beside a schema without narrowing it. */
const NOTES = new Set(['title', 'description', 'default', 'examples', 'deprecated', 'readOnly', 'writeOnly'])

/**
 * Writes `{}` for every union that takes any JSON value, which TypeScript's `JSONValue` and `z.json()` spell out as types
 * that refer to one another: the document says the same, and generators of types do not trip over the circle.
 */
export function simplifyAnyJson(components: Components): Record<string, JsonSchema> {
  const table = toTable(components)
  const simplify = (schema: JsonSchema): JsonSchema => {
    // A reference stays one: what it leads to is simplified itself.
    const isUnion = Array.isArray(schema['anyOf']) && isAll(kindsOf(schema, { components, table }))
    if (!isUnion) return mapSubschemas(schema, simplify)
    return Object.fromEntries(Object.entries(schema).filter(([keyword]) => NOTES.has(keyword)))
  }
  return Object.fromEntries(Object.entries(components).map(([name, schema]) => [name, simplify(schema)]))
}

/**
 * The kinds of value of which each component takes every one. It begins with all for each, and takes away what does not
 * hold until nothing changes: so types that refer to one another are seen to hold together.
 */
function toTable(components: Components): ReadonlyMap<string, Kinds> {
  let table = new Map(Object.keys(components).map((name) => [name, ALL]))
  for (;;) {
    const before = table
    const next = new Map(
      Object.entries(components).map(([name, schema]) => {
        return [name, kindsOf(schema, { components, table: before, open: new Set([name]) })] as const
      }),
    )
    table = next
    if ([...next].every(([name, kinds]) => kinds.size === before.get(name)?.size)) return next
  }
}

interface Context {
  readonly components: Components
  readonly table: ReadonlyMap<string, Kinds>
  /** Components on the way here without an array or object between: one that leads back to itself says nothing. */
  readonly open?: ReadonlySet<string>
}

const isAll = (kinds: Kinds): boolean => kinds.size === ALL.size

function kindsOf(schema: JsonSchema, context: Context): Kinds {
  const keywords = Object.keys(schema).filter((keyword) => !NOTES.has(keyword))
  if (keywords.length === 0) return ALL
  const name = componentOf(schema)
  const options = schema['anyOf']
  if (keywords.length > 1 || (name === undefined && !Array.isArray(options))) {
    return kindsOfType(schema, keywords, context)
  }
  if (name !== undefined) return kindsOfComponent(name, context)
  return new Set([options].flat().filter(isObject).flatMap((one) => [...kindsOf(one, context)])) // prettier-ignore
}

function kindsOfComponent(name: string, { components, table, open }: Context): Kinds {
  if (open === undefined) return table.get(name) ?? NONE
  const target = components[name]
  if (target === undefined || open.has(name)) return NONE
  return kindsOf(target, { components, table, open: new Set([...open, name]) })
}

function kindsOfType(schema: JsonSchema, keywords: readonly string[], { components, table }: Context): Kinds {
  const types = [schema['type']].flat().filter((type) => typeof type === 'string' && ALL.has(type))
  const [only, ...others] = keywords.filter((keyword) => keyword !== 'type')
  const plain = new Set(types.filter((type) => typeof type === 'string'))
  if (only === undefined) return plain
  const [type, second] = plain
  const inner = schema[type === 'array' ? 'items' : 'additionalProperties']
  const isInner = others.length === 0 && second === undefined && schema[only] === inner && isObject(inner)
  return isInner && isAll(kindsOf(inner, { components, table })) ? plain : NONE
}
