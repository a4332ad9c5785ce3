import { authRouter } from '@/lib/auth-middleware'

export default authRouter()
  .get((req, res) => {
    res.json({ user: req.user ? { id: req.user.id, username: req.user.username } : null })
  })
  .delete((req, res) => {
    return new Promise<void>((resolve, reject) =>
      req.logout((err: unknown) => {
        if (err) return reject(err)
        res.status(204).end()
        resolve()
      }),
    )
  })
  .handler()
