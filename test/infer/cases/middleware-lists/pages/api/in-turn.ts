import { needs, only, steps } from '../../lib/middleware'

export default steps(only(['POST']), needs('title'), (req, res) => {
  res.status(201).json({ title: String(req.body.title) })
})
