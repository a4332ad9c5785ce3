import type { IncomingMessage, ServerResponse } from 'node:http'
import path from 'node:path'
import { Fault } from '../errors.ts'

/**
 * Answers with a file of the public folder.
 *
 * @param file Absolute path; one that was found when the folder was scanned, never one made from a URL.
 * @throws {Fault} METHOD_NOT_ALLOWED.
 */
export async function sendFile(file: string, req: IncomingMessage, res: ServerResponse): Promise<'answered'> {
  if (req.method !== 'GET' && req.method !== 'HEAD') {
    throw new Fault('METHOD_NOT_ALLOWED', 'Method Not Allowed', { headers: { Allow: 'GET, HEAD' } })
  }
  // Loaded when somebody first asks for a file: most API projects have none.
  const [{ default: send }, { contentType }] = await Promise.all([import('send'), import('mime-types')])
  return new Promise((resolve, reject) => {
    // Dotfiles were left out, or not, when the folder was scanned.
    send(req, encodeURI(file), { dotfiles: 'allow', maxAge: 0 })
      .on('headers', () => setType(res, contentType(path.extname(file))))
      .on('error', reject)
      .on('end', () => resolve('answered'))
      .pipe(res)
  })
}

// With the charset in capitals, as Next.js writes it; to clients the case makes no difference.
function setType(res: ServerResponse, type: string | false): void {
  if (type !== false) res.setHeader('Content-Type', type.replace('charset=utf-8', 'charset=UTF-8'))
}
