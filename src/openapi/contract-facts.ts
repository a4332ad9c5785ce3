import type { BodyFact, HeaderFact, MediaFact, OperationFacts, ParameterFact, ResponseFact } from '../schema/facts.ts'
import type { Direction } from '../schema/zod.ts'
import type { Answer, Body, Operation, Schema } from './contract.ts'
import type { ContractSchemas } from './contract-schemas.ts'
import { isSchema } from './is-schema.ts'
import { toOperationId } from './operation-name.ts'
import type { RouteContract } from './read-contract.ts'
import type { Route } from '../routes/route.ts'

/** Turns a route's contract into facts. Its named schemas are gathered in `schemas`. */
export function toContractFacts(route: Route, contract: RouteContract, schemas: ContractSchemas): OperationFacts[] {
  return Object.entries(contract.operations).map(([method, spec]) => {
    const id = spec.operationId ?? toOperationId(method, route.pattern.segments)
    return toFacts({ method, spec, schemas, hint: capital(id) })
  })
}

interface Stated {
  readonly method: string
  readonly spec: Operation
  readonly schemas: ContractSchemas
  /** What a nameless recursive schema is named after. */
  readonly hint: string
}

const KNOWN = { from: 'contract' } as const
const JSON_TYPE = 'application/json'

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)

function toFacts(stated: Stated): OperationFacts {
  const { method, spec } = stated
  const responses = Object.entries(spec.responses ?? {}).flatMap(([status, answer]) =>
    answer === undefined ? [] : [toResponse(status, answer, stated)],
  )
  return {
    method,
    ...(spec.operationId !== undefined && { operationId: spec.operationId }),
    ...(spec.summary !== undefined && { summary: spec.summary }),
    ...(spec.description !== undefined && { description: spec.description }),
    ...(spec.tags && { tags: spec.tags }),
    ...(spec.deprecated !== undefined && { deprecated: spec.deprecated }),
    parameters: [
      ...toParameters('path', spec.params, stated),
      ...toParameters('query', spec.query, stated),
      ...toParameters('header', spec.headers, stated),
      ...toParameters('cookie', spec.cookies, stated),
    ],
    ...(spec.body && { body: toBody(spec.body, stated) }),
    responses,
    notes: [],
    known: KNOWN,
  }
}

function toParameters(place: ParameterFact['in'], schema: Schema | undefined, stated: Stated): ParameterFact[] {
  if (schema === undefined) return []
  return stated.schemas.properties(schema, `${stated.hint}${capital(place)}`).map((property) => {
    const { description, deprecated, ...rest } = property.schema
    return {
      in: place,
      name: property.name,
      required: place === 'path' || property.required,
      schema: rest,
      ...(typeof description === 'string' && { description }),
      ...(deprecated === true && { deprecated }),
      known: KNOWN,
    }
  })
}

/** A body or an answer written as an object, as far as both are alike. */
interface Described {
  readonly contentType?: string
  readonly schema?: Schema
  readonly content?: Readonly<Record<string, Schema>>
  readonly example?: unknown
}

function toMedia(described: Described, direction: Direction, name: string, stated: Stated): MediaFact[] {
  const { content, contentType, schema, example } = described
  const single = contentType !== undefined || schema !== undefined ? { [contentType ?? JSON_TYPE]: schema } : {}
  return Object.entries<Schema | undefined>(content ?? single).map(([type, one], index) => ({
    contentType: type,
    schema: one === undefined ? {} : stated.schemas.convert(one, direction, `${stated.hint}${name}`),
    // Several media types have one example: that of the first.
    ...(index === 0 && example !== undefined && { examples: [example] }),
    known: KNOWN,
  }))
}

function toBody(body: Body, stated: Stated): BodyFact {
  const described = isSchema(body) ? { schema: body } : body
  return {
    required: isSchema(body) || (body.required ?? true),
    ...(!isSchema(body) && body.description !== undefined && { description: body.description }),
    media: toMedia(described, 'input', 'Body', stated),
  }
}

function toResponse(status: string, answer: Answer, stated: Stated): ResponseFact {
  const name = `Response${status === '200' ? '' : capital(status)}`
  const known = { status: status === 'default' ? ('default' as const) : Number(status), known: KNOWN }
  if (isSchema(answer)) return { ...known, headers: {}, media: toMedia({ schema: answer }, 'output', name, stated) }
  return {
    ...known,
    ...(answer.description !== undefined && { description: answer.description }),
    headers: toHeaders(answer.headers ?? {}, stated),
    media: toMedia(answer, 'output', name, stated),
  }
}

function toHeaders(headers: Readonly<Record<string, Schema>>, stated: Stated): Record<string, HeaderFact> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, schema]) => {
      const { description, ...rest } = stated.schemas.convert(schema, 'output', `${stated.hint}Header`)
      return [name, { schema: rest, ...(typeof description === 'string' && { description }), known: KNOWN }]
    }),
  )
}
