import type { NextApiHandler, NextApiRequest, NextApiResponse } from 'next'

type Table = { [method: string]: Promise<{ default: NextApiHandler }> }

/** Answers with the module of the method. */
export const byMethod = (table: Table) => async (req: NextApiRequest, res: NextApiResponse) => {
  const handler = (await table[req.method as string])?.default
  if (!handler) return res.status(405).json({ message: `only ${Object.keys(table).join(', ')}` })
  await handler(req, res)
}
