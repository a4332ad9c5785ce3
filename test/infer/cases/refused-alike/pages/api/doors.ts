import type { NextApiHandler, NextApiRequest, NextApiResponse } from 'next'
import { FailedError, MethodNotAllowedError } from 'a-package-of-errors'

const refuse: NextApiHandler = () => {
  throw new MethodNotAllowedError()
}

const own: { [method: string]: NextApiHandler } = {
  GET: (_req, res) => {
    res.json({ doors: 4 })
  },
}

// Every method has an entry, but only those of `own` do anything.
const all = { ...{ GET: refuse, POST: refuse, PUT: refuse, DELETE: refuse }, ...own }

export default async function handler(req: NextApiRequest, res: NextApiResponse) {
  try {
    if (!own[req.method as string]) throw new MethodNotAllowedError()
    await all[req.method as keyof typeof all]?.(req, res)
  } catch (error) {
    if (error instanceof FailedError) return res.status(error.httpCode).json({ message: error.message })
    res.status(500).json({ message: 'broken' })
  }
}
