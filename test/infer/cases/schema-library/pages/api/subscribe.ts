import type { NextApiRequest, NextApiResponse } from 'next'
import * as yup from 'yup-like'

const schema = yup.object({ email: yup.string().required(), age: yup.number().min(18) })

export default async function handler(req: NextApiRequest, res: NextApiResponse) {
  if (req.method !== 'POST') return res.status(405).end()
  const input = await schema.validate(req.body)
  res.status(200).json({ email: input.email })
}
