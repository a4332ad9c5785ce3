import type { AnyNode } from '../syntax/tree.ts'
import type { Flow } from './flow.ts'
import { type MethodSet, toMethodSet } from './method-set.ts'
import { type ByMethodValue, opaque, optionsOf, unionOf, type Value } from './value.ts'

/** `table[req.method]`: the entry for each method the table has. */
export function toByMethod(flow: Flow, table: Value, node: AnyNode): Value {
  const results = optionsOf(table).map((option): Value => {
    const members = option.kind === 'object' ? option.entries : option.kind === 'class' ? option.statics : undefined
    const entries = new Map<MethodSet, Value>()
    for (const [key, value] of members ?? []) {
      const methods = toMethodSet(key)
      if (methods) entries.set(methods, value)
    }
    if (entries.size === 0) return opaque(node)
    flow.findings.touched |= methodsOf({ kind: 'byMethod', entries })
    return { kind: 'byMethod', entries }
  })
  return unionOf(results)
}

/** The methods a table has an entry for. */
export function methodsOf(value: ByMethodValue): MethodSet {
  let methods = 0
  for (const key of value.entries.keys()) methods |= key
  return methods
}
