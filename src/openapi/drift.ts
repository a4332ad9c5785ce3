import type { JsonSchema } from '../schema/facts.ts'
import { isObject } from '../schema/json.ts'
import type { Route } from '../routes/route.ts'
import type { Drift, SchemaJudge } from './schema-judge.ts'
import { assignPaths } from './path.ts'
import { matchMedia, toBodyKind, toEssence } from './media-type.ts'
import { UNCHECKED, type OpenApiDocument, type OperationObject, type PathItem, type ResponseObject } from './spec.ts'

/** An answer as it is sent. */
export interface SentAnswer {
  /** `Route.name` of the route that answered. */
  readonly route: string
  readonly method: string
  readonly status: number
  readonly contentType: string | undefined
  /** The body as JSON has it; undefined when there is none, or when it is no JSON. */
  readonly body: unknown
  /** False for a body that was not kept, because of its size or its coding: only its media type is compared then. */
  readonly isReadable?: boolean
}

/** Compares answers with the document. Schemas are compiled when the first answer of their kind comes. */
export interface DriftDetector {
  /** What is wrong with an answer; empty when it is as documented or the document does not say. */
  compare(answer: SentAnswer): Promise<readonly Drift[]>
}

/** What answers are compared with: a document, or the part of one. */
export type Comparable = Pick<OpenApiDocument, 'paths' | 'components'>

/**
 * Opens a detector for a document: contracts and inferred facts alike are compared by what is published.
 * A refusal that rehost itself makes (405, 413, 415, 422 …) need not be compared; 4XX and `default` cover any.
 */
export function createDriftDetector(document: Comparable, routes: readonly Route[]): DriftDetector {
  const { paths } = assignPaths(routes)
  let judge: Promise<SchemaJudge> | undefined
  return {
    async compare(answer) {
      const operation = findOperation(document.paths[paths.get(answer.route)?.[0]?.path ?? ''], answer.method)
      if (!operation || operation[UNCHECKED] === true) return []
      // RFC 9110 §15.4.5: the client has the 200 already. Node-style handlers do not even know that it was sent.
      if (answer.status === 304) return []
      const response = findResponse(document, operation, answer.status)
      if (!response) {
        return [{ pointer: '', detail: `status ${answer.status} is not documented` }]
      }
      const found = findSchema(response, answer)
      if ('drift' in found) return found.drift
      judge ??= openJudge(document)
      return (await judge).check(found.schema, answer.body)
    },
  }
}

/** Loads ajv with the first answer that is compared: a server that compares none does without it. */
async function openJudge(document: Comparable): Promise<SchemaJudge> {
  const { createJudge } = await import('./schema-judge.ts')
  return createJudge(document.components['schemas'] ?? {})
}

function findOperation(item: PathItem | undefined, method: string): OperationObject | undefined {
  const name = method.toLowerCase()
  if (!item) return undefined
  const own = Object.entries(item).find(([key]) => key === name)?.[1]
  return own ?? (name === 'head' ? item.get : undefined)
}

function findResponse(document: Comparable, operation: OperationObject, status: number): ResponseObject | undefined {
  const { responses } = operation
  const response = responses[String(status)] ?? responses[`${Math.floor(status / 100)}XX`] ?? responses['default']
  if (!response || !('$ref' in response)) return response
  const shared = document.components['responses']?.[response.$ref.split('/').at(-1) ?? '']
  return isResponse(shared) ? shared : undefined
}

function isResponse(value: unknown): value is ResponseObject {
  return isObject(value) && typeof value['description'] === 'string'
}

type Found = { readonly schema: JsonSchema } | { readonly drift: readonly Drift[] }

const FITS: Found = { drift: [] }

function findSchema({ content }: ResponseObject, answer: SentAnswer): Found {
  const { contentType, body, method, status, isReadable = true } = answer
  const essence = toEssence(contentType)
  // RFC 9110 §6.4.1: these answers have no content, whatever their headers say.
  if (method === 'HEAD' || status === 204) return FITS
  const isEmpty = essence === undefined || (body === undefined && isReadable)
  if (!content) return isEmpty ? FITS : whole('a body is not documented')
  if (essence === undefined) return '*/*' in content ? FITS : whole('a body is documented and none was sent')
  const media = matchMedia(new Map(Object.entries(content)), essence)
  if (!media) return whole(`media type ${essence} is not documented`)
  return isReadable && toBodyKind(essence) === 'json' ? { schema: media.schema } : FITS
}

function whole(detail: string): Found {
  return { drift: [{ pointer: '', detail }] }
}
