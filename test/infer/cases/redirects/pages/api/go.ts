import type { NextApiRequest, NextApiResponse } from 'next'

export default function handler(req: NextApiRequest, res: NextApiResponse) {
  if (req.query.permanent) return res.redirect(308, '/new')
  res.redirect('/login')
}
