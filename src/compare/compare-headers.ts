import type { Difference, IsIgnored } from './difference.ts'

type Headers = ReadonlyMap<string, readonly string[]>

// Of the connection, the moment or the server: they say nothing about the answer.
const NOISE =
  /^(?:date|connection|keep-alive|transfer-encoding|content-length|content-encoding|server|via|age|x-powered-by|x-request-id|x-nextjs-.*|x-vercel-.*|x-matched-path|x-rehost-drift|cf-.*|alt-svc|nel|report-to|server-timing|x-response-time|x-ratelimit-reset)$/
// Lists whose order means nothing: RFC 9110 §5.6.1.
const LISTS = ['vary', 'allow', 'cache-control', 'access-control-allow-methods', 'access-control-allow-headers', 'access-control-expose-headers'] // prettier-ignore

export interface HeaderOptions {
  readonly isIgnored: IsIgnored
  /** True when the bodies are the same, so that their ETags must be. */
  readonly sameBody: boolean
}

/** Compares the headers that matter to a client. Cookies are compared one by one, without the moment they expire. */
export function compareHeaders(a: Headers, b: Headers, { isIgnored, sameBody }: HeaderOptions): Difference[] {
  const names = [...new Set([...a.keys(), ...b.keys()])].filter((name) => !NOISE.test(name) && name !== 'set-cookie')
  const found = names.flatMap((name): Difference[] => {
    if (name === 'etag' && !sameBody) return []
    const [left, right] = [a.get(name)?.join(', '), b.get(name)?.join(', ')]
    return toMeaning(name, left) === toMeaning(name, right) ? [] : [{ path: `header.${name}`, a: left, b: right }]
  })
  return [...found, ...compareCookies(a.get('set-cookie'), b.get('set-cookie'))].filter(({ path }) => !isIgnored(path))
}

// The same text for values that say the same.
function toMeaning(name: string, text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  if (name === 'content-type') return text.toLowerCase().replaceAll(/\s*;\s*/g, '; ')
  if (!LISTS.includes(name)) return text
  const words = text.toLowerCase().split(',').map((word) => word.trim()) // prettier-ignore
  return [...new Set(words)].toSorted().join(', ')
}

function compareCookies(a: readonly string[] = [], b: readonly string[] = []): Difference[] {
  const [left, right] = [a, b].map((lines) => new Map(lines.map(readCookie)))
  const names = new Set([...(left?.keys() ?? []), ...(right?.keys() ?? [])])
  return [...names].flatMap((name): Difference[] => {
    const [one, other] = [left?.get(name), right?.get(name)]
    return one === other ? [] : [{ path: `header.set-cookie.${name}`, a: one, b: other }]
  })
}

function readCookie(line: string): [string, string] {
  const [pair = '', ...attributes] = line.split(';').map((part) => part.trim())
  const [name = '', ...value] = pair.split('=')
  const lasting = attributes.map((one) => one.toLowerCase()).filter((one) => !one.startsWith('expires='))
  return [name, [value.join('='), ...lasting.toSorted()].join('; ')]
}
