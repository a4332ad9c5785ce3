import type { NextApiRequest, NextApiResponse } from 'next'

async function requireAdmin(req: NextApiRequest, res: NextApiResponse): Promise<{ id: string } | null> {
  if (req.headers['x-admin'] !== 'yes') {
    res.status(403).json({ error: 'admins only' })
    return null
  }
  return { id: 'a1' }
}

export default async function handler(req: NextApiRequest, res: NextApiResponse) {
  if (req.method === 'GET') {
    const voter = String(req.query.voter || '')
    const out: Record<string, { score: number; active: boolean }> = {}
    if (voter) out[voter] = { score: 1, active: true }
    return res.json(out)
  }
  if (req.method !== 'POST') return res.status(405).json({ error: 'method not allowed' })

  const admin = await requireAdmin(req, res)
  if (!admin) return

  const body = (typeof req.body === 'string' ? JSON.parse(req.body) : (req.body ?? {})) as Record<string, unknown>
  const voter: string = (body?.voter as string) || ''
  const votes = (body.votes ?? []) as { subject: string; score: number }[]
  if (!voter || voter.length > 64) return res.status(400).json({ error: 'no voter' })
  if (typeof body.active === 'boolean') return res.status(200).json({ active: body.active })
  return res.status(201).json({ by: admin.id, count: votes.length })
}
