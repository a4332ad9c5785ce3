import type { NextApiRequest, NextApiResponse } from 'next'

interface Category {
  id: string
  title: string
}

async function read(req: NextApiRequest, res: NextApiResponse<Category | { message: string }>) {
  const { id } = req.query
  if (id === 'missing') return res.status(404).json({ message: 'no such category' })
  res.json({ id: String(id), title: 'Tools' })
}

/** Deletes a category. */
async function remove(req: NextApiRequest, res: NextApiResponse) {
  res.status(204).end()
}

export default async function handler(req: NextApiRequest, res: NextApiResponse) {
  const { method } = req
  switch (method) {
    case 'GET':
      await read(req, res)
      break
    case 'PUT':
    case 'PATCH': {
      const body: Partial<Category> = req.body
      res.status(200).json({ ...body, updated: true })
      break
    }
    case 'DELETE':
      await remove(req, res)
      break
    default:
      res.setHeader('Allow', ['GET', 'PUT', 'PATCH', 'DELETE'])
      res.status(405).end(`Method ${method} Not Allowed`)
  }
}
