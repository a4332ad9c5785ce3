import type { IncomingMessage } from 'node:http'

/**
 * Writes a path on this app as the client must ask for it: Express has cut off the path under which it mounted the app.
 *
 * @param location A path, or a URL, which stays as it is.
 */
export function toOutside(location: string, req: IncomingMessage): string {
  const mount = 'baseUrl' in req && typeof req.baseUrl === 'string' ? req.baseUrl : ''
  return location.startsWith('/') ? mount + location : location
}
