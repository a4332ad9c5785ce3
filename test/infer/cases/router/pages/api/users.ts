import { createRouter } from 'tiny-router'
import type { NextApiRequest, NextApiResponse } from 'next'

const router = createRouter<NextApiRequest, NextApiResponse>()

router
  .use(async (req: NextApiRequest, res: NextApiResponse, next: () => void) => {
    if (!req.cookies.sid) return res.status(401).json({ message: 'sign in' })
    await next()
  })
  .get((req: NextApiRequest, res: NextApiResponse) => {
    res.json({ users: ['ann'] })
  })

router.post((req: NextApiRequest, res: NextApiResponse) => {
  const { email } = req.body
  if (!email) throw new Error('email is missing')
  res.status(201).json({ email: String(email) })
})

export default router.handler({
  onError: (error: Error & { statusCode?: number }, req: NextApiRequest, res: NextApiResponse) => {
    res.status(error.statusCode || 500).json({ message: error.message })
  },
  onNoMatch: (req: NextApiRequest, res: NextApiResponse) => {
    res.status(404).json({ message: 'no such method' })
  },
})
