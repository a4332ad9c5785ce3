import { addRead } from './findings.ts'
import type { Flow, MemberCall } from './flow.ts'
import { inputElement } from './bind.ts'
import { callUnknown } from './unknown-calls.ts'
import { type InputValue, memberOf, opaque, type Value } from './value.ts'

const TEXT_METHODS =
  /^(trim|trimStart|trimEnd|toLowerCase|toUpperCase|split|startsWith|endsWith|replace|replaceAll|match|charAt|padStart|substring|substr|localeCompare|normalize|matchAll|charCodeAt)$/
const LIST_METHODS =
  /^(map|forEach|filter|reduce|some|every|find|findIndex|flatMap|join|push|sort|reverse|pop|shift|splice|flat)$/
const TO_TEXT =
  /^(trim|trimStart|trimEnd|toLowerCase|toUpperCase|replace|replaceAll|normalize|padStart|substring|join)$/

/** A method of a part of the request, which tells what the part is: `name.trim()`, `items.map(…)`. */
export function invokeInput(flow: Flow, target: InputValue, { name, args, node }: MemberCall): Value {
  const isPart = target.path.length > 0
  if (isPart && TEXT_METHODS.test(name)) addRead(flow.findings, flow.state, target, { schema: { type: 'string' } })
  if (isPart && LIST_METHODS.test(name)) addRead(flow.findings, flow.state, target, { isList: true })
  const [callback] = args
  if (LIST_METHODS.test(name) && callback?.kind === 'function') {
    const item = inputElement(target, node)
    flow.perhaps(() => flow.follow(callback, name === 'reduce' ? [opaque(node), item] : [item], node))
    return name === 'filter' ? target : opaque(node)
  }
  if (TO_TEXT.test(name)) return opaque(node, 'string')
  if (name === 'toString') return target
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
