import formidable from 'formidable'
import type { NextApiRequest, NextApiResponse } from 'next'

export const config = { api: { bodyParser: false } }

export default async function handler(req: NextApiRequest, res: NextApiResponse) {
  if (req.method !== 'POST') return res.status(405).end()
  const form = formidable({ maxFiles: 1 })
  const [fields] = await form.parse(req)
  res.status(200).json({ title: String(fields.title) })
}
