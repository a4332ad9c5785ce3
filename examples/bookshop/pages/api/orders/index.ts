import type { Contract, ContractRequest, ContractResponse } from 'rehost/contract'
import { z } from 'zod'
import { isAuthorized } from '@/lib/auth'
import { listOrders, placeOrder } from '@/lib/orders'
import { Failure, NewOrder, Order } from '@/lib/schemas'

export const openapi = {
  GET: {
    summary: 'List the latest orders',
    query: z.object({ status: Order.shape.status.optional() }),
    responses: { 200: z.array(Order), 401: { description: 'A token is needed.', schema: Failure } },
    security: [{ bearer: [] }],
  },
  POST: {
    summary: 'Place an order',
    body: NewOrder,
    responses: { 201: Order, 409: { description: 'A book is unknown or out of stock.', schema: Failure } },
    openapi: {
      callbacks: {
        payment: {
          '{$request.body#/notify}': {
            post: {
              summary: 'Tells that the payment was settled',
              operationId: 'onPayment',
              requestBody: {
                content: { 'application/json': { schema: { $ref: '#/components/schemas/PaymentEvent' } } },
              },
              responses: { '204': { description: 'Understood.' }, '4XX': { description: 'Not understood.' } },
            },
          },
        },
      },
    },
  },
} satisfies Contract

export default async function orders(req: ContractRequest<typeof openapi>, res: ContractResponse<typeof openapi>) {
  if (req.method === 'POST') {
    const order = await placeOrder(req.body)
    if (!order) return res.status(409).json({ message: 'A book is unknown or out of stock.' })
    return res.status(201).json(order)
  }
  if (!isAuthorized(req.headers.authorization)) return res.status(401).json({ message: 'A token is needed.' })
  const status = typeof req.query.status === 'string' ? req.query.status : undefined
  res.status(200).json(await listOrders(status))
}
