import { isObject, mergeJson, type JsonObject } from '../schema/json.ts'
import type { OpenApiDocument } from './spec.ts'

/**
 * Lays the hand-written part of a document over the generated one. Objects merge key by key and the hand-written value
 * wins; tags merge by name; other lists (servers, security) are replaced whole.
 *
 * @param base `openapi/base.json`: info, servers, securitySchemes, tag descriptions, whole paths – anything OpenAPI has.
 */
export function mergeBase(document: OpenApiDocument, base: JsonObject): OpenApiDocument {
  const { tags, ...rest } = base
  const merged = mergeJson(document, rest)
  // `mergeJson` returns an object for two objects, and never removes a key: the document keeps its shape.
  const result = merged as OpenApiDocument
  return { ...result, tags: mergeTags(document.tags, tags) }
}

function mergeTags(generated: OpenApiDocument['tags'], written: unknown): OpenApiDocument['tags'] {
  const own = Array.isArray(written) ? written.filter(isTag) : []
  const named = new Set(own.map(({ name }) => name))
  return [...own, ...generated.filter(({ name }) => !named.has(name))]
}

function isTag(value: unknown): value is OpenApiDocument['tags'][number] {
  return isObject(value) && typeof value['name'] === 'string'
}
