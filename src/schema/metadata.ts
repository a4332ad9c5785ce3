import { isObject, type JsonObject } from './json.ts'
import { openApiRegistries, zodRegistry } from './registries.ts'

/**
 * What authors noted on a schema, by `.meta()` and by the `.openapi()` of zod-to-openapi, whose names become `id`. zod asks
 * this instead of its own registry.
 */
export const METADATA = {
  get(schema: object): JsonObject | undefined {
    const own = metaOf(schema)
    const other = openApiOf(schema)
    return own && other ? { ...own, ...other } : (own ?? other)
  },
}

// `.meta()` asks the registry of the copy of zod that made the schema; zod mini has none and one registry for all.
function metaOf(schema: object): JsonObject | undefined {
  const meta: unknown =
    'meta' in schema && typeof schema.meta === 'function'
      ? Reflect.apply(schema.meta, schema, [])
      : zodRegistry()?.get(schema)
  return isObject(meta) ? meta : undefined
}

function openApiOf(schema: object): JsonObject | undefined {
  const found = openApiRegistries()
    .map((registry) => registry.get(schema))
    .find(isObject)
  if (!isObject(found)) return undefined
  const { example, param: _parameter, _internal: internal, ...noted } = found
  const id = isObject(internal) && typeof internal['refId'] === 'string' ? { id: internal['refId'] } : {}
  return { ...noted, ...id, ...(example !== undefined && { examples: [example] }) }
}
