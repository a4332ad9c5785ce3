import { isObject } from '../schema/json.ts'
import type { Schema } from './contract.ts'

/** True for a schema of any library a contract can use; zod 3 before 3.24 has `_def` and `safeParse` only. */
export function isSchema(value: unknown): value is Schema {
  // arktype's schemas are functions.
  if (!isObject(value) && typeof value !== 'function') return false
  return '~standard' in value || '_zod' in value || ('_def' in value && 'safeParse' in value)
}
