import type { NextApiRequest, NextApiResponse } from 'next'
import { UserError, UserService } from '../../../lib/users'

const service = new UserService()

export default async function handler(req: NextApiRequest, res: NextApiResponse) {
  try {
    if (req.method === 'GET') {
      res.status(200).json(await service.find(req.query.id as string))
      return
    }
    if (req.method === 'POST') {
      res.status(201).json(await service.create(req.body))
      return
    }
    res.status(405).end()
  } catch (error) {
    if (error instanceof UserError) res.status(error.status).json({ message: error.message })
    else res.status(500).json({ message: 'internal' })
  }
}
