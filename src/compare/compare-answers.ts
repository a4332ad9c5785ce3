import { compareBytes, compareTexts, compareValues } from './compare-bodies.ts'
import { compareHeaders } from './compare-headers.ts'
import type { Difference, IsIgnored } from './difference.ts'
import type { Answer, NoAnswer } from './send.ts'

/** An answer, or none, and the server it is from. */
export interface From {
  readonly base: URL
  readonly answer: Answer | NoAnswer
}

/** Compares two answers to one request. A server's own address in them is not a difference. */
export function compareAnswers(a: From, b: From, isIgnored: IsIgnored): Difference[] {
  if ('failure' in a.answer || 'failure' in b.answer) {
    const [left, right] = [a.answer, b.answer].map(toOutcome)
    return left === right || isIgnored('answer') ? [] : [{ path: 'answer', a: left, b: right }]
  }
  const [left, right] = [withoutAddress(a.answer, a.base), withoutAddress(b.answer, b.base)]
  const status = left.status === right.status || isIgnored('status') ? [] : [{ path: 'status', a: left.status, b: right.status }] // prettier-ignore
  const body = compareBodies(left, right, isIgnored)
  const sameBody = left.body.equals(right.body)
  return [...status, ...compareHeaders(left.headers, right.headers, { isIgnored, sameBody }), ...body]
}

const toOutcome = (answer: Answer | NoAnswer): string =>
  'failure' in answer ? answer.failure : `status ${answer.status}`

const ADDRESS = '<this server>'

// Only text can name an address; bytes stay as they are.
function withoutAddress(answer: Answer, base: URL): Answer {
  const clean = (text: string): string => text.replaceAll(base.origin, ADDRESS).replaceAll(base.host, ADDRESS)
  const headers = new Map([...answer.headers].map(([name, values]) => [name, values.map(clean)]))
  const body = isText(answer) ? Buffer.from(clean(answer.body.toString())) : answer.body
  return { ...answer, headers, body }
}

const typeOf = ({ headers }: Answer): string => headers.get('content-type')?.[0]?.toLowerCase() ?? ''
const isJson = (answer: Answer): boolean => /^[^;]*[/+]json\b/.test(typeOf(answer))
const isText = (answer: Answer): boolean =>
  isJson(answer) || /^(?:text\/|application\/(?:xml|javascript|x-www-form|[\w.+-]+\+xml))|^$/.test(typeOf(answer))

function compareBodies(a: Answer, b: Answer, isIgnored: IsIgnored): Difference[] {
  if (isIgnored('body')) return []
  const values = isJson(a) && isJson(b) ? [a, b].map(parse) : []
  if (values.length > 0 && values.every((one) => one !== undefined)) {
    return compareValues(values[0]?.value, values[1]?.value, isIgnored)
  }
  return isText(a) && isText(b) ? compareTexts(a.body.toString(), b.body.toString()) : compareBytes(a.body, b.body)
}

function parse({ body }: Answer): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(body.toString()) }
  } catch {
    return undefined
  }
}
