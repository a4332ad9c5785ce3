import type { NextApiRequest, NextApiResponse } from 'next'

class Money {
  constructor(
    private cents: number,
    readonly currency: string,
  ) {}
  toJSON() {
    return { amount: this.cents / 100, currency: this.currency }
  }
}

type UserId = string & { readonly __brand: 'UserId' }

interface Values {
  id: UserId
  at: Date
  big: bigint
  map: Map<string, number>
  url: URL
  bytes: Uint8Array
  price: Money
  nothing: undefined
  greet(): string
  maybe: string | undefined
  nullable: number | null
  code: `ORD-${number}`
  record: Record<string, boolean>
  anything: unknown
}

export default function handler(req: NextApiRequest, res: NextApiResponse<Values>) {
  if (req.method !== 'GET') return res.status(405).end()
  res.json({} as Values)
}
