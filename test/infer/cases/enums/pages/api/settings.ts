import type { NextApiRequest, NextApiResponse } from 'next'

enum Color {
  Red = 'red',
  Blue = 'blue',
}
enum Level {
  Low,
  High = 5,
}
const MODES = ['day', 'night'] as const

interface Page<T, C = string> {
  items: readonly T[]
  cursor: C | null
}
interface Setting {
  color: Color
  level: Level
  mode: (typeof MODES)[number]
  range: [from: number, to?: number]
  path: [string, ...number[]]
  /**
   * How many.
   * @minimum 1
   * @maximum 9
   * @default 3
   */
  count?: number
  /** @deprecated @format uuid */
  token: string
}

declare function list(): Promise<Page<Setting>>

export default async function handler(req: NextApiRequest, res: NextApiResponse) {
  if (req.method === 'GET') {
    const color = req.query.color as Color
    return res.status(200).json(await list())
  }
  if (req.method === 'POST') {
    const { color, level } = req.body as Pick<Setting, 'color' | 'level'>
    const status = color === Color.Red ? 200 : 201
    return res.status(status).json({ color, level, saved: true })
  }
  res.status(405).end()
}
