import type { NextApiRequest, NextApiResponse } from 'next'

/** Notes of the signed-in user. */
export default async function handler(req: NextApiRequest, res: NextApiResponse) {
  try {
    if (req.method === 'GET') {
      const limit = Number(req.query.limit ?? 10)
      return res.status(200).json({ success: true, limit, data: [{ id: 1, text: 'milk' }] })
    } else if (req.method === 'POST') {
      const { text, pinned } = req.body
      if (!text) {
        return res.status(400).json({ error: 'text is required' })
      }
      return res.status(201).json({ success: true, pinned: Boolean(pinned) })
    } else {
      res.setHeader('Allow', ['GET', 'POST'])
      return res.status(405).end(`Method ${req.method} Not Allowed`)
    }
  } catch (err: any) {
    return res.status(500).json({ error: err.message })
  }
}
