import type { NextApiRequest, NextApiResponse } from 'next'

throw new Error('not configured')

export default function handler(_req: NextApiRequest, res: NextApiResponse) {
  res.json({ never: true })
}
