import { createHash } from 'node:crypto'

// The handler reads the stream itself; nothing is held in memory and no limit applies.
export const config = { api: { bodyParser: false } }

export default async function checksum(req, res) {
  if (req.method !== 'POST') return res.status(405).json({ message: 'Method Not Allowed' })
  const hash = createHash('sha256')
  let size = 0
  for await (const chunk of req) {
    hash.update(chunk)
    size += chunk.length
  }
  res.status(200).json({ sha256: hash.digest('hex'), size })
}
