import type { NextApiRequest, NextApiResponse } from 'next'
import { answering } from './answering'

export default answering(async (req: NextApiRequest, res: NextApiResponse) => {
  const { weight } = req.body as { weight: number }
  res.status(201)
  return { laid: weight }
})
