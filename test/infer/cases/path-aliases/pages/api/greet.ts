import type { NextApiRequest, NextApiResponse } from 'next'
import { greet } from '@aliases/greet'

export default function handler(req: NextApiRequest, res: NextApiResponse) {
  if (req.method !== 'GET') return res.status(405).end()
  res.json(greet(req.query.name as string))
}
