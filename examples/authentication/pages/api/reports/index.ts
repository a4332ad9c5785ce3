import type { Contract, ContractRequest, ContractResponse } from 'rehost/contract'
import { z } from 'zod'
import { hasApiKey } from '../../../lib/api-key'

export const openapi = {
  GET: {
    summary: 'List reports',
    // Documented here, so that /docs asks for the key; checked in the handler, as under Next.js.
    security: [{ apiKey: [] }],
    query: z.object({ year: z.coerce.number().int().min(2000).optional() }),
    responses: { 200: z.array(z.object({ year: z.int(), orders: z.int() })), 401: z.object({ message: z.string() }) },
  },
} satisfies Contract

const REPORTS = [
  { year: 2024, orders: 70 },
  { year: 2025, orders: 90 },
]

export default function reports(req: ContractRequest<typeof openapi>, res: ContractResponse<typeof openapi>) {
  if (!hasApiKey(req.headers['x-api-key'])) return res.status(401).json({ message: 'An API key is needed.' })
  const { year } = req.query
  res.status(200).json(REPORTS.filter((report) => year === undefined || report.year === Number(year)))
}
