import { Order } from '../../lib/order.js'

export const openapi = {
  POST: { summary: 'Place an order', body: Order, responses: { 201: { description: 'Placed' } } },
}

export default function handler(req, res) {
  res.status(201).json({ lines: req.body.lines.length })
}
