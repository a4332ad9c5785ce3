import type { ServerResponse } from 'node:http'
import type { SentAnswer } from './drift.ts'

/** Bodies above this many bytes are sent without being compared. */
const MOST_BYTES = 256 * 1024

type Chunk = string | Uint8Array

/** What was given to `write` and `end` of one response. */
export interface Collected {
  add(chunk: unknown): void
  /** The answer as a document sees it; `route` is `Route.name`. */
  toSent(route: string): SentAnswer
}

/** Collects the body of a response as it is sent, up to a limit. */
export function collectAnswer(res: ServerResponse): Collected {
  const chunks: Chunk[] = []
  let bytes = 0
  let first = true
  let isReadable = true
  return {
    add(chunk) {
      if (!isChunk(chunk)) return
      // What the handler has encoded itself; what the server encodes is marked only when the head goes out.
      if (first && res.hasHeader('content-encoding') && !res.headersSent) isReadable = false
      first = false
      bytes += chunk.length
      if (bytes > MOST_BYTES) {
        isReadable = false
        chunks.length = 0
      } else chunks.push(chunk)
    },
    toSent(route) {
      const type = res.getHeader('content-type')
      const text = Buffer.concat(chunks.map((chunk) => Buffer.from(chunk))).toString()
      return {
        route,
        method: res.req.method ?? 'GET',
        status: res.statusCode,
        contentType: typeof type === 'string' ? type : undefined,
        body: isReadable && text.length > 0 ? parse(text) : undefined,
        isReadable,
      }
    },
  }
}

function isChunk(value: unknown): value is Chunk {
  return typeof value === 'string' || value instanceof Uint8Array
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

// The overloads of `write` and `end`, each as the one signature that covers them.
type Send = (this: ServerResponse, chunk?: unknown, ...rest: unknown[]) => unknown

/** The two ways out of a response. */
export interface Ways {
  readonly write: Send
  readonly end: Send
}

/** `write` and `end` of a response as they are now. */
export function waysOf(res: ServerResponse): Ways {
  const { write, end } = res as unknown as Ways // See `Send`.
  return { write, end }
}
