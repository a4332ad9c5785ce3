import type { BodyFact, JsonSchema, OperationFacts, ProjectFacts, Provenance, RouteFacts } from '../schema/facts.ts'

/** What was found, in numbers. */
export interface InferenceSummary {
  readonly operations: number
  /** Operations that read a body, and how many of these bodies have a schema. */
  readonly bodies: number
  readonly typedBodies: number
  /** Responses that have a body, and how many of these have a schema. */
  readonly responses: number
  readonly typedResponses: number
  readonly notes: number
}

/** Counts what is known. A schema of `{}` counts as not typed. */
export function summarise(facts: ProjectFacts): InferenceSummary {
  const operations = facts.routes.flatMap((route) => route.operations)
  const bodies = operations.flatMap((operation) => (operation.body ? [operation.body] : []))
  const responses = operations
    .flatMap((operation) => operation.responses)
    .filter((response) => response.media.length > 0)
  const notes = facts.routes.reduce((count, route) => count + notesOf(route).length, 0)
  return {
    operations: operations.length,
    bodies: bodies.length,
    typedBodies: bodies.filter((body) => body.media.some(({ schema }) => isTyped(schema))).length,
    responses: responses.length,
    typedResponses: responses.filter((response) => response.media.every(({ schema }) => isTyped(schema))).length,
    notes,
  }
}

const isTyped = (schema: JsonSchema): boolean => Object.keys(schema).length > 0

/** `12 operations, 90% bodies typed, 95% responses typed, 3 notes`. */
export function toSummaryLine(facts: ProjectFacts): string {
  const { operations, bodies, typedBodies, responses, typedResponses, notes } = summarise(facts)
  const parts = [
    count(operations, 'operation'),
    `${percent(typedBodies, bodies)} bodies typed`,
    `${percent(typedResponses, responses)} responses typed`,
    count(notes, 'note'),
  ]
  return parts.join(', ')
}

const count = (number: number, word: string): string => `${number} ${word}${number === 1 ? '' : 's'}`
const percent = (part: number, whole: number): string => (whole === 0 ? '100%' : `${Math.floor((100 * part) / whole)}%`)

/** The text of `rehost openapi --explain`: for each operation what is known, from what, and where it stands. */
export function toExplanation(facts: ProjectFacts): string {
  const lines: string[] = []
  for (const route of facts.routes) {
    lines.push(`${route.path}  (${route.name})`)
    if (route.anyMethod) lines.push('  answers any method; the operation below stands for all of them')
    for (const operation of route.operations) lines.push(...operationLines(operation))
    for (const note of route.notes) lines.push(`  not understood: ${note}`)
    lines.push('')
  }
  lines.push(`Read with ${facts.compiler}: ${toSummaryLine(facts)}`)
  return `${lines.join('\n')}\n`
}

function notesOf(route: RouteFacts): readonly string[] {
  return [...route.notes, ...route.operations.flatMap((operation) => operation.notes)]
}

function operationLines(operation: OperationFacts): string[] {
  const { method, known, parameters, body, responses, security, notes } = operation
  const lines = [line(2, method, operation.summary ?? '', known)]
  for (const { in: place, name, required, schema, known: source } of parameters) {
    lines.push(line(4, `${place} ${name}${required ? '' : '?'}`, schemaText(schema), source))
  }
  if (body) lines.push(...bodyLines(body))
  for (const { status, media, headers, known: source } of responses) {
    if (media.length === 0) lines.push(line(4, String(status), 'no body', source))
    for (const { contentType, schema, known: from } of media) {
      lines.push(line(4, String(status), `${contentType} ${schemaText(schema)}`, from))
    }
    for (const [name, header] of Object.entries(headers)) lines.push(line(6, `header ${name}`, '', header.known))
  }
  for (const { scheme } of security ?? []) lines.push(`    asks for ${scheme}`)
  for (const note of notes) lines.push(`    note: ${note}`)
  return lines
}

function bodyLines({ media }: BodyFact): string[] {
  return media.map(({ contentType, schema, known }) => line(4, 'body', `${contentType} ${schemaText(schema)}`, known))
}

function line(indent: number, name: string, text: string, { from, at }: Provenance): string {
  const head = `${' '.repeat(indent)}${name}${text ? `  ${text}` : ''}`
  return `${head}  [${from}${at ? ` ${at}` : ''}]`
}

const MAX_NAMES = 8

/** A schema in a few words: `User`, `string`, `{ id, name?, … }`, `User[]`. */
function schemaText(schema: JsonSchema): string {
  if (typeof schema.$ref === 'string') return schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1)
  const alternatives = schema.anyOf ?? schema.oneOf
  if (Array.isArray(alternatives)) return alternatives.map((option) => schemaText(toSchema(option))).join(' | ')
  if (Array.isArray(schema.enum)) return schema.enum.map((value) => JSON.stringify(value)).join(' | ')
  if ('const' in schema) return JSON.stringify(schema.const)
  if (schema.type === 'array') return `${schemaText(toSchema(schema.items))}[]`
  if (schema.properties !== undefined) return propertiesText(schema)
  const type = Array.isArray(schema.type) ? schema.type.join(' | ') : schema.type
  return typeof type === 'string'
    ? `${type}${typeof schema.format === 'string' ? ` (${schema.format})` : ''}`
    : 'anything'
}

function propertiesText(schema: JsonSchema): string {
  const required: unknown[] = Array.isArray(schema.required) ? schema.required : []
  const names = Object.keys(toSchema(schema.properties)).map((name) => (required.includes(name) ? name : `${name}?`))
  const shown = names.length > MAX_NAMES ? [...names.slice(0, MAX_NAMES), '…'] : names
  return `{ ${shown.join(', ')} }`
}

function toSchema(value: unknown): JsonSchema {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}
