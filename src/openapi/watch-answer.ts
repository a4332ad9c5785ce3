import type { ServerResponse } from 'node:http'
import { isRefusal, sendError } from '../http/send-error.ts'
import type { DriftDetector, SentAnswer } from './drift.ts'
import type { Drift } from './schema-judge.ts'

/** Bodies above this many bytes are sent without being compared. */
const MOST_BYTES = 256 * 1024

/** The header that marks an answer that is not as documented: the first pointer, or `/` for the answer as a whole. */
export const DRIFT_HEADER = 'X-Rehost-Drift'

export interface Watch {
  /** `Route.name`. */
  readonly route: string
  /** Undefined while the document is being made: nothing is compared then. */
  readonly detector: () => DriftDetector | undefined
  readonly onDrift: (drifts: readonly Drift[]) => void
}

type Chunk = string | Uint8Array
// The overloads of these methods, each as the one signature that covers them.
type Send = (this: ServerResponse, chunk?: unknown, ...rest: unknown[]) => unknown

function isChunk(value: unknown): value is Chunk {
  return typeof value === 'string' || value instanceof Uint8Array
}

/**
 * Compares an answer with the document on its way out. It is sent unchanged: one that drifts is told of, and marked with
 * a header where its head is not out yet. For development and tests: it holds an answer back until it is compared.
 */
export function watchAnswer(res: ServerResponse, { route, detector, onDrift }: Watch): void {
  const current = detector()
  if (current === undefined) return
  const { end, write } = res as unknown as { end: Send; write: Send } // See `Send`.
  const chunks: Chunk[] = []
  let streamed = false
  const compare = async (): Promise<readonly Drift[]> => {
    const drifts = await current.compare(toSent(res, route, chunks)).catch(() => [])
    if (drifts.length > 0) onDrift(drifts)
    return drifts
  }
  const watched: Record<'write' | 'end', Send> = {
    write(chunk, ...rest) {
      streamed = true
      if (isChunk(chunk)) chunks.push(chunk)
      return Reflect.apply(write, res, [chunk, ...rest])
    },
    end(chunk, ...rest) {
      if (isChunk(chunk)) chunks.push(chunk)
      Object.assign(res, { write, end })
      if (isRefusal(res)) return Reflect.apply(end, res, [chunk, ...rest])
      if (streamed || res.headersSent) {
        void compare()
        return Reflect.apply(end, res, [chunk, ...rest])
      }
      const release = hold(res)
      const finish = ([first]: readonly Drift[]): void => {
        release()
        if (first !== undefined) res.setHeader(DRIFT_HEADER, first.pointer || '/')
        Reflect.apply(end, res, [chunk, ...rest])
      }
      // A status that is none, for one, is found only when the head is written.
      compare()
        .then(finish)
        .catch((error: unknown) => sendError(res.req, res, error, { style: 'text' }))
      return res
    },
  }
  Object.assign(res, watched)
}

// To the handler the answer is complete: a second one and an error that comes late do not touch it.
function hold(res: ServerResponse): () => void {
  const { statusCode, statusMessage } = res
  const ended = { value: true, configurable: true }
  Object.defineProperties(res, { headersSent: ended, writableEnded: ended })
  return () => {
    Reflect.deleteProperty(res, 'headersSent')
    Reflect.deleteProperty(res, 'writableEnded')
    Object.assign(res, { statusCode, statusMessage })
  }
}

function toSent(res: ServerResponse, route: string, chunks: readonly Chunk[]): SentAnswer {
  const type = res.getHeader('content-type')
  const contentType = typeof type === 'string' ? type : undefined
  const text = Buffer.concat(chunks.map((chunk) => Buffer.from(chunk))).toString()
  const body = text.length > 0 && text.length <= MOST_BYTES ? parse(text) : undefined
  return { route, method: res.req.method ?? 'GET', status: res.statusCode, contentType, body }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
