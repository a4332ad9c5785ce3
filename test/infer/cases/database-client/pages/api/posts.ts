import type { NextApiRequest, NextApiResponse } from 'next'
import { database } from '../../lib/database'

export default async function handler(req: NextApiRequest, res: NextApiResponse) {
  switch (req.method) {
    case 'GET': {
      const posts = await database.post.findMany({ take: 20 })
      return res.json(posts)
    }
    case 'POST': {
      const post = await database.post.create({ data: req.body })
      return res.status(201).json({ success: true, data: post })
    }
    case 'PATCH': {
      const { id, title, published } = req.body
      const post = await database.$transaction(async () =>
        database.post.update({ where: { id: Number(id) }, data: { title, published } }),
      )
      return res.json(post)
    }
    default:
      return res.status(405).end()
  }
}
