import nextConnect from 'next-connect'
import { withSession } from '../../lib/with-session'

const router = nextConnect()

router.get((req, res) => {
  if (!req.seat) return res.status(401).json({ error: 'no seat' })
  res.json({ seat: 12 })
})

router.post((req, res) => {
  const { name } = req.body
  // What middleware put on the request calls back.
  req.logIn({ name }, (error) => {
    if (error) throw error
    res.status(201).json({ taken: true })
  })
})

export default withSession(router)
