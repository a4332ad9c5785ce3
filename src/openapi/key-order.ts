import { isObject, type JsonObject } from '../schema/json.ts'
import { DOCUMENT_METHODS, type OpenApiDocument } from './spec.ts'

const OPERATION = [
  'operationId',
  'summary',
  'description',
  'tags',
  'deprecated',
  'parameters',
  'requestBody',
  'responses',
]
const MEDIA = ['schema', 'example', 'examples']
const RESPONSE = ['description', 'headers', 'content']

/** The document with the keys of its operations in the order people read them: what it is, takes, gives; notes last. */
export function orderKeys(document: OpenApiDocument): OpenApiDocument {
  const paths = mapObjects(document.paths, (item) => ({
    ...item,
    ...mapObjects(pick(item, DOCUMENT_METHODS), orderOperation),
  }))
  return { ...document, paths }
}

function orderOperation(operation: JsonObject): JsonObject {
  const { requestBody, responses } = operation
  const ordered = {
    ...operation,
    ...(isObject(requestBody) && { requestBody: orderContent(requestBody) }),
    ...(isObject(responses) && { responses: mapObjects(responses, orderContent) }),
  }
  return first(ordered, OPERATION)
}

function orderContent(holder: JsonObject): JsonObject {
  const { content } = holder
  if (!isObject(content)) return first(holder, RESPONSE)
  return first({ ...holder, content: mapObjects(content, (media) => first(media, MEDIA)) }, RESPONSE)
}

/** The same object with some of its keys before the others. */
function first(value: JsonObject, keys: readonly string[]): JsonObject {
  return { ...pick(value, keys), ...value }
}

function pick(value: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(keys.flatMap((key) => (key in value ? [[key, value[key]]] : [])))
}

function mapObjects(values: JsonObject, change: (value: JsonObject) => JsonObject): Record<string, JsonObject> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) => (isObject(value) ? [[key, change(value)]] : [])),
  )
}
