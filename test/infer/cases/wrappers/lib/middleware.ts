import type { NextApiHandler, NextApiRequest, NextApiResponse } from 'next'

export type Signed = NextApiRequest & { user: { id: string } }

export function withUser(handler: (req: Signed, res: NextApiResponse) => unknown): NextApiHandler {
  return async (req, res) => {
    const token = req.headers.authorization?.replace('Bearer ', '')
    if (!token) return res.status(401).json({ message: 'sign in', code: 'TOKEN_MISSING' })
    return handler(Object.assign(req, { user: { id: token } }), res)
  }
}

export const allow =
  (...methods: string[]) =>
  (handler: NextApiHandler): NextApiHandler =>
  async (req, res) => {
    if (!methods.includes(req.method ?? '')) {
      res.setHeader('Allow', methods)
      return res.status(405).json({ message: 'no' })
    }
    await handler(req, res)
  }
