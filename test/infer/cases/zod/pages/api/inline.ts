import type { NextApiRequest, NextApiResponse } from 'next'
import { z } from 'zod'
import { Address, Plan } from '../../lib/schemas'

const Order = z
  .object({
    email: z.email(),
    count: z.coerce.number().int().min(1).max(99).default(1),
    plan: z.nativeEnum(Plan),
    address: Address.partial({ zip: true }),
    when: z.date().optional(),
    tags: z.array(z.string()).max(5),
  })
  .refine((order) => order.count < 50 || order.plan === Plan.Pro)

const Query = z.object({ page: z.coerce.number().int().min(1).optional(), dry: z.enum(['yes', 'no']) })

export default function handler(req: NextApiRequest, res: NextApiResponse) {
  if (req.method !== 'POST') return res.status(405).end()
  const { dry } = Query.parse(req.query)
  const order = Order.safeParse(req.body)
  if (!order.success) return res.status(422).json({ issues: order.error.issues })
  res.status(201).json({ dry, email: order.data.email, count: order.data.count })
}
