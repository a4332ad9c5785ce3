import type { Cast } from '../syntax/tree.ts'
import { addRead } from './findings.ts'
import type { Flow } from './flow.ts'
import { noteWholeType } from './input-types.ts'
import type { Scope } from './scope.ts'
import { declaredAs, opaque, type Value } from './value.ts'

/** `value as T`: for a part of the request the type is what the code expects it to be. */
export function evaluateCast(flow: Flow, node: Cast, scope: Scope): Value {
  const value = flow.evaluate(node.value, scope)
  const { types } = flow.project.compiler
  if (node.type?.isConst || !types) return value
  const isNonNull = node.type === undefined && node.value.native !== node.native
  const type = node.type ? types.declaredType(node.type) : types.typeOf(node)
  if (value.kind === 'input') {
    if (!types.isKnown(type) || isNonNull) return value
    if (value.path.length === 0) return noteWholeType(flow, value, type, node)
    addRead(flow.findings, flow.state, value, { type })
    return { ...value, type }
  }
  // `undefined as User | undefined` stands for what will be there.
  if (value.kind === 'constant' && (value.value === undefined || value.value === null)) return opaque(node)
  return types.isKnown(type) ? declaredAs(value, node) : value
}
