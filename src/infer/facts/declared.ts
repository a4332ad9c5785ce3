import type { JsonSchema } from '../../schema/facts.ts'
import type { Type } from '../compiler/compiler.ts'
import type { FoundResponse } from '../flow/findings.ts'
import { nodeOf } from '../flow/value.ts'
import { anyOfSchemas } from '../shape/union-schema.ts'
import type { FactTools } from './tools.ts'

/**
 * The schema that `NextApiResponse<T>` promises for one answer: the members of `T` that fit what is sent. Undefined
 * when `T` says nothing, or nothing about this answer.
 */
export function declaredSchema({ declared, body }: FoundResponse, tools: FactTools): JsonSchema | undefined {
  const { types } = tools
  if (!declared || !types || !body) return undefined
  const node = (body.kind === 'input' ? body.seenAt : undefined) ?? nodeOf(body)
  const sent = (body.kind === 'input' ? body.type : undefined) ?? (node && types.typeOf(node))
  const members = membersOf(declared, tools)
  const fitting = types.isKnown(sent) ? members.filter((member) => types.isAssignable(sent, member)) : members
  // A value the type does not allow is what it is, whatever the type says.
  if (fitting.length === 0) return undefined
  const schemas = fitting.map((member) => tools.schemaOfType(member)).filter((schema) => schema !== undefined)
  const schema = anyOfSchemas(schemas)
  return Object.keys(schema).length > 0 ? schema : undefined
}

function membersOf(type: Type, { types }: FactTools): readonly Type[] {
  const shape = types?.describe(type)
  return shape?.kind === 'union' ? shape.members : [type]
}
