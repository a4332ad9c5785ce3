import { allow, withUser } from '../../lib/middleware'

export default allow('GET', 'HEAD')(
  withUser((req, res) => {
    res.status(200).json({ id: req.user.id })
  }),
)
