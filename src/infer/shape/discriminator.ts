import type { JsonSchema } from '../../schema/facts.ts'
import type { Shape, Type, TypeReader } from '../compiler/compiler.ts'

/** One member of a union and its schema. */
export interface UnionMember {
  readonly type: Type
  readonly schema: JsonSchema
}

/** The property that tells the members of a union apart, if each is a component with a constant of its own there. */
export function discriminatorOf(members: readonly UnionMember[], types: TypeReader): JsonSchema | undefined {
  if (!members.every(({ schema }) => typeof schema.$ref === 'string')) return undefined
  const shapes = members.map(({ type }) => types.describe(type))
  const [first] = shapes
  if (!first || first.kind !== 'record') return undefined
  for (const { name } of first.properties()) {
    const mapping: Record<string, unknown> = {}
    shapes.forEach((shape, index) => {
      const value = constantOf(shape, name, types)
      if (value !== undefined) mapping[value] = members[index]?.schema.$ref
    })
    if (Object.keys(mapping).length === members.length) return { propertyName: name, mapping: sorted(mapping) }
  }
  return undefined
}

const sorted = (mapping: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(mapping).toSorted(([one], [other]) => (one < other ? -1 : 1)))

function constantOf(shape: Shape, name: string, types: TypeReader): string | undefined {
  if (shape.kind !== 'record') return undefined
  const property = shape.properties().find((candidate) => candidate.name === name)
  const inner = property?.type && !property.isOptional ? types.describe(property.type) : undefined
  return inner?.kind === 'literal' && typeof inner.value === 'string' ? inner.value : undefined
}
