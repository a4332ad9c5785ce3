import type { Contract, ContractRequest, ContractResponse } from 'rehost/contract'
import { z } from 'zod'
import { issueToken } from '@/lib/auth'
import { Failure } from '@/lib/schemas'

export const openapi = {
  POST: {
    summary: 'Get a token',
    body: z
      .object({ user: z.string(), password: z.string() })
      .meta({ examples: [{ user: 'admin', password: 'secret' }] }),
    responses: {
      200: z.object({ token: z.string(), expires: z.iso.datetime() }),
      401: { description: 'User or password is wrong.', schema: Failure },
    },
  },
} satisfies Contract

export default function session(req: ContractRequest<typeof openapi>, res: ContractResponse<typeof openapi>): void {
  const { user, password } = req.body
  const known =
    user === (process.env['SHOP_USER'] ?? 'admin') && password === (process.env['SHOP_PASSWORD'] ?? 'secret')
  if (!known) return res.status(401).json({ message: 'User or password is wrong.' })
  res.status(200).json(issueToken(user))
}
