import type { Contract, ContractRequest, ContractResponse } from 'rehost/contract'
import { z } from 'zod'
import { isAuthorized } from '@/lib/auth'
import { findOrder } from '@/lib/orders'
import { Failure, Order } from '@/lib/schemas'

export const openapi = {
  GET: {
    summary: 'Get an order',
    params: z.object({ id: z.coerce.number().int() }),
    responses: {
      200: Order,
      401: { description: 'A token is needed.', schema: Failure },
      404: { description: 'There is no such order.', schema: Failure },
    },
    security: [{ bearer: [] }],
  },
} satisfies Contract

export default async function order(req: ContractRequest<typeof openapi>, res: ContractResponse<typeof openapi>) {
  if (!isAuthorized(req.headers.authorization)) return res.status(401).json({ message: 'A token is needed.' })
  const found = await findOrder(Number(req.query.id))
  if (!found) return res.status(404).json({ message: 'There is no such order.' })
  res.status(200).json(found)
}
