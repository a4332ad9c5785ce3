import type { NextApiRequest, NextApiResponse } from 'next'

const isDemo = process.env.DEMO === '1'

function demo(_req: NextApiRequest, res: NextApiResponse) {
  res.status(404).json({ error: 'not in the demo' })
}

function handler(req: NextApiRequest, res: NextApiResponse) {
  switch (req.method?.toUpperCase()) {
    case 'PATCH':
      return res.status(200).json({ patched: true })
    default:
      return res.status(404).send('not implemented')
  }
}

export default isDemo ? demo : handler
