import type { NextApiRequest, NextApiResponse } from 'next'
import type { z } from 'zod'

export enum Code {
  Invalid = 'INVALID',
  Internal = 'INTERNAL',
}
export class RequestError extends Error {
  constructor(
    public code: Code,
    message: string,
  ) {
    super(message)
  }
}
interface Options {
  methods?: string[]
  cors?: boolean
  body?: z.ZodType
  query?: z.ZodType
}
const checkMethod = (methods: string[]) => (req: NextApiRequest, res: NextApiResponse, next: () => void) => {
  if (!methods.includes(req.method || '')) {
    res.setHeader('Allow', methods.join(', '))
    throw new RequestError(Code.Invalid, `Method ${req.method} not allowed`)
  }
  next()
}
function handleError(error: unknown, req: NextApiRequest, res: NextApiResponse): void {
  if (error instanceof RequestError) {
    res.status(400).json({ error: { code: error.code, path: req.url || 'unknown' } })
    return
  }
  res.status(500).json({ error: { code: Code.Internal } })
}
export function createHandler(handler: (req: NextApiRequest, res: NextApiResponse) => unknown, options: Options = {}) {
  return async (req: NextApiRequest, res: NextApiResponse) => {
    try {
      if (options.cors) {
        res.setHeader('Access-Control-Allow-Origin', '*')
        if (req.method === 'OPTIONS') return res.status(200).end()
      }
      if (options.methods) checkMethod(options.methods)(req, res, () => {})
      if (options.body && req.body) options.body.parse(req.body)
      if (options.query) options.query.parse(req.query)
      await handler(req, res)
    } catch (error) {
      handleError(error, req, res)
    }
  }
}
