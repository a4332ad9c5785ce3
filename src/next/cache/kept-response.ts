import { WebResponse } from '../web-response.ts'

/** What clients are told of a kept answer: made now, at hand, or at hand and being made anew. */
export type KeptState = 'MISS' | 'HIT' | 'STALE'

interface Head {
  readonly status: number
  readonly statusText: string
  readonly headers: readonly (readonly [name: string, value: string])[]
  /** Seconds; null for ever. */
  readonly revalidate: number | null
}

// JSON for what is text, and a character a byte for the body: nothing else survives a store of text unharmed and small.
const END_OF_HEAD = '\n'
const YEAR_SECONDS = 31_536_000

/** Reads a response to its end and writes it as one text. */
export async function toText(response: Response, revalidate: number): Promise<string> {
  const { status, statusText, headers } = response
  const head: Head = {
    status,
    statusText,
    headers: [...headers],
    revalidate: Number.isFinite(revalidate) ? revalidate : null,
  }
  const body = Buffer.from(await response.arrayBuffer()).toString('latin1')
  return JSON.stringify(head) + END_OF_HEAD + body
}

function split(text: string): { head: Head; body: string } {
  const end = text.indexOf(END_OF_HEAD)
  return { head: JSON.parse(text.slice(0, end)), body: text.slice(end + 1) }
}

/** Seconds the answer in a text is fresh; Infinity for ever. */
export function revalidateOf(text: string): number {
  return split(text).head.revalidate ?? Infinity
}

/** The same answer with another lifetime. */
export function withRevalidate(text: string, revalidate: number): string {
  const { head, body } = split(text)
  return JSON.stringify({ ...head, revalidate }) + END_OF_HEAD + body
}

function toCacheControl(revalidate: number | null, expireSeconds: number): string {
  if (revalidate === null) return `s-maxage=${YEAR_SECONDS}`
  const rest = expireSeconds - revalidate
  return rest > 0 ? `s-maxage=${revalidate}, stale-while-revalidate=${rest}` : `s-maxage=${revalidate}`
}

/**
 * The response in a text, with what Next.js tells clients and caches of it.
 *
 * @param expireSeconds `expireTime` of next.config.
 */
export function toKeptResponse(text: string, state: KeptState, expireSeconds: number): Response {
  const { head, body } = split(text)
  const headers = new Headers(head.headers.map(([name, value]): [string, string] => [name, value]))
  headers.set('x-nextjs-cache', state)
  if (!headers.has('cache-control')) headers.set('cache-control', toCacheControl(head.revalidate, expireSeconds))
  const { status, statusText } = head
  const bytes = status === 204 || status === 205 || status === 304 ? null : Buffer.from(body, 'latin1')
  return new WebResponse(bytes, { status, statusText, headers })
}

/** The response of a fetch in a text whose first line is its URL. */
export function toKeptFetch(text: string): Response {
  const end = text.indexOf(END_OF_HEAD)
  const { head, body } = split(text.slice(end + 1))
  const { status, statusText } = head
  const headers = head.headers.map(([name, value]): [string, string] => [name, value])
  const response = new WebResponse(Buffer.from(body, 'latin1'), { status, statusText, headers })
  return Object.defineProperty(response, 'url', { value: text.slice(0, end) })
}
