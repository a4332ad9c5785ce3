import type { ServerResponse } from 'node:http'

/** The steps of one request, timed. */
export interface Timing {
  /** Ends a step. */
  mark(step: string): void
}

/**
 * Times the steps of a request and tells the browser's developer tools with the answer's head. For development: it costs a
 * little, and tells a client what goes on inside.
 *
 * @param last What the step is called that the head ends.
 * @see https://www.w3.org/TR/server-timing/
 */
export function startTiming(res: ServerResponse, last: string): Timing {
  const metrics: string[] = []
  let since = performance.now()
  const mark = (step: string): void => {
    const now = performance.now()
    metrics.push(`${step};dur=${(now - since).toFixed(2)}`)
    since = now
  }
  // Somebody's who came before. Else the prototype's, which may be another one by then.
  const before = Object.getOwnPropertyDescriptor(res, 'writeHead')
  const tell = (...values: unknown[]): ServerResponse => {
    mark(last)
    if (before) Object.defineProperty(res, 'writeHead', before)
    else Reflect.deleteProperty(res, 'writeHead')
    if (!res.headersSent) res.appendHeader('Server-Timing', metrics.join(', '))
    return Reflect.apply(res.writeHead, res, values)
  }
  Object.defineProperty(res, 'writeHead', { value: tell, configurable: true, writable: true })
  return { mark }
}
