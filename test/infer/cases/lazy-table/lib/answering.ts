import type { NextApiRequest, NextApiResponse } from 'next'

/** Sends what a function gives, unless it sent an answer of its own. */
export function answering<T>(give: (req: NextApiRequest, res: NextApiResponse) => Promise<T>) {
  return async (req: NextApiRequest, res: NextApiResponse) => {
    try {
      const given = await give(req, res)
      if (given && !res.writableEnded) return res.status(res.statusCode !== 200 ? res.statusCode : 200).json(given)
    } catch {
      return res.status(500).json({ message: 'Something broke' })
    }
  }
}
