import type { IncomingMessage } from 'node:http'

let lastPort = 0
let lastOrigin = ''

/**
 * The origin of `request.url` in web-style handlers. As under `next start` it is `http://localhost:PORT`, whatever Host
 * says; behind a trusted proxy it is the public one that the proxy names.
 *
 * @param trusting True when the config trusts a proxy; X-Forwarded-* are settled by then.
 */
export function toOrigin(req: IncomingMessage, trusting: boolean): string {
  const { headers, socket } = req
  const scheme = headers['x-forwarded-proto']
  if (trusting && headers['x-forwarded-host'] !== headers.host)
    return `${first(scheme)}://${first(headers['x-forwarded-host'])}`
  const port = socket.localPort ?? 0
  if (scheme !== 'http') return `${String(scheme).includes('https') ? 'https' : 'http'}://localhost:${port}`
  if (port !== lastPort) {
    lastPort = port
    lastOrigin = `http://localhost:${port}`
  }
  return lastOrigin
}

// Of a list that several proxies made, the first was made for the client.
function first(header: string | string[] | undefined): string {
  return (
    String(header ?? '')
      .split(',')[0]
      ?.trim() ?? ''
  )
}
