import type { ServerResponse } from 'node:http'
import { tapBody } from '../http/node-objects.ts'
import { isRefusal } from '../http/send-error.ts'
import type { SentAnswer } from './drift.ts'
import { collectAnswer, waysOf, type Collected, type Ways } from './sent-answer.ts'

/**
 * Looks at one answer in production: it goes out as it would otherwise, and is told once the last of it was handed to
 * the system. One that no handler made, and one whose client left before, is not told.
 *
 * @param route `Route.name`.
 */
export function sampleAnswer(res: ServerResponse, route: string, onSent: (sent: SentAnswer) => void): void {
  const collected = collectAnswer(res)
  if (!tapBody(res, collected.add)) collectFromWays(res, collected)
  res.once('finish', () => {
    if (!isRefusal(res)) onSent(collected.toSent(route))
  })
}

function collectFromWays(res: ServerResponse, collected: Collected): void {
  const ways = waysOf(res)
  const seeing: Ways = {
    write(...values) {
      collected.add(values[0])
      return Reflect.apply(ways.write, res, values)
    },
    end(...values) {
      collected.add(values[0])
      Object.assign(res, ways)
      return Reflect.apply(ways.end, res, values)
    },
  }
  Object.assign(res, seeing)
}
