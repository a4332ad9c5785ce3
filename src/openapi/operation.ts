import { STATUS_CODES } from 'node:http'
import type {
  BodyFact,
  HeaderFact,
  JsonSchema,
  MediaFact,
  OperationFacts,
  ParameterFact,
  Provenance,
  ResponseFact,
} from '../schema/facts.ts'
import { equalJson, isObject } from '../schema/json.ts'
import { ownName } from './path.ts'
import type {
  Content,
  HeaderObject,
  MediaObject,
  OperationObject,
  ParameterObject,
  RequestBodyObject,
  ResponseObject,
} from './spec.ts'

/** What the document decides for an operation, beside what is known of it. */
export interface OperationFrame {
  readonly operationId: string
  readonly summary: string
  readonly tag: string
  /** The path's own parameters, in order. */
  readonly path: readonly ParameterObject[]
  readonly anyMethod: boolean
  /** Whether to say where facts come from, as `x-inferred`. */
  readonly provenance: boolean
  /** Called for each schema before it is written. */
  readonly sound: (schema: JsonSchema) => JsonSchema
  /** Called with what had to be left out, one sentence each. */
  readonly note: (text: string) => void
}

/** Writes what is known of one method of one route as an OpenAPI operation; without the shared 4XX response. */
export function toOperation(facts: OperationFacts, frame: OperationFrame): OperationObject {
  const parameters = toParameters(facts.parameters, frame)
  const body = facts.body && toRequestBody(facts.method, facts.body, frame)
  return {
    operationId: frame.operationId,
    summary: facts.summary ?? frame.summary,
    ...(facts.description !== undefined && { description: facts.description }),
    tags: facts.tags && facts.tags.length > 0 ? facts.tags : [frame.tag],
    ...(facts.deprecated && { deprecated: true }),
    ...(parameters.length > 0 && { parameters }),
    ...(body && { requestBody: body }),
    responses: toResponses(facts.responses, frame),
    ...(facts.security && {
      security: facts.security.map(({ scheme, scopes }) => (scheme ? { [scheme]: scopes } : {})),
    }),
    ...(frame.anyMethod && { 'x-any-method': true }),
    ...inferred(facts.known, frame),
    ...(facts.notes.length > 0 && { 'x-inference-notes': facts.notes }),
  }
}

// What the author states, and what the path itself says, needs no footnote.
function inferred(known: Provenance, frame: OperationFrame): { 'x-inferred'?: Provenance } {
  if (!frame.provenance || known.from === 'contract' || known.from === 'path') return {}
  return { 'x-inferred': known.at === undefined ? { from: known.from } : { from: known.from, at: known.at } }
}

// OpenAPI 3.1.1 §4.8.12.1: header parameters with these names are ignored, so writing them would only mislead.
const IGNORED_HEADERS = new Set(['accept', 'content-type', 'authorization'])

function toParameters(facts: readonly ParameterFact[], frame: OperationFrame): ParameterObject[] {
  const inPath = new Set(frame.path.map(ownName))
  const path = frame.path.map((parameter) => {
    const fact = facts.find((one) => one.in === 'path' && one.name === ownName(parameter))
    return fact ? { ...parameter, ...toParameter(fact, frame), name: parameter.name, required: true } : parameter
  })
  const others = new Map<string, ParameterObject>()
  for (const fact of facts) {
    if (fact.in === 'path' && !inPath.has(fact.name)) frame.note(`path has no parameter ${fact.name}`)
    // A pages handler reads its path parameters from `req.query`; they are no query parameters.
    if (fact.in === 'path' || (fact.in === 'query' && inPath.has(fact.name))) continue
    if (fact.in === 'header' && IGNORED_HEADERS.has(fact.name.toLowerCase())) continue
    const key = `${fact.in} ${fact.name}`
    if (!others.has(key)) others.set(key, toParameter(fact, frame))
  }
  const order = ['query', 'header', 'cookie']
  return [...path, ...[...others.values()].sort((a, b) => order.indexOf(a.in) - order.indexOf(b.in))]
}

function toParameter(fact: ParameterFact, frame: OperationFrame): ParameterObject {
  return {
    name: fact.name,
    in: fact.in,
    ...(fact.required && { required: true }),
    ...(fact.description !== undefined && { description: fact.description }),
    ...(fact.deprecated && { deprecated: true }),
    schema: frame.sound(fact.schema),
    ...(fact.example !== undefined && { example: fact.example }),
    ...inferred(fact.known, frame),
  }
}

function toRequestBody(method: string, body: BodyFact, frame: OperationFrame): RequestBodyObject | undefined {
  // RFC 9110 §9.3.1: content in a GET request has no meaning, and clients made from the document refuse to send it.
  if (method === 'GET' || method === 'HEAD') {
    frame.note(`a body of ${method} was left out`)
    return undefined
  }
  return {
    ...(body.description !== undefined && { description: body.description }),
    ...(body.required && { required: true }),
    content: toContent(body.media, frame),
  }
}

function toContent(media: readonly MediaFact[], frame: OperationFrame): Content {
  const content: Record<string, MediaObject> = {}
  for (const fact of media) {
    const next = toMedia(fact, frame)
    const before = content[fact.contentType]
    content[fact.contentType] = before ? eitherMedia(before, next) : next
  }
  return content
}

function toMedia(fact: MediaFact, frame: OperationFrame): MediaObject {
  const examples = fact.examples ?? []
  return {
    schema: frame.sound(fact.schema),
    ...(examples.length === 1 && { example: examples[0] }),
    ...(examples.length > 1 && {
      examples: Object.fromEntries(examples.map((value, index) => [`example${index + 1}`, { value }])),
    }),
    ...inferred(fact.known, frame),
  }
}

function eitherMedia(a: MediaObject, b: MediaObject): MediaObject {
  const options = [a.schema, b.schema].flatMap((schema) =>
    Array.isArray(schema['anyOf']) ? schema['anyOf'] : [schema],
  )
  const unique = options.filter((one, at) => options.findIndex((other) => equalJson(one, other)) === at)
  const only: unknown = unique[0]
  return { ...a, schema: unique.length === 1 && isObject(only) ? only : { anyOf: unique } }
}

function toResponses(facts: readonly ResponseFact[], frame: OperationFrame): Record<string, ResponseObject> {
  const responses: Record<string, ResponseObject> = {}
  for (const fact of facts) {
    const status = String(fact.status)
    const next = toResponse(fact, frame)
    const before = responses[status]
    responses[status] = before ? eitherResponse(before, next) : next
  }
  if (facts.length > 0) return responses
  const content = { '*/*': { schema: {} } }
  return { '2XX': { description: 'The answer of the handler; its shape is not known.', content } }
}

function toResponse(fact: ResponseFact, frame: OperationFrame): ResponseObject {
  const headers = Object.entries(fact.headers)
  return {
    description: fact.description ?? describe(fact.status),
    ...(headers.length > 0 && {
      headers: Object.fromEntries(headers.map(([name, one]) => [name, toHeader(one, frame)])),
    }),
    ...(fact.media.length > 0 && { content: toContent(fact.media, frame) }),
    ...inferred(fact.known, frame),
  }
}

function toHeader(fact: HeaderFact, frame: OperationFrame): HeaderObject {
  return {
    ...(fact.description !== undefined && { description: fact.description }),
    schema: frame.sound(fact.schema),
    ...inferred(fact.known, frame),
  }
}

function describe(status: number | 'default'): string {
  if (status === 'default') return 'Any other status; the code computes it.'
  return STATUS_CODES[status] ?? `Status ${status}`
}

function eitherResponse(a: ResponseObject, b: ResponseObject): ResponseObject {
  const content: Record<string, MediaObject> = { ...a.content }
  for (const [type, media] of Object.entries(b.content ?? {})) {
    const before = content[type]
    content[type] = before ? eitherMedia(before, media) : media
  }
  const headers = { ...a.headers, ...b.headers }
  return {
    ...a,
    ...(Object.keys(headers).length > 0 && { headers }),
    ...(Object.keys(content).length > 0 && { content }),
  }
}
