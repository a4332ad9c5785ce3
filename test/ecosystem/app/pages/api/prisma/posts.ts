import type { NextApiRequest, NextApiResponse } from 'next'
import { prisma } from '@/lib/prisma'

export default async function handle(req: NextApiRequest, res: NextApiResponse) {
  if (req.method === 'DELETE') {
    await prisma.$executeRawUnsafe(
      'CREATE TABLE IF NOT EXISTS "Post" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, "title" TEXT NOT NULL, "published" BOOLEAN NOT NULL DEFAULT false)',
    )
    const { count } = await prisma.post.deleteMany()
    await prisma.$executeRawUnsafe(`DELETE FROM sqlite_sequence WHERE name = 'Post'`)
    return res.json({ reset: count >= 0 })
  }
  if (req.method === 'POST') return res.status(201).json(await prisma.post.create({ data: { title: req.body.title } }))
  res.json(
    await prisma.post.findMany({ where: { title: { contains: String(req.query.q ?? '') } }, orderBy: { id: 'asc' } }),
  )
}
