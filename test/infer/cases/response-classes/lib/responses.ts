import type { NextApiResponse } from 'next'

abstract class Reply {
  protected abstract readonly status: number
  constructor(protected readonly body: object) {}
  send(res: NextApiResponse) {
    res.status(this.status).json(this.body)
  }
}
export class Success extends Reply {
  protected readonly status = 200
}
export class Created extends Reply {
  protected readonly status = 201
}
export class Failure extends Reply {
  protected readonly status: number
  constructor({ status, title }: { status: number; title: string }) {
    super({ title })
    this.status = status
  }
}
