import type { JsonSchema } from '../schema/facts.ts'
import { isObject } from '../schema/json.ts'
import { componentOf } from '../schema/walk.ts'

/** Turns what stands in a URL, header, cookie or form into the JSON value it spells; anything else stays as it is. */
export type Reader = (value: unknown) => unknown

/**
 * How a parameter's text is read. The document says `type: integer` and means that `?page=2` is one, so `2` is what the
 * schema is asked about; a lone `?tag=a` is an array of one where the schema wants an array.
 *
 * @returns undefined when the text is the value.
 */
export function createReader(schema: JsonSchema, components: Readonly<Record<string, JsonSchema>>): Reader | undefined {
  const target = resolve(schema, components)
  const types = typesOf(target, components)
  if (types.size !== 1) return undefined
  if (types.has('number') || types.has('integer')) return readNumber
  if (types.has('boolean')) return readBoolean
  if (!types.has('array')) return undefined
  const items = target['items']
  const readItem = isObject(items) ? createReader(items, components) : undefined
  return (value) => {
    if (value === undefined) return value
    const list: unknown[] = Array.isArray(value) ? value : [value]
    return readItem ? list.map(readItem) : list
  }
}

// Only what JSON itself calls a number: `Number('')` is 0 and `Number('0x10')` is 16, which nobody meant.
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/

function readNumber(value: unknown): unknown {
  return typeof value === 'string' && NUMBER.test(value) ? Number(value) : value
}

function readBoolean(value: unknown): unknown {
  if (value === 'true') return true
  return value === 'false' ? false : value
}

function resolve(schema: JsonSchema, components: Readonly<Record<string, JsonSchema>>, depth = 0): JsonSchema {
  const name = componentOf(schema)?.split('|')[0]
  const target = name === undefined ? undefined : components[name]
  return target && depth < 8 ? resolve(target, components, depth + 1) : schema
}

/** The JSON types a schema allows beside null; empty when it does not say. */
function typesOf(schema: JsonSchema, components: Readonly<Record<string, JsonSchema>>): Set<string> {
  const stated = [schema['type']].flat().filter((type) => typeof type === 'string' && type !== 'null')
  const values = Array.isArray(schema['enum']) ? schema['enum'] : 'const' in schema ? [schema['const']] : []
  const options = [schema['anyOf'], schema['oneOf']].flat().filter(isObject)
  return new Set<string>([
    ...stated.filter((type) => typeof type === 'string'),
    ...(stated.length === 0 ? values.map((value) => typeof value) : []),
    ...options.flatMap((option) => [...typesOf(resolve(option, components), components)]),
  ])
}
