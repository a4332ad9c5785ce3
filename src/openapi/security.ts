import type { JsonSchema } from '../schema/facts.ts'
import { isObject, type JsonObject } from '../schema/json.ts'
import type { DocumentedOperation } from './operations.ts'

/** Schemes whose names say what they are. */
const WELL_KNOWN: Readonly<Record<string, JsonSchema>> = {
  bearer: { type: 'http', scheme: 'bearer' },
  bearerAuth: { type: 'http', scheme: 'bearer' },
  basic: { type: 'http', scheme: 'basic' },
  basicAuth: { type: 'http', scheme: 'basic' },
  apiKey: { type: 'apiKey', in: 'header', name: 'x-api-key' },
}

/**
 * The security schemes that operations ask for: from `openapi/base.json`, from the code, or by a well-known name. One
 * that nobody describes is written as a key in the Authorization header, with a note: a document must define it.
 */
export function collectSecurity(
  operations: readonly DocumentedOperation[],
  found: Readonly<Record<string, JsonSchema>>,
  base: JsonObject,
  notes: string[],
): Record<string, JsonObject> {
  const wanted = new Set([
    ...namesIn(base['security']),
    ...operations.flatMap(({ operation }) => namesIn(operation.security)),
  ])
  const written = schemesOf(base)
  const schemes: Record<string, JsonObject> = {}
  for (const name of [...wanted].sort()) {
    const scheme = written[name] ?? found[name] ?? WELL_KNOWN[name]
    if (!scheme) notes.push(`security scheme ${name} is not defined; define it in openapi/base.json`)
    schemes[name] = isObject(scheme) ? scheme : { type: 'apiKey', in: 'header', name: 'Authorization' }
  }
  return schemes
}

function namesIn(security: unknown): string[] {
  return Array.isArray(security) ? security.filter(isObject).flatMap((one) => Object.keys(one)) : []
}

function schemesOf(base: JsonObject): JsonObject {
  const components = isObject(base['components']) ? base['components'] : {}
  return isObject(components['securitySchemes']) ? components['securitySchemes'] : {}
}
