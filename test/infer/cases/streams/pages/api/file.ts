import { createReadStream } from 'node:fs'
import type { NextApiRequest, NextApiResponse } from 'next'

export default function handler(req: NextApiRequest, res: NextApiResponse) {
  if (req.method !== 'GET') return res.status(405).end()
  res.setHeader('Content-Type', 'application/pdf')
  res.setHeader('Content-Disposition', `attachment; filename="${req.query.name}.pdf"`)
  createReadStream('/tmp/a.pdf').pipe(res as any)
}
