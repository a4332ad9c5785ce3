import type { Flow, MemberCall } from './flow.ts'
import { inputElement } from './bind.ts'
import { callUnknown } from './unknown-calls.ts'
import { type InputValue, memberOf, opaque, type Value } from './value.ts'

const LIST_CALLBACKS = /^(map|forEach|filter|some|every|find|findIndex|flatMap)$/

/** A method of a part of the request: `name.trim()`, `items.map(…)`. */
export function invokeInput(flow: Flow, target: InputValue, { name, args, node }: MemberCall): Value {
  const [callback] = args
  if (LIST_CALLBACKS.test(name) && callback?.kind === 'function') {
    flow.perhaps(() => flow.follow(callback, [inputElement(target, node)], node))
    return name === 'filter' ? target : opaque(node)
  }
  if (/^(trim|toLowerCase|toUpperCase|replace|replaceAll|toString|normalize|trimStart|trimEnd)$/.test(name)) {
    return name === 'toString' ? target : opaque(node, 'string')
  }
  if (/^(then|catch|finally)$/.test(name)) return invokePromise(flow, target, { name, args, node })
  if (/^(includes|startsWith|endsWith|some|every)$/.test(name)) return opaque(node, 'boolean')
  return callUnknown(flow, memberOf(opaque(target.node), name, node), args, node)
}

/** `.then(…)`, `.catch(…)`, `.finally(…)` of something that is no promise to us. */
export function invokePromise(flow: Flow, target: Value, { name, args, node }: MemberCall): Value {
  const [callback] = args
  if (callback?.kind !== 'function') return target
  if (name === 'then') return flow.follow(callback, [target], node)
  if (name === 'finally') {
    flow.perhaps(() => flow.follow(callback, [], node))
    return target
  }
  flow.fail(() => flow.follow(callback, [{ kind: 'caught', thrown: [], node }], node))
  return target
}
