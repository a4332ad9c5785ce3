import type { ServerResponse } from 'node:http'
import { isRefusal, sendError } from '../http/send-error.ts'
import type { DriftDetector } from './drift.ts'
import type { Drift } from './schema-judge.ts'
import { collectAnswer, waysOf, type Ways } from './sent-answer.ts'

/** The header that marks an answer that is not as documented: the first pointer, or `/` for the answer as a whole. */
export const DRIFT_HEADER = 'X-Rehost-Drift'

export interface Watch {
  /** `Route.name`. */
  readonly route: string
  /** Undefined while the document is being made: nothing is compared then. */
  readonly detector: () => DriftDetector | undefined
  readonly onDrift: (drifts: readonly Drift[]) => void
}

/** The first `write` of an answer, until it is known whether the end follows at once. */
interface Held {
  readonly values: readonly unknown[]
  readonly release: () => void
}

/**
 * Compares an answer with the document on its way out. It is sent unchanged: one that drifts is told of, and marked with
 * a header where its head is not out yet. For development and tests: it holds an answer back until it is compared.
 */
export function watchAnswer(res: ServerResponse, { route, detector, onDrift }: Watch): void {
  const current = detector()
  if (current === undefined) return
  const ways = waysOf(res)
  const collected = collectAnswer(res)
  let streamed = false
  let held: Held | undefined
  const compare = async (): Promise<readonly Drift[]> => {
    const drifts = await current.compare(collected.toSent(route)).catch(() => [])
    if (drifts.length > 0) onDrift(drifts)
    return drifts
  }
  const letGo = (): void => {
    if (held === undefined) return
    const { values, release } = held
    held = undefined
    release()
    guarded(res, () => Reflect.apply(ways.write, res, values))
  }
  const watched: Ways = {
    write(...values) {
      collected.add(values[0])
      letGo()
      if (streamed || res.headersSent) return Reflect.apply(ways.write, res, values)
      streamed = true
      // A web-style answer at hand is written and ended in one turn: it can still be marked.
      held = { values, release: hold(res, 'begun') }
      process.nextTick(letGo)
      return true
    },
    end(...values) {
      collected.add(values[0])
      Object.assign(res, ways)
      const first = held
      held = undefined
      first?.release()
      if (isRefusal(res) || res.headersSent) {
        if (!isRefusal(res)) void compare()
        return Reflect.apply(ways.end, res, values)
      }
      const release = hold(res, 'complete')
      const finish = ([drift]: readonly Drift[]): void => {
        release()
        if (drift !== undefined) res.setHeader(DRIFT_HEADER, drift.pointer || '/')
        guarded(res, () => {
          if (first !== undefined) Reflect.apply(ways.write, res, first.values)
          Reflect.apply(ways.end, res, values)
        })
      }
      void compare().then(finish)
      return res
    },
  }
  Object.assign(res, watched)
}

// A status that is none, for one, is found only when the head is written.
function guarded(res: ServerResponse, send: () => void): void {
  try {
    send()
  } catch (error) {
    sendError(res.req, res, error, { style: 'text' })
  }
}

// To the handler the answer is out: what it says of the head now, a second answer and a late error do not touch it.
function hold(res: ServerResponse, how: 'begun' | 'complete'): () => void {
  const { statusCode, statusMessage } = res
  const out = { value: true, configurable: true }
  Object.defineProperty(res, 'headersSent', out)
  if (how === 'complete') Object.defineProperty(res, 'writableEnded', out)
  return () => {
    Reflect.deleteProperty(res, 'headersSent')
    Reflect.deleteProperty(res, 'writableEnded')
    Object.assign(res, { statusCode, statusMessage })
  }
}
