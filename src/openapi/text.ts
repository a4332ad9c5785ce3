import { stringify } from 'yaml'
import type { OpenApiDocument } from './spec.ts'

/** The document as JSON text for a file: two spaces deep, with a line feed at the end. */
export function toJson(document: OpenApiDocument): string {
  return `${JSON.stringify(document, undefined, 2)}\n`
}

/** The document as YAML text: long lines are kept, and repeated parts are written out, not aliased. */
export function toYaml(document: OpenApiDocument): string {
  return stringify(document, { lineWidth: 0, aliasDuplicateObjects: false })
}
