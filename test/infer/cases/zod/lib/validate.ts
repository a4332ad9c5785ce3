import type { NextApiRequest } from 'next'
import { z } from 'zod'

export class ValidationError extends Error {
  constructor(public issues: string[]) {
    super('validation failed')
  }
}

export function validateBody<T>(schema: z.ZodType<T>) {
  return (req: NextApiRequest): T => {
    const result = schema.safeParse(req.body)
    if (!result.success) throw new ValidationError(result.error.issues.map((issue) => issue.message))
    return result.data
  }
}
