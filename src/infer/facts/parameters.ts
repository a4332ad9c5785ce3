import type { Route } from '../../routes/route.ts'
import type { JsonSchema, ParameterFact } from '../../schema/facts.ts'
import type { FoundRead, FoundWhole } from '../flow/findings.ts'
import type { InputPlace } from '../flow/value.ts'
import type { FactTools } from './tools.ts'
import { summariseUses } from './uses.ts'

/** Headers that the protocol itself is about; they are no parameters of an operation. */
const PROTOCOL_HEADERS = new Set(
  `accept accept-encoding accept-language connection content-length content-type cookie host user-agent
  transfer-encoding x-forwarded-for x-forwarded-host x-forwarded-proto x-real-ip authorization upgrade date
  set-cookie forwarded cf-connecting-ip`.split(/\s+/),
)

export interface ParametersInput {
  readonly route: Route
  /** Those of one method. */
  readonly reads: readonly FoundRead[]
  readonly wholes: readonly FoundWhole[]
  readonly tools: FactTools
}

/** The path, query, header and cookie parameters of one operation. */
export function toParameters(input: ParametersInput): ParameterFact[] {
  const names = pathNames(input.route)
  return [
    ...names.map((name) => toPathParameter(name, input)),
    ...toNamed('query', input).filter((parameter) => !names.includes(parameter.name)),
    ...toNamed('headers', input).filter((parameter) => !PROTOCOL_HEADERS.has(parameter.name)),
    ...toNamed('cookies', input),
  ]
}

function pathNames({ pattern }: Route): string[] {
  return pattern.segments.flatMap((segment) => (segment.kind === 'static' ? [] : [segment.name]))
}

function toPathParameter(name: string, { route, reads, wholes, tools }: ParametersInput): ParameterFact {
  const kind = route.pattern.segments.find((segment) => segment.kind !== 'static' && segment.name === name)?.kind
  const own = reads.filter((read) => (read.place === 'params' || read.place === 'query') && read.path[0] === name)
  const summary = summariseUses(own, 'string', tools)
  const { examples: _examples, default: _default, ...used } = summary.schema
  const described = [...wholeProperties('params', wholes, tools), ...wholeProperties('query', wholes, tools)]
  const whole = described.find((property) => property.name === name)
  const base: ParameterFact = {
    in: 'path',
    name,
    required: true,
    schema: { type: 'string' },
    known: { from: 'path', at: route.name },
  }
  if (kind === 'rest') return { ...base, description: 'One or more path segments, separated by `/`.' }
  if (kind === 'optional-rest') return { ...base, description: 'Any number of path segments, separated by `/`.' }
  if (whole && !isPlainText(whole.schema)) return { ...base, schema: whole.schema, known: whole.known }
  const isPlain = isPlainText(used) || used.type === 'array'
  return isPlain ? base : { ...base, schema: used, known: tools.known(summary.isTyped ? 'type' : 'use', own[0]?.node) }
}

const isPlainText = (schema: JsonSchema): boolean => schema.type === 'string' && Object.keys(schema).length === 1

const KIND = { query: 'query', headers: 'header', cookies: 'cookie' } as const

function toNamed(place: keyof typeof KIND, { reads, wholes, tools }: ParametersInput): ParameterFact[] {
  const parameters = new Map<string, ParameterFact>()
  for (const [name, own] of byName(reads, place)) {
    const { schema, isTyped, isRequired } = summariseUses(own, 'string', tools)
    const known = tools.known(isTyped ? 'type' : 'use', own.find((read) => read.node)?.node)
    parameters.set(name, { in: KIND[place], name, required: isRequired, schema, known })
  }
  for (const { name, schema, isRequired, known } of wholeProperties(place, wholes, tools)) {
    parameters.set(name, { in: KIND[place], name, required: isRequired, schema, known })
  }
  return [...parameters.values()]
}

function byName(reads: readonly FoundRead[], place: InputPlace): Map<string, FoundRead[]> {
  const names = new Map<string, FoundRead[]>()
  for (const read of reads) {
    const [first] = read.path
    if (read.place !== place || first === undefined) continue
    const name = place === 'headers' ? first.toLowerCase() : first
    // A list's element is told by the list: `tags.*` belongs to `tags`.
    const own = read.path.length === 1 ? read : { ...read, use: { isList: true } }
    names.set(name, [...(names.get(name) ?? []), own])
  }
  return names
}

interface WholeProperty {
  readonly name: string
  readonly schema: JsonSchema
  readonly isRequired: boolean
  readonly known: ParameterFact['known']
}

/** The properties of a schema or type that describes a whole place, `req.query as { page?: string }` for instance. */
function wholeProperties(place: InputPlace, wholes: readonly FoundWhole[], tools: FactTools): WholeProperty[] {
  return wholes
    .filter((whole) => whole.place === place && whole.path.length === 0)
    .flatMap((whole) => {
      const schema = whole.zod === undefined ? typeProperties(whole, tools) : tools.schemaOfZod(whole.zod)
      const known = tools.known(whole.zod === undefined ? 'type' : 'zod', whole.node)
      const required = Array.isArray(schema.required) ? schema.required : []
      const { properties } = schema
      const entries = typeof properties === 'object' && properties !== null ? Object.entries(properties) : []
      return entries.map(([name, part]) => ({
        name,
        schema: toSchema(part),
        isRequired: required.includes(name),
        known,
      }))
    })
}

// A named type is read for its properties; it does not become a component for that.
function typeProperties({ type }: FoundWhole, tools: FactTools): JsonSchema {
  const shape = type && tools.types?.describe(type)
  if (shape?.kind !== 'record') return {}
  const properties: Record<string, JsonSchema> = {}
  const required: string[] = []
  for (const property of shape.properties()) {
    properties[property.name] = (property.type && tools.schemaOfType(property.type)) ?? {}
    if (!property.isOptional) required.push(property.name)
  }
  return { properties, required }
}

function toSchema(value: unknown): JsonSchema {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}
