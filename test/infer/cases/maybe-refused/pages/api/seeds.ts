import type { NextApiRequest, NextApiResponse } from 'next'

export default function handler(req: NextApiRequest, res: NextApiResponse) {
  switch (req.method) {
    case 'POST':
      return sow(req, res)
    default:
      return res.status(405).end()
  }
}

function sow(req: NextApiRequest, res: NextApiResponse) {
  let answer: (() => void) | undefined
  if (!req.body.kind) answer = () => res.status(400).json({ missing: 'kind' })
  if (answer) return answer()
  res.status(202).json({ sown: true })
}
