/** One message, and what must become of it. */
export interface ProtocolRow {
  /** What the server does, as a sentence. */
  readonly title: string
  /** Why: the standard's own words, or the reason where it leaves the choice. */
  readonly why: string
  /** The bytes on the wire, one character a byte. */
  readonly send: string
  /** Status of each answer, in order; an empty list for a connection that is closed without one. */
  readonly answers: readonly number[]
  /** Something the text received must match. */
  readonly matches?: RegExp
  /** Something it must not match. */
  readonly lacks?: RegExp
}

export const HOST = 'Host: api.test\r\n'
export const CLOSE = 'Connection: close\r\n'

export const get = (target: string, headers = ''): string => `GET ${target} HTTP/1.1\r\n${HOST}${headers}${CLOSE}\r\n`
export const post = (headers: string, body = ''): string => `POST /api/echo HTTP/1.1\r\n${HOST}${headers}\r\n${body}`
/** Makes a row; `more` is what else the text must or must not match. */
export const row = (
  title: string,
  why: string,
  send: string,
  ...[answers, more = {}]: [readonly number[], Partial<ProtocolRow>?]
): ProtocolRow => ({ title, why, send, answers, ...more })
