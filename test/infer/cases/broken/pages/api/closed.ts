import type { NextApiRequest, NextApiResponse } from 'next'

/** Closed for good. */
export default function handler(_req: NextApiRequest, res: NextApiResponse) {
  res.status(410).json({ closed: true })
}
