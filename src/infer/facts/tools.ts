import type { JsonSchema, Provenance } from '../../schema/facts.ts'
import type { Compiler, Type, TypeReader } from '../compiler/compiler.ts'
import { toPlace } from '../syntax/place.ts'
import type { AnyNode } from '../syntax/tree.ts'
import type { DraftComponents } from '../shape/components.ts'
import { createTypeSchemas } from '../shape/type-schema.ts'
import { createValueSchemas, type ValueSchemas } from '../shape/value-schema.ts'
import { toZodSchema } from '../shape/zod-schema.ts'

/** What turning findings into facts needs. */
export interface FactTools {
  readonly types: TypeReader | undefined
  readonly values: ValueSchemas
  schemaOfType(type: Type): JsonSchema | undefined
  schemaOfZod(schema: unknown): JsonSchema
  known(from: Provenance['from'], node: AnyNode | undefined): Provenance
  /** Notes of the route at hand. */
  readonly notes: Set<string>
}

/** Tools that serve one reading of the project. `notes` is emptied by whoever takes them. */
export function createFactTools(compiler: Compiler, dir: string, components: DraftComponents): FactTools {
  const notes = new Set<string>()
  const { types } = compiler
  const schemas = types && createTypeSchemas({ types, components, note: (text) => notes.add(text) })
  const zodSchema = (schema: unknown, io: 'input' | 'output'): JsonSchema =>
    toZodSchema(schema, { io, components, note: (text) => notes.add(text) })
  return {
    types,
    values: createValueSchemas({ types, schemas, zodOutput: (schema) => zodSchema(schema, 'output') }),
    schemaOfType: (type) => schemas?.of(type),
    schemaOfZod: (schema) => zodSchema(schema, 'input'),
    known: (from, node) => (node?.native === undefined ? { from } : { from, at: toPlace(node, dir) }),
    notes,
  }
}
