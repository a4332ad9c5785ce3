import type { HeaderFact, JsonSchema, MediaFact, ResponseFact } from '../../schema/facts.ts'
import type { FoundResponse } from '../flow/findings.ts'
import { toExample } from '../flow/plain-value.ts'
import type { Status } from '../flow/value.ts'
import { anyOfSchemas } from '../shape/union-schema.ts'
import { declaredSchema } from './declared.ts'
import type { FactTools } from './tools.ts'

/** The answers of one operation, one entry per status, in ascending order; `default` comes last. */
export function toResponses(found: readonly FoundResponse[], tools: FactTools): ResponseFact[] {
  const statuses = new Map<Status, FoundResponse[]>()
  for (const response of found) statuses.set(response.status, [...(statuses.get(response.status) ?? []), response])
  if (statuses.size === 0) return [{ status: 'default', headers: {}, media: [], known: { from: 'guess' } }]
  const order = [...statuses.keys()].toSorted((one, other) => rank(one) - rank(other))
  return order.map((status) => toResponse(status, statuses.get(status) ?? [], tools))
}

const rank = (status: Status): number => (status === 'default' ? 1000 : status)

function toResponse(status: Status, found: readonly FoundResponse[], tools: FactTools): ResponseFact {
  const [first] = found
  return {
    status,
    headers: toHeaders(found, tools),
    media: isBodiless(status) ? [] : toMedia(found, tools),
    known: tools.known(first?.from ?? 'literal', first?.node),
  }
}

// RFC 9110 §15: these never have content, whatever the handler hands over.
const isBodiless = (status: Status): boolean => status === 204 || status === 205 || status === 304

function toHeaders(found: readonly FoundResponse[], tools: FactTools): Record<string, HeaderFact> {
  const headers: Record<string, HeaderFact> = {}
  for (const response of found) {
    for (const [name, value] of Object.entries(response.headers)) {
      if (name === 'content-type' || name === 'content-length') continue
      const schema: JsonSchema = value === true ? { type: 'string' } : { type: 'string', examples: [value] }
      headers[name] ??= { schema, known: tools.known('literal', response.node) }
    }
  }
  return headers
}

function toMedia(found: readonly FoundResponse[], tools: FactTools): MediaFact[] {
  const byType = new Map<string, FoundResponse[]>()
  for (const response of found) {
    if (response.contentType === undefined) continue
    const type = response.contentType.split(';')[0]?.trim().toLowerCase() || 'application/octet-stream'
    byType.set(type, [...(byType.get(type) ?? []), response])
  }
  return [...byType].map(([contentType, list]) => {
    const bodies = list.map((response) => bodyOf(response, contentType, tools))
    const examples = uniqueExamples(list)
    const [first] = bodies
    return {
      contentType,
      schema: anyOfSchemas(bodies.map((body) => body.schema)),
      ...(examples.length > 0 ? { examples } : {}),
      known: tools.known(first?.from ?? 'type', list[0]?.node),
    }
  })
}

interface Body {
  readonly schema: JsonSchema
  readonly from: 'type' | 'literal' | 'use' | 'guess'
}

function bodyOf(response: FoundResponse, contentType: string, tools: FactTools): Body {
  const isJson = /[/+]json$/.test(contentType)
  if (response.isStream || response.body === undefined) {
    return { schema: isJson ? {} : { type: 'string', ...binary(contentType) }, from: 'literal' }
  }
  if (!isJson) return { schema: textSchema(response, contentType, tools), from: 'literal' }
  const declared = declaredSchema(response, tools)
  if (declared) return { schema: declared, from: 'type' }
  const schema = tools.values.of(response.body) ?? {}
  const from = Object.keys(schema).length === 0 ? 'guess' : toExample(response.body) ? 'literal' : 'type'
  return { schema: toExample(response.body) ? withoutExamples(schema) : schema, from }
}

const binary = (contentType: string): JsonSchema =>
  contentType.startsWith('text/') ? {} : { contentMediaType: contentType }

// JSON text sent under another type still is what it is; anything else is text.
function textSchema(response: FoundResponse, contentType: string, tools: FactTools): JsonSchema {
  const { body } = response
  const schema = body && tools.values.of(body)
  if (schema && (schema.type === 'object' || schema.type === 'array' || schema.$ref)) return schema
  return { type: 'string', ...binary(contentType) }
}

// The whole body is given as an example; its parts need none.
function withoutExamples(schema: JsonSchema): JsonSchema {
  const strip = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map((item) => strip(item))
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value)
        .filter(([key, item]) => !(key === 'examples' && Array.isArray(item)))
        .map(([key, item]) => [key, strip(item)]),
    )
  }
  const stripped = strip(schema)
  return typeof stripped === 'object' && stripped !== null ? { ...stripped } : schema
}

const MAX_EXAMPLES = 5

function uniqueExamples(found: readonly FoundResponse[]): unknown[] {
  const examples = found.flatMap((response) => {
    const example = toExample(response.body)
    // An empty list or object shows nothing that the schema does not.
    return example && JSON.stringify(example.value).length > 2 ? [example.value] : []
  })
  return [...new Map(examples.map((example) => [JSON.stringify(example), example])).values()].slice(0, MAX_EXAMPLES)
}
