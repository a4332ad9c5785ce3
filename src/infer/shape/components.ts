import { createHash } from 'node:crypto'
import type { JsonSchema } from '../../schema/facts.ts'

/** A named schema before all of a project's names are known. */
export interface DraftComponent {
  /** The name it would like to have. */
  readonly text: string
  schema: JsonSchema
}

/** Named schemas by token. A token stands in references until the project is put together and names are settled. */
export type DraftComponents = Map<string, DraftComponent>

const PREFIX = '#/components/schemas/'

/** The token of a named type: the same whenever the same type is met. */
export function tokenOf(text: string, id: string): string {
  return `${cleanName(text)}~${createHash('sha1').update(id).digest('hex').slice(0, 12)}`
}

/** A reference to a component that is not named yet. */
export function referTo(token: string): JsonSchema {
  return { $ref: PREFIX + token }
}

/** Component names may hold letters, digits, `.`, `-` and `_`. */
export function cleanName(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9._-]+/g, '_').replaceAll(/^_+|_+$/g, '') || 'Schema'
}

/** The tokens a schema refers to, directly. */
export function referencesIn(schema: unknown, found = new Set<string>()): Set<string> {
  if (Array.isArray(schema)) for (const item of schema) referencesIn(item, found)
  else if (typeof schema === 'string' && schema.startsWith(PREFIX)) found.add(schema.slice(PREFIX.length))
  else if (typeof schema === 'object' && schema !== null) {
    for (const value of Object.values(schema)) referencesIn(value, found)
  }
  return found
}

/** A schema, or anything that holds schemas, with every token replaced by its final name. */
export function withNames<T>(value: T, names: ReadonlyMap<string, string>): T {
  // The copy has the shape of what is copied: only reference texts differ.
  return rename(value, names) as T
}

function rename(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(value)) return value.map((item) => rename(item, names))
  if (typeof value === 'string' && value.startsWith(PREFIX)) {
    const token = value.slice(PREFIX.length)
    return PREFIX + (names.get(token) ?? token)
  }
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, rename(item, names)]))
}
