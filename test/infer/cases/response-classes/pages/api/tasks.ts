import type { NextApiRequest, NextApiResponse } from 'next'
import { Created, Failure, Success } from '../../lib/responses'

enum HttpMethod {
  Get = 'GET',
  Post = 'POST',
}

export default async function handler(req: NextApiRequest, res: NextApiResponse) {
  switch (req.method) {
    case HttpMethod.Get:
      return new Success({ tasks: [{ id: 1, done: false }] }).send(res)
    case HttpMethod.Post: {
      const { title } = req.body
      if (!title) return new Failure({ status: 422, title: 'title is required' }).send(res)
      return new Created({ id: 2, title: String(title) }).send(res)
    }
    default:
      return new Failure({ status: 405, title: 'no such method' }).send(res)
  }
}
