import type { IncomingMessage } from 'node:http'

/** True for what Next.js takes for a call of a Server Action: a posted form, or a request that names an action. */
export function isAction(req: IncomingMessage): boolean {
  if (req.method !== 'POST') return false
  const type = req.headers['content-type'] ?? ''
  return (
    type === 'application/x-www-form-urlencoded' ||
    type.startsWith('multipart/form-data') ||
    req.headers['next-action'] !== undefined
  )
}
