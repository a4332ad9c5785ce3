import type { AnyNode } from '../syntax/tree.ts'
import { addRead } from './findings.ts'
import type { Flow, MemberCall } from './flow.ts'
import { textOfValue } from './header-values.ts'
import { type InputValue, memberOf, opaque, type StoreValue, UNDEFINED, type Value } from './value.ts'

/** `searchParams.get('q')`, `formData.getAll('files')`, `headers.get('x')`, `cookies.get('sid')`. */
export function invokeStore(flow: Flow, store: StoreValue, { name, args, node }: MemberCall): Value {
  if (/^(set|append|delete)$/.test(name)) return UNDEFINED
  if (name === 'forEach' || name === 'entries' || name === 'keys' || name === 'values') {
    const [callback] = args
    if (callback?.kind === 'function') flow.perhaps(() => flow.follow(callback, [opaque(node, 'string')], node))
    return opaque(node)
  }
  if (!/^(get|getAll|has)$/.test(name)) return opaque(node)
  const key = textOfValue(args[0])
  if (key === undefined) {
    flow.findings.notes.add(`a name read from the ${store.place} is not constant`)
    return opaque(node)
  }
  const part = partOf(store, key, node)
  addRead(flow.findings, flow.state, part, name === 'getAll' ? { isList: true } : {})
  if (name === 'has') return opaque(node, 'boolean')
  // A cookie is an object that holds its value.
  return store.place === 'cookies' ? memberOf(part, 'cookie', node) : part
}

function partOf(store: StoreValue, key: string, node: AnyNode): InputValue {
  const name = store.place === 'headers' ? key.toLowerCase() : key
  return { kind: 'input', place: store.place, path: [name], format: 'form', type: undefined, node }
}
