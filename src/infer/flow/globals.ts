import type { Identifier } from '../syntax/tree.ts'
import type { Value } from './value.ts'

/** A name that nothing in the file declares: a global of the platform, or a mistake. */
export function globalValue(node: Identifier): Value {
  return { kind: 'external', module: 'global', name: node.name, members: [], node }
}

/** `zod.z.object` → `zod:z.object`; globals have no module. */
export function externalName(value: Extract<Value, { kind: 'external' }>): string {
  const path = [value.name, ...value.members].join('.')
  return value.module === 'global' ? path : `${value.module}:${path}`
}
