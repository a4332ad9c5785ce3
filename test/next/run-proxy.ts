import type http from 'node:http'
import { text } from 'node:stream/consumers'
import { type ProxyCall, type ProxyOutcome, runProxy } from '../../src/next/proxy.ts'
import type { NextFetchEvent, NextRequest } from '../../src/next/server.ts'
import { type Running, type Seen, type Sent, listen, sendTo, toHost } from './serve-handlers.ts'

export type Proxy = (req: NextRequest, event: NextFetchEvent) => unknown
export const ORIGIN = 'http://localhost:3000'

export interface Passed {
  outcome: ProxyOutcome
  /** Request headers as the route would see them. */
  request: http.IncomingHttpHeaders
  body: string
  seen: Seen
  errors: Running['errors']
}

/** Runs a proxy behind a server; what goes on is answered with 299 and the body that a route would read. */
export async function pass(proxy: Proxy, sent: Sent = {}, call: Partial<ProxyCall> = {}): Promise<Passed> {
  const errors: Running['errors'] = []
  let outcome: ProxyOutcome = { kind: 'answered' }
  let request: http.IncomingHttpHeaders = {}
  const base = { proxy, origin: ORIGIN, urlConfig: undefined, preset: [], host: toHost(errors) }
  const { url, close } = await listen(async (req, res) => {
    try {
      outcome = await runProxy(req, res, { ...base, target: req.url ?? '/', ...call })
    } catch (error) {
      res.statusCode = (error as { status: number }).status
      return res.end()
    }
    request = req.headers
    if (outcome.kind === 'answered') return undefined
    res.statusCode = outcome.kind === 'failed' ? 500 : 299
    return res.end(outcome.kind === 'failed' ? '' : await text(req))
  })
  const seen = await sendTo(url, sent)
  await close()
  return { outcome, request, body: seen.body, seen, errors }
}
