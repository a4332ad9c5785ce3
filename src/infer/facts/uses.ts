import type { JsonSchema } from '../../schema/facts.ts'
import type { FoundRead } from '../flow/findings.ts'
import type { FactTools } from './tools.ts'

/** All that was seen of one named part of the request. */
export interface UseSummary {
  readonly schema: JsonSchema
  /** True when a type in the code says it, false when it is concluded from how it is used. */
  readonly isTyped: boolean
  readonly isRequired: boolean
}

/** Puts together how a part of the request is used; text is what it is when nothing says otherwise. */
export function summariseUses(
  reads: readonly FoundRead[],
  fallbackType: string | undefined,
  tools: FactTools,
): UseSummary {
  const types = reads.flatMap((read) => (read.use.type ? [read.use.type] : []))
  const typed = types.map((type) => tools.schemaOfType(type)).find((schema) => isTelling(schema, fallbackType))
  const used = reads.map((read) => read.use.schema).find((schema) => schema !== undefined)
  const isList = reads.some((read) => read.use.isList)
  const plain: JsonSchema = used ?? (fallbackType ? { type: fallbackType } : {})
  const base: JsonSchema =
    typed ?? (isList ? { type: 'array', items: used && used.type !== 'string' ? used : listItem(fallbackType) } : plain)
  const fallback = reads.map((read) => read.use.fallback).find((value) => value !== undefined)
  const examples = [
    ...new Set(reads.map((read) => read.use.example).filter((value) => value !== undefined && value !== '')),
  ]
  return {
    schema: withDefault(withExamples(base, examples), fallback),
    isTyped: typed !== undefined,
    isRequired: fallback === undefined && reads.some((read) => read.use.isRequired),
  }
}

const listItem = (type: string | undefined): JsonSchema => (type ? { type } : {})

// `as string` on a query value only says that it is no list, which is what is assumed anyway.
function isTelling(schema: JsonSchema | undefined, fallbackType: string | undefined): schema is JsonSchema {
  if (!schema || Object.keys(schema).length === 0) return false
  const isPlainText = schema.type === 'string' && Object.keys(schema).length === 1
  return !(isPlainText && fallbackType === 'string')
}

function withExamples(schema: JsonSchema, examples: readonly unknown[]): JsonSchema {
  const isOpen = schema.enum === undefined && schema.const === undefined && schema.$ref === undefined
  if (examples.length === 0 || !isOpen || schema.type === 'array') return schema
  if (schema.type === undefined && examples.every((example) => typeof example === 'string'))
    return { type: 'string', examples }
  return { ...schema, examples }
}

function withDefault(schema: JsonSchema, fallback: unknown): JsonSchema {
  if (fallback === undefined || schema.$ref !== undefined) return schema
  const isNumber = schema.type === 'number' || schema.type === 'integer'
  const value = isNumber && Number.isFinite(Number(fallback)) ? Number(fallback) : fallback
  if (schema.type === undefined) return { type: typeof value, default: value, ...schema }
  return schema.type === 'array' ? schema : { ...schema, default: value }
}
