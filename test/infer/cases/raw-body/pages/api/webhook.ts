import type { NextApiRequest, NextApiResponse } from 'next'

export const config = { api: { bodyParser: false } }

async function buffer(req: NextApiRequest) {
  const chunks: Uint8Array[] = []
  for await (const chunk of req) chunks.push(chunk)
  return chunks
}

export default async function handler(req: NextApiRequest, res: NextApiResponse) {
  const signature = req.headers['x-signature']
  if (!signature) return res.status(400).send('no signature')
  const payload = await buffer(req)
  res.status(200).json({ received: payload.length })
}
