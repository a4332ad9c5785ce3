import type { NextApiRequest, NextApiResponse } from 'next'
import { z } from 'zod'

const LONGEST = Number(process.env.LONGEST)

const Ticket = z.object({
  id: z.cuid2(),
  parent: z.ulid().optional(),
  title: z.string().min(1).max(LONGEST),
})

export default function handler(req: NextApiRequest, res: NextApiResponse) {
  if (req.method !== 'POST') return res.status(405).end()
  const ticket = Ticket.safeParse(req.body)
  if (!ticket.success) return res.status(422).json(z.treeifyError(ticket.error))
  res.status(201).json({ id: ticket.data.id })
}
