import type { NextApiRequest, NextApiResponse } from 'next'

type Hit = { title: string; score: number }
type Success<T> = { ok: true; data: T }
type Failure = { ok: false; error: string; code?: 'EMPTY' | 'LONG' }

export default function handler(req: NextApiRequest, res: NextApiResponse<Success<Hit[]> | Failure>) {
  const q = req.query.q as string | undefined
  if (!q) return res.status(400).json({ ok: false, error: 'q is required', code: 'EMPTY' })
  const sort = req.query.sort === 'new' ? 'new' : 'top'
  if (sort === 'new') res.setHeader('Cache-Control', 'no-store')
  res.status(200).json({ ok: true, data: [] })
}
