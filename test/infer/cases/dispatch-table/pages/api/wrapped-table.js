import { apiHandler } from '../../lib/api-handler'

export default apiHandler({ get: list, delete: remove })

async function list(req, res) {
  const page = Math.max(1, parseInt(req.query.page) || 1)
  return res.status(200).json({ page, items: ['a'] })
}

async function remove(req, res) {
  if (!req.query.key) throw 'key is missing'
  return res.status(204).end()
}
