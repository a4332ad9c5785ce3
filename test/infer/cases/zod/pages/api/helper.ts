import type { NextApiRequest, NextApiResponse } from 'next'
import { z } from 'zod'
import { Tree } from '../../lib/schemas'
import { validateBody, ValidationError } from '../../lib/validate'

const parse = validateBody(z.strictObject({ root: Tree, depth: z.number().positive() }))

export default function handler(req: NextApiRequest, res: NextApiResponse) {
  if (req.method !== 'PUT') return res.status(405).end()
  try {
    const input = parse(req)
    res.json({ depth: input.depth })
  } catch (error) {
    if (error instanceof ValidationError) return res.status(400).json({ issues: error.issues })
    throw error
  }
}
