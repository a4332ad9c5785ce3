import type { NextApiHandler, NextApiRequest, NextApiResponse } from 'next'

const handlers: Record<string, NextApiHandler> = {
  /** Lists orders. */
  GET: (req, res) => {
    res.json({ orders: [] as { id: number }[] })
  },
  POST: create,
}

/** Places an order. */
function create(req: NextApiRequest, res: NextApiResponse) {
  const { sku, quantity = 1 } = req.body as { sku: string; quantity?: number }
  res.status(201).json({ sku, quantity })
}

export default async function handler(req: NextApiRequest, res: NextApiResponse) {
  const chosen = handlers[req.method ?? '']
  if (!chosen) {
    res.setHeader('Allow', Object.keys(handlers))
    return res.status(405).json({ error: 'method' })
  }
  return chosen(req, res)
}
