import type { IncomingMessage, ServerResponse } from 'node:http'
import send from 'send'
import { Fault } from '../errors.ts'

/**
 * Answers with a file of the public folder.
 *
 * @param file Absolute path; one that was found when the folder was scanned, never one made from a URL.
 * @throws {Fault} METHOD_NOT_ALLOWED.
 */
export function sendFile(file: string, req: IncomingMessage, res: ServerResponse): Promise<'answered'> {
  if (req.method !== 'GET' && req.method !== 'HEAD') {
    throw new Fault('METHOD_NOT_ALLOWED', 'Method Not Allowed', { headers: { Allow: 'GET, HEAD' } })
  }
  return new Promise((resolve, reject) => {
    // Dotfiles were left out, or not, when the folder was scanned.
    send(req, encodeURI(file), { dotfiles: 'allow', maxAge: 0 })
      .on('headers', () => setCharset(res))
      .on('error', reject)
      .on('end', () => resolve('answered'))
      .pipe(res)
  })
}

// As Next.js writes it; to clients the case makes no difference.
function setCharset(res: ServerResponse): void {
  const type = res.getHeader('Content-Type')
  if (typeof type === 'string') res.setHeader('Content-Type', type.replace('charset=utf-8', 'charset=UTF-8'))
}
