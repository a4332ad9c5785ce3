import type { Flow, MemberCall } from './flow.ts'
import { callUnknown } from './unknown-calls.ts'
import { type ArrayValue, memberOf, opaque, unionOf, type Value } from './value.ts'

const EACH = /^(map|forEach|filter|some|every|find|flatMap|reduce)$/

/** `middleware.reduce((next, wrap) => wrap(next), handler)`: functions put together one by one. */
function reduce(flow: Flow, target: ArrayValue, { name, args, node }: MemberCall): Value {
  const [callback, start] = args
  const items = name === 'reduceRight' ? target.items.toReversed() : target.items
  const [first, ...others] = start ? [start, ...items] : items
  let result = first ?? opaque(node)
  for (const item of others) if (callback) result = flow.invoke(callback, [result, item], node)
  return result
}

/** A method of an array whose items are known: callbacks see the items. */
export function invokeArray(flow: Flow, target: ArrayValue, { name, args, node }: MemberCall): Value {
  const [callback] = args
  if (/^reduce(Right)?$/.test(name) && callback?.kind === 'function' && !target.isOpen) {
    return reduce(flow, target, { name, args, node })
  }
  if (EACH.test(name) && callback?.kind === 'function' && name !== 'reduce') {
    const item =
      target.items.length > 0 ? unionOf(target.items) : opaque({ ...(callback.fn.params[0]?.target ?? node) })
    const result = flow.perhaps(() => flow.follow(callback, [item], node))
    return name === 'map' && result.kind === 'object'
      ? { kind: 'array', items: [result], isOpen: true, node, declaredAt: undefined }
      : opaque(node)
  }
  if (name === 'push' || name === 'unshift') {
    // It may or may not happen, and more than once.
    if (!flow.project.shared.has(target)) {
      target.items.push(...args)
      target.isOpen = true
    }
    return opaque(node, 'number')
  }
  if (name === 'concat') return { ...target, items: [...target.items, ...args], isOpen: true }
  if (name === 'join' || name === 'toString') return opaque(node, 'string')
  return callUnknown(flow, memberOf(opaque(target.node), name, node), args, node)
}
