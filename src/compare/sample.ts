import { isObject, type JsonObject } from '../schema/json.ts'

// Deeper than any example needs to be; a schema that contains itself ends here.
const MOST_LEVELS = 6

const BY_FORMAT: Readonly<Record<string, string>> = {
  'date-time': '2024-01-02T03:04:05Z',
  date: '2024-01-02',
  time: '03:04:05Z',
  email: 'ada@example.com',
  uuid: '123e4567-e89b-42d3-a456-426614174000',
  uri: 'https://example.com/',
  url: 'https://example.com/',
  ipv4: '192.0.2.1',
  ipv6: '2001:db8::1',
  hostname: 'example.com',
}

/** Follows local references of a document. */
export type Resolve = (value: unknown) => JsonObject | undefined

/** Makes the function that follows `{ $ref: '#/…' }` in a document; other objects are returned as they are. */
export function createResolver(document: JsonObject): Resolve {
  const resolve = (value: unknown, hops: number): JsonObject | undefined => {
    if (!isObject(value)) return undefined
    const ref = value['$ref']
    if (typeof ref !== 'string') return value
    if (!ref.startsWith('#/') || hops === 0) return undefined
    const names = ref.slice(2).split('/').map((name) => decodeURIComponent(name).replaceAll('~1', '/').replaceAll('~0', '~')) // prettier-ignore
    const found = names.reduce<unknown>((at, name) => (isObject(at) && Object.hasOwn(at, name) ? at[name] : undefined), document) // prettier-ignore
    return resolve(found, hops - 1)
  }
  return (value) => resolve(value, 10)
}

/** What the author of a parameter, a media type or a schema gave as an example; undefined when there is none. */
export function toGiven(part: JsonObject, resolve: Resolve): unknown {
  if (part['example'] !== undefined) return part['example']
  const { examples } = part
  if (Array.isArray(examples) && examples.length > 0) return examples[0]
  const [first] = isObject(examples) ? Object.values(examples) : []
  const value = resolve(first)?.['value']
  if (value !== undefined) return value
  const schema = resolve(part['schema'])
  return schema === undefined ? undefined : (toGiven(schema, resolve) ?? schema['default'])
}

/** A value that fits a schema in most cases: its example, default or first constant, else one of its type. */
export function toSample(schema: unknown, resolve: Resolve, level = 0): unknown {
  const found = resolve(schema)
  if (found === undefined || level > MOST_LEVELS) return null
  const given = toGiven(found, resolve) ?? found['default'] ?? found['const']
  if (given !== undefined) return given
  const choices = found['enum'] ?? found['oneOf'] ?? found['anyOf']
  if (Array.isArray(found['enum'])) return found['enum'][0]
  if (Array.isArray(choices)) return toSample(choices[0], resolve, level + 1)
  if (Array.isArray(found['allOf'])) {
    return Object.assign({}, ...found['allOf'].map((one: unknown) => toSample(one, resolve, level + 1)))
  }
  return toTyped(found, resolve, level)
}

function toTyped(schema: JsonObject, resolve: Resolve, level: number): unknown {
  const type: unknown = Array.isArray(schema['type']) ? schema['type'][0] : schema['type']
  if (type === 'object' || schema['properties'] !== undefined) return toObject(schema, resolve, level)
  if (type === 'array') return schema['minItems'] ? [toSample(schema['items'], resolve, level + 1)] : []
  if (type === 'integer' || type === 'number') return toNumber(schema)
  if (type === 'boolean') return true
  if (type === 'null') return null
  const text = BY_FORMAT[String(schema['format'])] ?? 'text'
  const least = Number(schema['minLength'] ?? 0)
  const most = Number(schema['maxLength'] ?? Infinity)
  return text.padEnd(least, 'x').slice(0, Math.max(least, Math.min(most, Math.max(text.length, least))))
}

function toNumber({ minimum, exclusiveMinimum, maximum }: JsonObject): number {
  if (typeof minimum === 'number') return minimum
  if (typeof exclusiveMinimum === 'number') return exclusiveMinimum + 1
  return typeof maximum === 'number' ? Math.min(1, maximum) : 1
}

function toObject(schema: JsonObject, resolve: Resolve, level: number): JsonObject {
  const { properties, required } = schema
  const wanted: unknown[] = Array.isArray(required) ? required : []
  const entries = Object.entries(isObject(properties) ? properties : {}).filter(([name]) => wanted.includes(name))
  return Object.fromEntries(entries.map(([name, inner]) => [name, toSample(inner, resolve, level + 1)]))
}
