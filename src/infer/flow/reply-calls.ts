import type { Flow, MemberCall } from './flow.ts'
import { textOfValue } from './header-values.ts'
import { opaque, type ReplyValue, UNDEFINED, type Value } from './value.ts'

/** `response.clone()`; `response.headers.set(…)` and `response.cookies.set(…)` come through `setReplyHeader`. */
export function invokeReplyMember(_flow: Flow, target: ReplyValue, { name, node }: MemberCall): Value {
  return name === 'clone' || name === 'then' ? target : opaque(node)
}

/** Sets a header or cookie on a reply that is already built. */
export function setReplyHeader(target: ReplyValue, part: string, { name, args }: MemberCall): Value {
  if (!/^(set|append)$/.test(name)) return UNDEFINED
  if (part === 'cookies') {
    target.headers.set('set-cookie', true)
    return target
  }
  const header = textOfValue(args[0])
  if (header) target.headers.set(header.toLowerCase(), textOfValue(args[1]) ?? true)
  return target
}
