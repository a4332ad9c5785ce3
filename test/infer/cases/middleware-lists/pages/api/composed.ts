import { compose, errors, methods } from '../../lib/middleware'

class Missing extends Error {
  status = 404
}

export default compose(
  errors,
  methods('GET', 'DELETE'),
)((req, res) => {
  if (req.query.id === '0') throw new Missing('none')
  res.status(200).json({ id: req.query.id as string })
})
