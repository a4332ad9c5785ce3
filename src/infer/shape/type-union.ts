import type { JsonSchema } from '../../schema/facts.ts'
import type { Type, TypeReader } from '../compiler/compiler.ts'
import { discriminatorOf, type UnionMember } from './discriminator.ts'
import { anyOfSchemas, enumSchema } from './union-schema.ts'

interface Writing {
  readonly types: TypeReader
  schemaOf(type: Type): JsonSchema | undefined
}

/** The schema of a union type: literals become one enum, named objects told apart by a constant a `oneOf`. */
export function unionSchema(members: readonly Type[], { types, schemaOf }: Writing): JsonSchema | undefined {
  const literals: (string | number | boolean)[] = []
  const objects: UnionMember[] = []
  const others: JsonSchema[] = []
  for (const type of members) {
    const shape = types.describe(type)
    if (shape.kind === 'literal') literals.push(shape.value)
    else {
      const schema = schemaOf(type)
      const isObject = shape.kind === 'record' || shape.kind === 'union'
      if (schema && isObject) objects.push({ type, schema })
      else if (schema) others.push(schema)
    }
  }
  others.push(...literalSchemas(literals))
  if (objects.length === 0 && others.length === 0) return undefined
  const discriminator = objects.length > 1 && others.length === 0 ? discriminatorOf(objects, types) : undefined
  const sorted = sortByText(objects.map((object) => object.schema))
  return discriminator ? { oneOf: sorted, discriminator } : anyOfSchemas([...sortByText(others), ...sorted])
}

function literalSchemas(literals: readonly (string | number | boolean)[]): JsonSchema[] {
  const booleans = literals.filter((value) => typeof value === 'boolean')
  const scalars = literals.filter((value) => typeof value !== 'boolean')
  const schemas: JsonSchema[] = []
  if (booleans.length > 0) schemas.push(booleans.length === 2 ? { type: 'boolean' } : enumSchema(booleans))
  if (scalars.length > 0) schemas.push(enumSchema(scalars))
  return schemas
}

// Compilers differ in the order of members; a document must not.
function sortByText(schemas: readonly JsonSchema[]): JsonSchema[] {
  const keyed = schemas.map((schema) => ({ schema, key: JSON.stringify(schema) }))
  return keyed.toSorted((one, other) => (one.key < other.key ? -1 : 1)).map(({ schema }) => schema)
}
