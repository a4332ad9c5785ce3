import type { NextApiHandler, NextApiRequest, NextApiResponse } from 'next'

interface SignupRequest extends NextApiRequest {
  body: { email: string; newsletter?: boolean }
  query: { campaign: string; ref?: string }
}

export default function handler(req: SignupRequest, res: NextApiResponse<{ id: string } | { error: string }>) {
  if (req.method !== 'POST') return res.status(405).json({ error: 'POST only' })
  const { email } = req.body
  if (req.query.ref === 'spam') return res.status(403).json({ error: 'no' })
  res.status(201).json({ id: email + req.query.campaign })
}
