import type { NextApiRequest, NextApiResponse } from 'next'
import { createHash } from 'node:crypto'
import busboy from 'busboy'

export const config = { api: { bodyParser: false } }

export default function handler(req: NextApiRequest, res: NextApiResponse) {
  return new Promise<void>((resolve) => {
    const parts: any[] = []
    const bb = busboy({ headers: req.headers })
    bb.on('file', (name, file, info) => {
      const hash = createHash('sha256')
      let size = 0
      file
        .on('data', (d) => {
          size += d.length
          hash.update(d)
        })
        .on('close', () =>
          parts.push({ name, filename: info.filename, mimeType: info.mimeType, size, sha256: hash.digest('hex') }),
        )
    })
    bb.on('field', (name, value) => parts.push({ name, value }))
    bb.on('error', (e: any) => {
      res.status(400).json({ error: e.message })
      resolve()
    })
    bb.on('close', () => {
      res.json({ parts })
      resolve()
    })
    req.pipe(bb)
  })
}
