import type { NextApiRequest, NextApiResponse } from 'next'

type Circle = { kind: 'circle'; radius: number }
type Square = { kind: 'square'; side: number }
/** A shape, or several. */
type Group = { kind: 'group'; parts: Shape[] }
type Shape = Circle | Square | Group

interface Tree<T> {
  value: T
  children: Tree<T>[]
}

export default function handler(req: NextApiRequest, res: NextApiResponse<Shape | Tree<string> | null>) {
  if (req.method === 'GET') return res.json({ kind: 'circle', radius: 1 })
  if (req.method === 'PUT') return res.json({ value: 'root', children: [] })
  if (req.method === 'POST') {
    const shape: Shape = req.body
    return res.status(201).json(shape)
  }
  res.status(405).end()
}
