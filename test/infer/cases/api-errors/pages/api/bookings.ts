import type { NextApiRequest, NextApiResponse } from 'next'
import { ApiError, requireSession } from '../../lib/errors'

export default async function handler(req: NextApiRequest, res: NextApiResponse) {
  try {
    if (req.method !== 'POST') throw new ApiError(405, 'method')
    requireSession(req.cookies.session)
    const { seat } = req.body
    if (typeof seat !== 'number') throw new ApiError(422, 'seat must be a number')
    if (seat === 13) throw ApiError.conflict('seat is taken')
    res.status(201).json({ seat })
  } catch (error: any) {
    res.status(error.statusCode || 500).json({ message: error.message })
  }
}
